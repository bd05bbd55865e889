"""Every finding of a deep analysis has its words; only advice stands without."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pydantic import BaseModel
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_2.deep_analyzer import DeepAnalysis, DeepAnalyzer, Recommendations
from app.therapy.evidence import Dropped, Ground, Quotation, Settled, settle

AGREED = SPECIMEN.first_agreed
"""The number of what was agreed in the visit before."""
WORDS = {"segment": 1, "quote": "I noticed I sleep better on the days I get out of the house."}
LOST = {"segment": 1, "quote": "I am the best sleeper in town."}


def finding(text: str, words: dict[str, Any] = WORDS) -> dict[str, Any]:
    return {**words, "text": text}


def analysis(words: dict[str, Any] = WORDS) -> DeepAnalysis:
    return DeepAnalysis.model_validate(
        {
            "homework": [{**words, "item": AGREED, "status": "partly_done", "text": "On some days."}],
            "risk_findings": [],
            "progress_indicators": {
                "symptom_reduction": {"description": finding("Sleep.", words), "detected": True, "confidence": 0.7},
                "skill_development": [{"evidence": words, "skill": "walking", "proficiency": "beginner"}],
                "goal_progress": [{"evidence": words, "goal": "going out", "status": "on_track"}],
                "behavioral_changes": [finding("Walks.", words)],
            },
            "therapeutic_insights": {
                "key_realizations": [finding("Outdoors goes with sleep.")],
                "patterns": [],
                "growth_areas": [],
                "strengths": [],
            },
            "coping_skills": {
                "learned": [],
                "practice_recommendations": ["You could walk on two more days."],
            },
            "therapeutic_relationship": {
                "engagement_level": {**words, "level": "high"},
                "openness": None,
                "alliance_strength": None,
            },
            "recommendations": {"practices": [], "resources": [], "reflection_prompts": []},
            "confidence_score": 0.6,
        }
    )


GROUND = Ground(SPECIMEN.session_id, SPECIMEN.transcript, SPECIMEN.roles)


def finished(answer: DeepAnalysis) -> Settled:
    whole = DeepAnalyzer.declared.finish_result(settle(answer, GROUND), SPECIMEN)
    assert whole is not None
    return whole


def test_the_screens_read_values_and_the_words_stand_beside_them() -> None:
    settled = finished(analysis())
    assert settled.result is not None
    progress = settled.result["progress_indicators"]
    assert progress["symptom_reduction"] == {"description": "Sleep.", "detected": True, "confidence": 0.7}
    assert progress["skill_development"][0]["evidence"] == WORDS["quote"]
    assert settled.result["coping_skills"]["proficiency"] == [{"skill": "walking", "level": "beginner"}]
    assert settled.result["therapeutic_relationship"]["engagement_level"] == "high"
    assert "/progress_indicators/symptom_reduction/description" in {e.path for e in settled.evidence}


def test_what_is_lost_leaves_the_rest_standing() -> None:
    settled = finished(analysis(LOST))
    assert settled.result is not None
    progress = settled.result["progress_indicators"]
    assert progress == {
        "symptom_reduction": None,
        "skill_development": [],
        "goal_progress": [],
        "behavioral_changes": [],
    }
    assert settled.result["therapeutic_relationship"]["engagement_level"] is None
    assert settled.result["therapeutic_insights"]["key_realizations"] == ["Outdoors goes with sleep."]
    assert len(settled.dropped) == 6


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from models(part)


@each_row("model", dict.fromkeys(models(DeepAnalysis)))
def test_a_type_that_says_something_rests_on_words(model: type[BaseModel]) -> None:
    own = [name for name, field in model.model_fields.items() if not list(models_in(field.annotation))]
    advice = {"practice_recommendations", "confidence_score", *Recommendations.model_fields}
    rests = issubclass(model, Quotation) or any(
        issubclass(part, Quotation) for field in model.model_fields.values() for part in models_in(field.annotation)
    )
    assert rests or set(own) <= advice


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    for part in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield part


def test_earlier_notes_are_numbered_after_this_visits() -> None:
    shown = DeepAnalyzer.declared.render_input(SPECIMEN)
    assert (
        shown.index(f"<earlier_visits>\n[{len(SPECIMEN.notes)}] ")
        < shown.index("<notes>\n[0] ")
        < shown.index("<transcript>")
    )


def changed(**parts: Any) -> DeepAnalysis:
    return DeepAnalysis.model_validate({**analysis().model_dump(), **parts})


def test_what_was_agreed_is_asked_after_and_told_under_its_own_words() -> None:
    settled = finished(analysis())
    assert f"[{AGREED}] (1 visit ago, action items) Open the door" in DeepAnalyzer.declared.render_input(SPECIMEN)
    assert settled.result is not None
    assert settled.result["homework"] == [
        {"agreed": "Open the door each morning.", "status": "partly_done", "text": "On some days."}
    ]
    assert "/homework/0" in {item.path for item in settled.evidence}


def test_what_nobody_agreed_on_is_no_homework() -> None:
    outcome = {**WORDS, "item": AGREED, "status": "done", "text": "Done."}
    settled = finished(changed(homework=[{**outcome, "item": 0}, outcome, outcome]))
    assert settled.result is not None
    assert [one["status"] for one in settled.result["homework"]] == ["done"]
    assert settled.dropped == [
        Dropped("/homework/0/item", "note_not_found"),
        Dropped("/homework/2/item", "note_not_found"),
    ]
    assert [item.path for item in settled.evidence if item.path.startswith("/homework")] == ["/homework/0"]


def test_the_screens_states_are_shown_and_nothing_else_of_it() -> None:
    shown = DeepAnalyzer.declared.render_input(SPECIMEN)
    assert "<risk_screen>\n- suicidal_thoughts: denied_when_asked\n</risk_screen>" in shown
    without = replace(SPECIMEN, results={})
    assert "<risk_screen>\n- not_screened\n</risk_screen>" in DeepAnalyzer.declared.render_input(without)


@each_row(("level", "places", "told"), [("strong", 1, None), ("strong", 2, "strong"), ("weak", 1, "weak")])
def test_one_place_bears_no_strong_alliance(level: str, places: int, told: str | None) -> None:
    other = {"segment": 3, "quote": "I think <somehow> I am not as stuck as I told myself I was."}
    alliance = {"evidence": [WORDS, other][:places], "level": level}
    settled = finished(
        changed(therapeutic_relationship={"engagement_level": None, "openness": None} | {"alliance_strength": alliance})
    )
    assert settled.result is not None
    assert settled.result["therapeutic_relationship"]["alliance_strength"] == told
    lost = [Dropped("/therapeutic_relationship/alliance_strength", "one_place_alone")]
    assert settled.dropped == ([] if told else lost)
