"""Labels are whole and not against a clear count, or they are none."""

from dataclasses import replace
from typing import Any

import pytest
from support.tables import each_row

from app.generators.intake.speaker_labeler import SpeakerLabeler, SpeakerLabels
from app.generators.specimen import SPECIMEN
from app.therapy.evidence import Settled
from app.therapy.excerpt import ALL_TURNS
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

CLEAR = (
    Segment(0.0, 4.0, "How do you feel about your week, and what did you do for yourself when you were low?", "B"),
    Segment(4.0, 9.0, "I stayed in my room. I told myself I would call my sister, and I did not, I just slept.", "A"),
    Segment(9.0, 12.0, "So you told yourself you would call, and you slept.", "B"),
    Segment(12.0, 15.0, "Yes. I hate that I do that to myself.", "A"),
)
VISIT = replace(SPECIMEN, transcript=Transcript(CLEAR), roles=None)
UNCLEAR = replace(VISIT, transcript=Transcript((Segment(0.0, 1.0, "Hello.", "B"), Segment(1.0, 2.0, "Hi.", "A"))))


def finished(speakers: list[tuple[str, str]], visit: Visit = VISIT) -> dict[str, Any] | None:
    named = [{"speaker": name, "role": role} for name, role in speakers]
    result = {"signs": ["asks"], "reasoning": "One asks.", "speakers": named, "confidence": 0.9}
    settled = SpeakerLabeler.declared.finish_result(Settled(result), visit)
    return settled.result if settled else None


def test_the_callers_ids_come_back_with_labelled_turns() -> None:
    result = finished([("S1", "therapist"), ("S2", "patient")])
    assert result is not None
    assert result["roles"] == {"B": "therapist", "A": "patient"}
    assert [turn["label"] for turn in result["turns"]] == ["Therapist", "You", "Therapist", "You"]
    assert "speakers" not in result
    assert (result["signs"], result["confidence"]) == (["asks"], 0.9)


@each_row(
    "speakers",
    [
        [("S1", "therapist")],
        [("S1", "therapist"), ("S1", "patient")],
        [("S1", "therapist"), ("S2", "patient"), ("S2", "patient")],
        [("S1", "therapist"), ("S2", "patient"), ("S3", "patient")],
        [("S1", "therapist"), ("S2", "therapist")],
        [("S1", "therapist"), ("S2", "patient"), ("S2", "therapist")],
        [("S1", "patient"), ("S2", "patient")],
    ],
)
@each_row("visit", [VISIT, UNCLEAR])
def test_labels_that_are_not_whole_are_none(speakers: list[tuple[str, str]], visit: Visit) -> None:
    assert finished(speakers, visit) is None


def test_a_therapist_split_in_two_by_the_diariser_is_a_therapist_twice() -> None:
    again = replace(CLEAR[0], speaker="C", text="So you would like to call your sister when you are home?")
    visit = replace(VISIT, transcript=Transcript((*CLEAR, again)))
    result = finished([("S1", "therapist"), ("S2", "patient"), ("S3", "therapist")], visit)
    assert result is not None
    assert result["roles"] == {"B": "therapist", "A": "patient", "C": "therapist"}
    assert finished([("S1", "therapist"), ("S2", "therapist"), ("S3", "patient")], visit) is None


def test_whoever_says_nothing_has_no_role() -> None:
    silent = replace(VISIT, transcript=Transcript((*CLEAR, Segment(15.0, 16.0, " ", "C"))))
    result = finished([("S1", "therapist"), ("S2", "patient")], silent)
    assert result is not None
    assert set(result["roles"]) == {"A", "B"}


def test_of_a_long_visit_some_forty_turns_are_shown_and_all_turns_come_back() -> None:
    long = replace(VISIT, transcript=Transcript(CLEAR * 60))
    assert len(SpeakerLabeler.declared.render_input(long).splitlines()) == 2 + ALL_TURNS
    result = finished([("S1", "therapist"), ("S2", "patient")], long)
    assert result is not None
    assert len(result["turns"]) == 240


def test_a_clear_count_of_pronouns_overrules_the_model() -> None:
    assert finished([("S1", "patient"), ("S2", "therapist")]) is None


def test_where_the_count_is_not_clear_the_model_is_believed() -> None:
    result = finished([("S1", "patient"), ("S2", "therapist")], UNCLEAR)
    assert result is not None
    assert result["roles"] == {"B": "patient", "A": "therapist"}


@each_row("speaker", ["B", "Speaker 1", "S", "s1", "S1 ", "S1\n"])
def test_a_speaker_is_named_as_in_the_prompt(speaker: str) -> None:
    named = [{"speaker": speaker, "role": "patient"}, {"speaker": "S2", "role": "therapist"}]
    raw = {"signs": [], "reasoning": "x", "speakers": named, "confidence": 0.5}
    with pytest.raises(ValueError, match="pattern"):
        SpeakerLabels.model_validate(raw)


def test_the_prompt_does_not_give_away_who_is_who() -> None:
    shown = SpeakerLabeler.declared.render_input(replace(VISIT, roles=SPECIMEN.roles))
    assert "Therapist" not in shown
    assert "Patient" not in shown
