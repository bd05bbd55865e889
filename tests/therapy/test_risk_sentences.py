"""A screening in sentences: what was found, with its details, and what nobody asked."""

from typing import Any

from app.therapy.risk_sentences import risk_sentences

DETAILS: dict[str, Any] = {
    "thoughts": "passive",
    "plan": "not_asked",
    "past_attempt": "no",
    "protective_factors": ["I have got a kid."],
    "safety_plan": "not_asked",
}
FOUND = {"kind": "suicidal_thoughts", "state": "disclosed"}


def sentences(*findings: Any, state: str = "disclosed") -> list[tuple[str, str | None]]:
    return [(one.text, one.path) for one in risk_sentences({"state": state, "findings": list(findings)})]


def test_each_detail_is_a_sentence_that_points_to_its_words() -> None:
    assert sentences({**FOUND, "when": "recent", "details": DETAILS}) == [
        ("Suicidal thoughts: disclosed.", "/findings/0"),
        ("Suicidal thoughts, when: recent.", "/findings/0/when"),
        ("Suicidal thoughts: passive.", "/findings/0/details/thoughts"),
        ("Suicidal thoughts, past attempt: no.", "/findings/0/details/past_attempt"),
        ("Suicidal thoughts, protective factors: “I have got a kid.”", "/findings/0/details/protective_factors"),
        ("Suicidal thoughts, not asked: plan, safety plan.", None),
    ]


def test_a_finding_of_an_older_screen_or_of_the_rules_says_its_state_alone() -> None:
    for bare in (FOUND, {**FOUND, "when": None, "details": None}):
        assert sentences(bare) == [("Suicidal thoughts: disclosed.", "/findings/0")]


def test_that_nothing_was_found_is_no_finding_that_all_is_well() -> None:
    assert sentences(state="not_assessed") == [("Risk screen: not assessed.", None)]
    assert sentences(state="indeterminate") == [("Risk screen: indeterminate, to be read by the clinician.", None)]
    assert [one.text for one in risk_sentences(None)] == ["No risk screen stands for this visit."]
