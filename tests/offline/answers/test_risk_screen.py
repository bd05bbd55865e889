"""The offline reading: disclosures, denials with their question, and what is left open, by the numbers shown."""

from typing import Any

from app.offline.answers.risk_screen import MAX_QUOTES, answer
from app.offline.prompt import Prompt, read_prompt


def screened(*lines: str) -> Any:
    return answer(read_prompt("\n".join(["<transcript>", *lines, "</transcript>"])))


def test_a_disclosure_is_quoted_by_the_number_of_its_line() -> None:
    found = screened("[4] Therapist: Go on.", "[9] Patient: It rained. I want to die.")
    assert found["disclosures"] == [
        {"kind": "suicidal_thoughts", "words": [{"segment": 9, "quote": "I want to die."}]},
    ]
    assert (found["denials"], found["unclear"]) == ([], [])


def test_a_yes_is_a_disclosure() -> None:
    found = screened("[0] Therapist: Does he hit you?", "[1] Patient: Yeah.")
    assert found["disclosures"] == [{"kind": "abuse", "words": [{"segment": 1, "quote": "Yeah."}]}]


def test_a_denial_has_its_question() -> None:
    found = screened("[0] Therapist: Hello. Does he hit you?", "[2] Patient: No. Never.")
    question, reply = {"segment": 0, "quote": "Does he hit you?"}, {"segment": 2, "quote": "No."}
    assert found["denials"] == [{"kind": "abuse", "question": question, "answer": reply}]
    assert found["disclosures"] == found["unclear"] == []


def test_an_evasion_is_left_open() -> None:
    found = screened("[0] Therapist: Does he hit you?", "[1] Patient: Can we talk about work?")
    assert found["unclear"] == [{"kind": "abuse", "words": [{"segment": 1, "quote": "Can we talk about work?"}]}]


def test_of_many_places_the_first_are_quoted() -> None:
    found = screened(*(f"[{number}] Patient: I want to die. That is {number}." for number in range(9)))
    assert [quote["segment"] for quote in found["disclosures"][0]["words"]] == list(range(MAX_QUOTES))


def test_nothing_is_a_finding_where_the_patient_speaks() -> None:
    assert screened("[0] Patient: It rained.") == {"disclosures": [], "denials": [], "unclear": [], "details": []}
    assert screened("[0] Therapist: It rained.") is None
    assert answer(Prompt()) is None
