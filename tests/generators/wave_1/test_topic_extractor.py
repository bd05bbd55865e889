"""Topics, action items and interventions rest on words; a technique is one of the library, or none."""

import json
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_1.topic_extractor import (
    ACTION_CHARS,
    MAX_ACTION_ITEMS,
    MAX_INTERVENTIONS,
    RESPONSE_CHARS,
    SUMMARY_CHARS,
    TOPIC_CHARS,
    TopicExtraction,
    TopicExtractor,
)
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.techniques import NOT_SPECIFIED, find_technique, technique_names, techniques

WALKS = {"segment": 1, "quote": "I walked twice."}
ASKED = {"segment": 2, "quote": "What do you make of that?"}
NEVER = {"segment": 1, "quote": "I swam across the lake."}
TOPIC = {**WALKS, "text": "Walks and sleepless nights"}
ACTION = {**WALKS, "text": "Walk on three more days"}
ANSWER = {"segment": 3, "quote": "I am not as stuck as I told myself I was.", "text": "They doubt an old belief."}
TECHNIQUE: dict[str, Any] = {"words": ASKED, "name": "Socratic Questioning", "response": ANSWER}
GOOD: dict[str, Any] = {
    "topics": [TOPIC],
    "action_items": [ACTION],
    "interventions": [TECHNIQUE],
    "summary": "Walking goes with better sleep.",
    "confidence": 0.6,
}


def read(**changed: Any) -> TopicExtraction:
    return TopicExtraction.model_validate_json(json.dumps(GOOD | changed), strict=True)


def finished(**changed: Any) -> Settled:
    ground = Ground(SPECIMEN.session_id, SPECIMEN.transcript, SPECIMEN.roles)
    settled = settle(read(**changed), ground)
    whole = TopicExtractor.declared.finish_result(settled, SPECIMEN) if settled.result is not None else settled
    assert whole is not None
    return whole


@each_row(
    "changed",
    [
        {"topics": []},
        {"topics": [{**TOPIC, "text": f"Walks and {what}"} for what in ("sleep", "work", "rain", "snow", "fog")]},
        {"topics": ["Walks"]},
        {"topics": [{**TOPIC, "text": f"Walks {'x' * TOPIC_CHARS}"}]},
        {"topics": [{"text": "Walks"}]},
        {"action_items": [{**ACTION, "text": f"Walk {n}"} for n in range(MAX_ACTION_ITEMS + 1)]},
        {"action_items": [{**ACTION, "text": "x" * (ACTION_CHARS + 1)}]},
        {"action_items": None},
        {"technique": TECHNIQUE},
        {"interventions": None},
        {"interventions": ["Socratic Questioning"]},
        {"interventions": [{"name": "Socratic Questioning"}]},
        {"interventions": [{**TECHNIQUE, "response": "They doubt."}]},
        {"interventions": [{**TECHNIQUE, "response": {**ANSWER, "text": "x" * (RESPONSE_CHARS + 1)}}]},
        {"interventions": [TECHNIQUE] * (MAX_INTERVENTIONS + 1)},
        {"summary": "x" * (SUMMARY_CHARS + 1)},
        {"summary": " "},
        {"summary": "See https://evil.example"},
        {"confidence": 1.2},
        {"confidence": None},
    ],
)
def test_anything_else_is_rejected(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read(**changed)


def used(*interventions: dict[str, Any]) -> Settled:
    whole = finished(interventions=list(interventions))
    assert whole.result is not None
    return whole


@each_row("name", ["Sokratic Questioning", "Questioning", "CBT", "Socratic Questioning (CBT)", "", NOT_SPECIFIED])
def test_a_name_that_is_not_in_the_library_is_dropped_and_never_guessed(name: str) -> None:
    whole = used({**TECHNIQUE, "name": name})
    assert whole.result is not None
    assert (whole.result["technique"], whole.result["interventions"]) == (NOT_SPECIFIED, [])
    assert whole.dropped == [Dropped("/interventions/0", "not_in_the_library")]
    assert {item.path for item in whole.evidence} == {"/topics/0", "/action_items/0"}


@each_row("name", technique_names())
def test_every_name_of_the_list_is_taken(name: str) -> None:
    known = find_technique(name)
    assert known is not None
    assert (used({**TECHNIQUE, "name": name}).result or {})["technique"] == known.name


def test_an_alias_becomes_the_techniques_own_name() -> None:
    for technique in techniques():
        for alias in technique.aliases:
            assert (used({**TECHNIQUE, "name": alias}).result or {})["technique"] == technique.name


def test_without_an_intervention_the_technique_is_not_specified() -> None:
    result = used().result
    assert result is not None
    assert (result["technique"], result["interventions"]) == (NOT_SPECIFIED, [])


def test_the_first_intervention_that_holds_is_the_visits_technique() -> None:
    listening = {**TECHNIQUE, "name": "Active Listening", "response": None}
    whole = used({**TECHNIQUE, "words": NEVER}, listening, TECHNIQUE, {**TECHNIQUE, "response": None})
    assert whole.result is not None
    assert whole.result["technique"] == "Active Listening"
    assert whole.result["interventions"] == [
        {"technique": "Active Listening", "response": None},
        {"technique": "Socratic Questioning", "response": ANSWER["text"]},
    ]
    assert whole.dropped == [
        Dropped("/interventions/0/words", "quote_not_found"),
        Dropped("/interventions/2", "said_already"),
    ]
    assert {item.path for item in whole.evidence if item.segment == 2} == {
        "/technique",
        "/interventions/0",
        "/interventions/1",
    }


def test_a_technique_that_only_the_patients_words_show_is_dropped() -> None:
    whole = used({**TECHNIQUE, "words": WALKS})
    assert (whole.result or {})["technique"] == NOT_SPECIFIED
    assert whole.dropped == [Dropped("/interventions/0", "not_the_therapists_words")]


@each_row("response", [{**ANSWER, "quote": "I swam across the lake."}, {**ANSWER, **ASKED}, None])
def test_a_response_that_the_patient_is_not_heard_giving_is_none(response: Any) -> None:
    whole = used({**TECHNIQUE, "response": response})
    assert (whole.result or {})["interventions"] == [{"technique": "Socratic Questioning", "response": None}]


def test_each_claim_points_to_its_words() -> None:
    whole = finished()
    assert [(item.path, item.segment) for item in whole.evidence] == [
        ("/topics/0", 1),
        ("/action_items/0", 1),
        ("/interventions/0", 2),
        ("/interventions/0", 3),
        ("/technique", 2),
    ]
    assert whole.result == {
        "topics": ["Walks and sleepless nights"],
        "action_items": ["Walk on three more days"],
        "technique": "Socratic Questioning",
        "interventions": [{"technique": "Socratic Questioning", "response": "They doubt an old belief."}],
        "summary": "Walking goes with better sleep.",
        "confidence": 0.6,
    }


def test_an_invented_action_item_goes_and_the_next_one_takes_its_place() -> None:
    whole = finished(action_items=[{**ACTION, **NEVER, "text": "Swim"}, ACTION])
    assert whole.result is not None
    assert whole.result["action_items"] == ["Walk on three more days"]
    assert whole.dropped == [Dropped("/action_items/0", "quote_not_found")]
    assert "/action_items/0" in {item.path for item in whole.evidence}


def test_without_a_topic_nothing_is_left() -> None:
    assert finished(topics=[{**TOPIC, **NEVER}]).result is None


def test_the_list_of_techniques_stands_in_the_part_that_is_the_same_for_every_visit() -> None:
    instructions = TopicExtractor.declared.instructions
    assert all(f"\n{label}\n" in f"{instructions}\n" for label in technique_names())
    assert "the list is empty" in instructions
