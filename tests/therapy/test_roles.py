"""Who is the therapist, by counting; and the transcript as labelled turns."""

import json
import os
from pathlib import Path

import pytest

from app.therapy.roles import CLEAR_MARGIN, RoleCount, Turn, count_roles, labelled_turns, vetoes_roles
from app.therapy.transcript import Role, Segment, Transcript

THERAPIST, PATIENT = Role.THERAPIST, Role.PATIENT
ASKS = "How did you sleep this week, and what did you notice when you put your phone away late at night?"
TELLS = "I tried it twice and I slept better, but my phone kept me awake again, and I felt a bit let down."
MUSES = "I wonder whether you and your sister could talk, as I said, and what you would want from her."


def visit(*said: tuple[str, str]) -> Transcript:
    return Transcript(tuple(Segment(n * 10.0, n * 10.0 + 9, text, who) for n, (who, text) in enumerate(said)))


def test_who_says_you_is_the_therapist_and_who_says_i_the_patient() -> None:
    count = count_roles(visit(("B", TELLS), ("A", ASKS)))
    assert count.roles == {"A": THERAPIST, "B": PATIENT}
    assert CLEAR_MARGIN <= count.margin <= 1


def test_who_speaks_more_does_not_matter() -> None:
    assert count_roles(visit(*[("A", ASKS)] * 9, ("B", TELLS))).roles == {"A": THERAPIST, "B": PATIENT}


def test_curly_apostrophes_count() -> None:
    contracted = (
        "Now you’re tired, since for days now you’ve slept badly, and you’d rest more if it were calm and dark."
    )
    assert count_roles(visit(("A", contracted), ("B", TELLS))).roles == {"A": THERAPIST, "B": PATIENT}


def test_it_stays_undecided_where_it_cannot_tell() -> None:
    lines = [
        [("A", ASKS)],
        [("A", ASKS), ("B", "I slept, my dear.")],
        [
            ("A", ASKS),
            (
                "B",
                "The sun was out all week and everybody went to the lake to swim, to eat and to sing.",
            ),
        ],
        [("A", ASKS), ("B", ASKS)],
        [],
    ]
    assert [said for said in lines if count_roles(visit(*said)) != RoleCount(None, 0.0)] == []


def test_of_three_speakers_one_is_the_therapist_and_the_others_patients() -> None:
    count = count_roles(visit(("C", "Hi."), ("B", MUSES), ("P", TELLS), ("A", ASKS)))
    assert count.roles == {"A": THERAPIST, "B": PATIENT, "C": PATIENT, "P": PATIENT}


def test_a_clear_count_vetoes_who_disagrees_and_nobody_else() -> None:
    count = count_roles(visit(("A", ASKS), ("B", TELLS)))
    assert vetoes_roles(count, {"A": PATIENT, "B": THERAPIST})
    assert not vetoes_roles(count, {"A": THERAPIST, "B": PATIENT})


def test_a_therapist_split_in_two_is_not_vetoed_and_a_patient_taken_for_one_is() -> None:
    more = "And what would you like to do about your phone when you go to bed, do you think you could leave it off?"
    count = count_roles(visit(("A", ASKS), ("B", TELLS), ("C", more)))
    assert not vetoes_roles(count, {"A": THERAPIST, "B": PATIENT, "C": THERAPIST})
    assert not vetoes_roles(count, {"A": THERAPIST, "B": PATIENT, "C": PATIENT})
    assert vetoes_roles(count, {"A": THERAPIST, "B": THERAPIST, "C": PATIENT})
    assert vetoes_roles(count, {"A": PATIENT, "B": THERAPIST, "C": PATIENT})


def test_whoever_says_too_little_to_be_counted_is_believed_beside_the_therapist_and_not_in_their_place() -> None:
    count = count_roles(visit(("A", ASKS), ("B", TELLS), ("C", "Hm.")))
    assert not vetoes_roles(count, {"A": THERAPIST, "B": PATIENT, "C": THERAPIST})
    assert vetoes_roles(count, {"A": PATIENT, "B": PATIENT, "C": THERAPIST})


def test_an_unclear_count_vetoes_nobody() -> None:
    claimed = {"A": PATIENT, "B": THERAPIST}
    assert not vetoes_roles(RoleCount({"A": THERAPIST, "B": PATIENT}, CLEAR_MARGIN - 0.01), claimed)
    assert not vetoes_roles(RoleCount(None, 0.0), claimed)


def test_turns_of_one_speaker_are_merged_and_labelled() -> None:
    talk = Transcript(
        (
            Segment(0.0, 4.0, "Hello. ", "A"),
            Segment(3.5, 9.0, " Come in.", "A"),
            Segment(5.0, 6.0, "  ", "B"),
            Segment(9.0, 9.5, "Sit down.", "A"),
            Segment(61.9, 70.0, "Thanks.", "B"),
        )
    )
    assert labelled_turns(talk, {"A": THERAPIST, "B": PATIENT}) == [
        Turn("Therapist", "00:00", 0.0, 9.5, "Hello. Come in. Sit down."),
        Turn("You", "01:01", 61.9, 70.0, "Thanks."),
    ]


def test_hours_show_from_one_hour_on() -> None:
    stamps = {59.99: "00:59", 3599.9: "59:59", 3600.0: "1:00:00", 36_061.0: "10:01:01"}
    talks = {seconds: Transcript((Segment(seconds, seconds + 1, "Hm.", "A"),)) for seconds in stamps}
    assert {at: labelled_turns(talk, {"A": PATIENT})[0].timestamp for at, talk in talks.items()} == stamps


def test_a_speaker_without_a_role_goes_by_the_id() -> None:
    assert [turn.label for turn in labelled_turns(visit(("A", "Hi."), ("B", "Hello.")), {"A": PATIENT})] == [
        "You",
        "B",
    ]


def test_the_therapist_is_told_in_every_real_conversation() -> None:
    where = os.environ.get("THERABRIDGE_TEST_DATA")
    if not where or not (Path(where) / "annomi").is_dir():
        pytest.skip("THERABRIDGE_TEST_DATA names no folder with annomi/ in it")
    folder = Path(where) / "annomi"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    wrong = [name for name, facts in truth.items() if _therapist(folder / f"{name}.json") != [facts["therapist"]]]
    assert len(truth) == 44
    assert wrong == []


def _therapist(path: Path) -> list[str]:
    rows = json.loads(path.read_text(encoding="utf-8"))["segments"]
    count = count_roles(Transcript(tuple(Segment(**row) for row in rows)))
    return [who for who, role in (count.roles or {}).items() if role is THERAPIST]
