"""Every finding of a deep analysis has its words; only advice stands without."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_2.deep_analyzer import DeepAnalysis, DeepAnalyzer, Recommendations
from app.therapy.evidence import Ground, Quotation, settle

WORDS = {"segment": 1, "quote": "I noticed I sleep better on the days I get out of the house."}
LOST = {"segment": 1, "quote": "I am the best sleeper in town."}


def finding(text: str, words: dict[str, Any] = WORDS) -> dict[str, Any]:
    return {**words, "text": text}


def analysis(words: dict[str, Any] = WORDS) -> DeepAnalysis:
    return DeepAnalysis.model_validate(
        {
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
                "proficiency": [{**words, "skill": "walking", "level": "beginner"}],
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


def test_the_screens_read_values_and_the_words_stand_beside_them() -> None:
    settled = settle(analysis(), GROUND)
    assert settled.result is not None
    progress = settled.result["progress_indicators"]
    assert progress["symptom_reduction"] == {"description": "Sleep.", "detected": True, "confidence": 0.7}
    assert progress["skill_development"][0]["evidence"] == WORDS["quote"]
    assert settled.result["coping_skills"]["proficiency"] == [{"skill": "walking", "level": "beginner"}]
    assert settled.result["therapeutic_relationship"]["engagement_level"] == "high"
    assert "/progress_indicators/symptom_reduction/description" in {e.path for e in settled.evidence}


def test_what_is_lost_leaves_the_rest_standing() -> None:
    settled = settle(analysis(LOST), GROUND)
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
    shown = DeepAnalyzer.declared.show(SPECIMEN)
    assert (
        shown.index(f"<earlier_visits>\n[{len(SPECIMEN.notes)}] ")
        < shown.index("<notes>\n[0] ")
        < shown.index("<transcript>")
    )
