"""A breakthrough is one, in the patient's own words, or none; a lost one is no finding that there was none."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_1.breakthrough_detector import (
    DESCRIPTION_CHARS,
    LABEL_CHARS,
    MAX_QUOTES,
    BreakthroughDetection,
    BreakthroughDetector,
)
from app.sample.visits import read_sample_visits
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.transcript import Role

UNSTUCK = {"segment": 3, "quote": "I am not as stuck as I told myself I was."}
SLEEP = {"segment": 1, "quote": "I noticed I sleep better on the days I get out of the house."}
ASKED = {"segment": 0, "quote": "How did the week go for you, and did you get to take your walks?"}
NEVER = {"segment": 3, "quote": "I am the bravest person in town."}
FOUND: dict[str, Any] = {
    "evidence": [UNSTUCK],
    "description": "They are less stuck than they had told themselves.",
    "label": "Not so stuck",
    "confidence": 0.7,
}


def read(breakthrough: Any) -> BreakthroughDetection:
    return BreakthroughDetection.model_validate_json(json.dumps({"breakthrough": breakthrough}), strict=True)


def finished(breakthrough: Any) -> Settled:
    ground = Ground(SPECIMEN.session_id, SPECIMEN.transcript, SPECIMEN.roles, BreakthroughDetector.EVIDENCE_FROM)
    settled = settle(read(breakthrough), ground)
    whole = BreakthroughDetector.declared.finish_result(settled, SPECIMEN) if settled.result is not None else settled
    assert whole is not None
    return whole


@each_row(
    "changed",
    [
        {"label": f"Not {'x' * LABEL_CHARS}"},
        {"label": None},
        {"description": ""},
        {"description": "x" * (DESCRIPTION_CHARS + 1)},
        {"description": "<i>Unstuck</i>"},
        {"confidence": 1.01},
        {"confidence": None},
        {"evidence": []},
        {"evidence": [UNSTUCK] * (MAX_QUOTES + 1)},
        {"evidence": ["I am not as stuck."]},
        {"start": 1.0},
    ],
)
def test_anything_else_is_rejected(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read({**FOUND, **changed})


@each_row("raw", [{}, {"breakthrough": False}, {"breakthrough": [FOUND]}, {"breakthrough": FOUND, "n": 0}])
def test_there_is_one_or_null(raw: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        BreakthroughDetection.model_validate_json(json.dumps(raw), strict=True)


def test_none_is_a_finding() -> None:
    assert finished(None) == Settled({"breakthrough": None})


def test_it_begins_and_ends_with_the_segments_it_was_found_in() -> None:
    whole = finished({**FOUND, "evidence": [UNSTUCK, SLEEP]})
    assert whole.result is not None
    found = whole.result["breakthrough"]
    first, last = SPECIMEN.transcript.segments[1], SPECIMEN.transcript.segments[3]
    assert (found["start"], found["end"]) == (first.start, last.end)
    assert [item.path for item in whole.evidence] == ["/breakthrough/evidence/0", "/breakthrough/evidence/1"]
    assert found["evidence"] == [item.quote for item in whole.evidence]
    assert set(found) == {"evidence", "description", "label", "confidence", "start", "end"}


def test_a_lost_quote_does_not_widen_it() -> None:
    whole = finished({**FOUND, "evidence": [{**NEVER, "segment": 1}, UNSTUCK]})
    assert whole.result is not None
    found, last = whole.result["breakthrough"], SPECIMEN.transcript.segments[3]
    assert (found["start"], found["end"]) == (last.start, last.end)
    assert whole.dropped == [Dropped("/breakthrough/evidence/0", "quote_not_found")]


@each_row(("words", "reason"), [(NEVER, "quote_not_found"), (ASKED, "not_the_patients_words")])
def test_without_the_patients_words_nothing_is_said_either_way(words: dict[str, Any], reason: str) -> None:
    whole = finished({**FOUND, "evidence": [words]})
    assert whole.result is None
    assert whole.dropped == [Dropped("/breakthrough/evidence/0", reason)]


def test_overlapping_segments_still_give_an_end_after_the_start() -> None:
    segments = list(SPECIMEN.transcript.segments)
    segments[1] = replace(segments[1], end=40.0)
    visit = replace(SPECIMEN, transcript=replace(SPECIMEN.transcript, segments=tuple(segments)))
    ground = Ground(visit.session_id, visit.transcript, visit.roles, Role.PATIENT)
    settled = settle(read({**FOUND, "evidence": [SLEEP, UNSTUCK]}), ground)
    whole = BreakthroughDetector.declared.finish_result(settled, visit)
    assert whole is not None
    assert whole.result is not None
    assert (whole.result["breakthrough"]["start"], whole.result["breakthrough"]["end"]) == (4.0, 40.0)


@each_row(
    "no_breakthrough",
    ["crying", "homework done", "feeling better", "a decision", "insight into another", "handed to them"],
)
def test_the_prompt_says_what_does_not_count(no_breakthrough: str) -> None:
    assert no_breakthrough in BreakthroughDetector.declared.instructions


def test_the_prompt_tells_no_breakthrough_from_no_answer() -> None:
    instructions = BreakthroughDetector.declared.instructions
    assert "the breakthrough alone is null: that is a finding" in instructions
    assert "tell, answer null as a whole" in instructions


def test_its_examples_are_of_no_visit_of_ours() -> None:
    said = " ".join(s.text.lower() for visit in read_sample_visits() for s in visit.segments)
    for word in ("plant in that flat", "went to the dentist", "my brother was scared"):
        assert word in BreakthroughDetector.declared.instructions
        assert word not in said
