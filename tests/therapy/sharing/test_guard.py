"""What the guard withholds: two hundred texts that must never stand on a page, and honest ones that must.

A second author's texts, 140 hostile and 100 honest, were written without sight of the guard: at their first reading
131 and 2 of them were withheld.
"""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.generators.specimen import SPECIMEN
from app.therapy.sharing.guard import Guard, Place
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

TEXTS = Path(__file__).parents[2] / "texts"
PLACES = {
    "shareProgress": Place.PROGRESS,
    "nextSessionTopics": Place.TOPIC,
    "sessionPrep": Place.PREPARATION,
    "prose": Place.PROSE,
}
HONEST_WITHHELD = 0.02
GUARD = Guard(SPECIMEN)
THERAPIST, PATIENT = SPECIMEN.roles or {}
SAID = "Could it be that the garden is where you let him go?"
RETOLD = "The garden is where you let him go, in a way."

Row = dict[str, str]


def read(name: str) -> list[Row]:
    rows: list[Row] = json.loads((TEXTS / name).read_text(encoding="utf-8"))
    return rows


FIRST = [*read("guard_adversarial.json"), *read("guard_evasions.json")]
HOSTILE = [*FIRST, *read("guard_adversarial_second.json")]


def in_a_visit(*turns: tuple[str, str], completed_tasks: tuple[str, ...] = ()) -> Visit:
    said = tuple(Segment(float(at), at + 1.0, text, speaker) for at, (speaker, text) in enumerate(turns))
    return replace(SPECIMEN, transcript=Transcript(said), notes=(), completed_tasks=completed_tasks)


def test_a_text_that_does_not_belong_on_a_page_is_withheld() -> None:
    cases = HOSTILE
    assert [
        row for row in cases if not (GUARD.reason(row["text"], PLACES[row["field"]]) or "").startswith("withheld_")
    ] == []


def test_there_are_two_hundred_of_them_half_written_without_looking() -> None:
    assert len(read("guard_adversarial.json")) == len(read("guard_evasions.json")) == 100
    assert len({row["text"] for row in FIRST}) == 200


def test_honest_sentences_may_stand() -> None:
    honest = [*read("guard_honest.json"), *read("guard_honest_second.json")]
    withheld = [row["id"] for row in honest if GUARD.reason(row["text"], PLACES[row["field"]])]
    assert len(honest) == 220
    assert len(withheld) <= HONEST_WITHHELD * len(honest), withheld


@pytest.mark.parametrize("text", ["You walked every day.", "You saw it in our last session."])
def test_quantities_and_the_room_are_withheld_from_progress_alone(text: str) -> None:
    assert GUARD.reason(text, Place.PROGRESS)
    assert [GUARD.reason(text, place) for place in Place if place is not Place.PROGRESS] == [None] * 4


def test_of_several_reasons_the_weightiest_is_told() -> None:
    cases = [
        ("You wished to die, Robert said.", "withheld_crisis"),
        ("You told Robert about your comorbid anxiety.", "withheld_name"),
        ("Your F32.1 stems from your childhood.", "withheld_diagnosis"),
        ("Your avoidance is really about shame.", "withheld_interpretation"),
        ("Your comorbid worries came back every day.", "withheld_jargon"),
        ("You walked every day after the session.", "withheld_quantity"),
        ("You spoke up in the session.", "withheld_room"),
    ]
    assert [(text, reason) for text, reason in cases if GUARD.reason(text, Place.PROGRESS) != reason] == []


def test_seven_words_in_a_row_of_the_therapist_are_the_therapists() -> None:
    assert Guard(in_a_visit((THERAPIST, SAID))).reason(RETOLD, Place.PROSE) == "withheld_interpretation"
    assert Guard(in_a_visit((THERAPIST, SAID))).reason("The garden is where you let it be.", Place.PROSE) is None


def test_what_the_patient_said_too_is_the_patients() -> None:
    both = in_a_visit((THERAPIST, SAID), (PATIENT, "Yes, the garden is where you let him go."))
    assert Guard(both).reason(RETOLD, Place.PROSE) is None


def test_a_task_that_was_done_may_be_told_in_the_words_it_was_set_in() -> None:
    task = "write down one thing that went well before you go to bed"
    set_by_the_therapist = in_a_visit((THERAPIST, f"Would you {task}?"), completed_tasks=(task,))
    told = "You did it: write down one thing that went well before you go to bed."
    assert Guard(set_by_the_therapist).reason(told, Place.PREPARATION) is None
    assert Guard(replace(set_by_the_therapist, completed_tasks=())).reason(told, Place.PREPARATION)


def test_a_name_of_an_earlier_visit_is_known_by_the_words_under_its_notes() -> None:
    under = replace(SPECIMEN.notes[0].evidence[0], quote="I met Zlatograd and Quillon at the door.")
    noted = replace(SPECIMEN, notes=(replace(SPECIMEN.notes[0], evidence=(under,)),))
    assert Guard(noted).reason("Quillon may come along.", Place.PREPARATION) == "withheld_name"
    assert GUARD.reason("Quillon may come along.", Place.PREPARATION) is None


def test_a_note_is_hidden_for_its_own_words_or_for_danger_in_those_it_rests_on() -> None:
    note = SPECIMEN.notes[0]
    grave = replace(note.evidence[0], quote="I wanted to die.")
    assert GUARD.reason_for_note(note) is None
    assert GUARD.reason_for_note(replace(note, text="Fears abandonment.")) == "withheld_jargon"
    assert GUARD.reason_for_note(replace(note, evidence=(grave,))) == "withheld_crisis"


def test_a_title_of_ours_is_no_jargon_and_the_parts_of_a_note_begin_with_capitals() -> None:
    note = replace(SPECIMEN.notes[0], text="Clinical Progress: You sleep better: Walking helps.")
    assert GUARD.reason_for_note(replace(note, kind="sections")) is None
    assert GUARD.reason_for_note(note)
