"""A finding has the details that a clinician records, each with its words, and what nobody asked is `not_asked`."""

from dataclasses import replace
from typing import Any

from support.scripted_model import Model

from app.generators.generation import Generation
from app.generators.specimen import SPECIMEN
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Visit

NOTHING: dict[str, Any] = {"disclosures": [], "denials": [], "unclear": [], "details": []}

TURNS = (
    ("T", "Are you having thoughts of suicide?"),
    ("P", "Yes. Since Sunday I think of not waking up."),
    ("T", "Is there a way in your mind?"),
    ("P", "No, no way. I would not leave my son."),
    ("T", "Then let us write down a safety plan."),
    ("P", "My neighbour leaves her baby with a man who shakes it."),
)


def visit_of(*turns: tuple[str, str]) -> Visit:
    segments = tuple(Segment(5.0 * n, 5.0 * n + 4.0, text, who) for n, (who, text) in enumerate(turns))
    return replace(SPECIMEN, transcript=Transcript(segments), roles={"T": Role.THERAPIST, "P": Role.PATIENT})


VISIT = visit_of(*TURNS)
SUICIDE, OTHER = "suicidal_thoughts", "danger_to_third_person"


def said(segment: int, quote: str, **more: Any) -> dict[str, Any]:
    return {"segment": segment, "quote": quote, **more}


BARE: dict[str, Any] = {
    **dict.fromkeys(("when", "thoughts", "plan", "intent", "means", "preparation", "past_attempt", "safety_plan")),
    "protective_factors": [],
}
WORDS = said(1, "Since Sunday I think of not waking up.")
FOUND = {"kind": SUICIDE, "words": [WORDS]}
DETAIL = {
    **BARE,
    "kind": SUICIDE,
    "when": {**WORDS, "when": "recent"},
    "thoughts": {**WORDS, "thoughts": "passive"},
    "plan": said(3, "No, no way.", answer="no"),
    "protective_factors": [said(3, "I would not leave my son.")],
    "safety_plan": said(4, "Then let us write down a safety plan.", answer="yes"),
}


def screened(visit: Any = VISIT, **answer: Any) -> Generation[Any]:
    return Model([{**NOTHING, **answer}]).generate("risk_screen", visit)


def finding(made: Generation[Any], kind: str = SUICIDE) -> Any:
    return next(found for found in (made.result or {})["findings"] if found["kind"] == kind)


def words_at(made: Generation[Any], path: str) -> list[str]:
    return [item.quote for item in made.evidence if item.path == path]


def test_each_detail_has_its_words_and_the_others_were_not_asked() -> None:
    made = screened(disclosures=[FOUND], details=[DETAIL])
    assert finding(made) == {
        "kind": SUICIDE,
        "state": "disclosed",
        "when": "recent",
        "details": {
            "thoughts": "passive",
            "plan": "no",
            **dict.fromkeys(("intent", "means", "preparation", "past_attempt"), "not_asked"),
            "protective_factors": ["I would not leave my son."],
            "safety_plan": "yes",
        },
    }
    assert words_at(made, "/findings/0/when") == words_at(made, "/findings/0/details/thoughts") == [WORDS["quote"]]
    assert words_at(made, "/findings/0/details/plan") == ["No, no way."]
    assert words_at(made, "/findings/0/details/protective_factors/0") == ["I would not leave my son."]


def test_a_detail_that_loses_its_words_is_unclear_and_not_unasked() -> None:
    lost = {
        **DETAIL,
        "plan": said(3, "Yes, a bridge.", answer="yes"),
        "thoughts": said(0, "Are you having thoughts of suicide?", thoughts="active"),
        "protective_factors": [said(3, "My dog.")],
    }
    made = screened(disclosures=[FOUND], details=[lost])
    told = finding(made)["details"]
    assert (told["plan"], told["thoughts"], told["protective_factors"]) == ("unclear", "unclear", "unclear")
    assert finding(made)["state"] == "disclosed"


def test_a_third_person_in_danger_is_a_finding_of_its_own_kind() -> None:
    tells = said(5, "My neighbour leaves her baby with a man who shakes it.")
    detail = {**BARE, "kind": OTHER, "when": {**tells, "when": "now"}, "plan": {**tells, "answer": "yes"}}
    made = screened(disclosures=[{"kind": OTHER, "words": [tells]}], details=[detail])
    assert finding(made, OTHER) == {
        "kind": OTHER,
        "state": "disclosed",
        "when": "now",
        "details": {"protective_factors": "not_asked", "safety_plan": "not_asked"},
    }
    assert (made.result or {})["state"] == "disclosed"


def test_a_finding_of_the_rules_has_no_details() -> None:
    made = screened(visit_of(("P", "I cut my arm with a razor on Monday.")))
    assert finding(made, "self_harm") == {"kind": "self_harm", "state": "indeterminate"}


def test_what_the_rules_raise_keeps_the_details_that_a_model_gave() -> None:
    visit = visit_of(("T", "Have you had thoughts of ending your life?"), ("P", "No, never."), ("P", "I want to die."))
    detail = {**BARE, "kind": SUICIDE, "past_attempt": said(1, "No, never.", answer="no")}
    question = said(0, "Have you had thoughts of ending your life?")
    denied = {"kind": SUICIDE, "question": question, "answer": said(1, "No, never.")}
    made = screened(visit, denials=[denied], details=[detail])
    assert (finding(made)["state"], finding(made)["details"]["past_attempt"]) == ("indeterminate", "no")


def test_details_of_a_kind_that_was_not_found_find_nothing() -> None:
    visit = visit_of(("P", "It rained."))
    made = screened(visit, details=[{**BARE, "kind": "abuse", "when": said(0, "It rained.", when="now")}])
    assert (made.result, made.evidence) == ({"state": "not_assessed", "findings": []}, [])


def test_no_score_is_asked_for() -> None:
    assert "score" not in str(screened(disclosures=[FOUND], details=[DETAIL]).result)
