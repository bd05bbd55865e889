"""Of a long visit as many turns are shown as it takes to tell who is who, under their own numbers."""

import json
import os
from pathlib import Path

import pytest

from app.therapy.excerpt import ALL_TURNS, MIN_TURNS_PER_SPEAKER, TURN_WORDS, make_excerpt
from app.therapy.roles import infer_roles_from_pronouns
from app.therapy.transcript import Role, Segment, Transcript


def visit(*said: tuple[str, str]) -> Transcript:
    return Transcript(tuple(Segment(float(n), n + 1.0, text, who) for n, (who, text) in enumerate(said)))


def shown(transcript: Transcript) -> list[int]:
    return [number for number, segment in enumerate(make_excerpt(transcript).segments) if segment.text]


def long_visit(turns: int) -> Transcript:
    return visit(*[("AB"[n % 2], f"Turn {n}.") for n in range(turns)])


def test_a_short_visit_is_shown_whole() -> None:
    talk = long_visit(ALL_TURNS)
    assert make_excerpt(talk) == talk


def test_of_a_long_visit_the_beginning_the_middle_and_the_end_are_shown() -> None:
    numbers = shown(long_visit(300))
    assert len(numbers) == ALL_TURNS
    assert numbers[:16] == list(range(16))
    assert numbers[16:28] == list(range(144, 156))
    assert numbers[28:] == list(range(288, 300))


def test_segments_keep_their_numbers_times_and_speakers() -> None:
    talk = long_visit(300)
    left = make_excerpt(talk)
    assert [(s.start, s.end, s.speaker) for s in left.segments] == [(s.start, s.end, s.speaker) for s in talk.segments]
    assert left.segments[150] == talk.segments[150]


def test_whoever_speaks_seldom_is_shown_too_by_their_longest_turns() -> None:
    said = [("AB"[n % 2], f"Turn {n}.") for n in range(300)]
    for at, text in (
        (40, "Yes."),
        (60, "I am her sister and I came along."),
        (80, "We share a flat."),
        (90, "I cook."),
    ):
        said[at] = ("C", text)
    of_c = [number for number in shown(visit(*said)) if said[number][0] == "C"]
    assert of_c == [60, 80, 90]
    assert len(of_c) == MIN_TURNS_PER_SPEAKER


def test_a_long_turn_is_cut_after_its_first_words() -> None:
    words = " ".join(f"w{n}" for n in range(500))
    talk = visit(("A", "Go on."), ("B", words), ("A", "Hm."))
    cut = make_excerpt(talk).segments[1].text
    assert cut == f"{' '.join(words.split()[:TURN_WORDS])} …"


def test_of_a_turn_of_many_segments_the_first_are_shown() -> None:
    talk = visit(("A", "Go on."), *[("B", "ten words " * 5)] * 20, ("A", "Hm."))
    assert shown(talk) == [0, 1, 2, 3, 4, 5, 6, 21]


def test_blank_segments_part_no_turn() -> None:
    talk = visit(("A", "One."), ("B", " "), ("A", "Two."))
    assert shown(talk) == [0, 2]


def test_who_is_who_is_counted_alike_in_the_excerpt_of_every_real_conversation() -> None:
    where = os.environ.get("THERABRIDGE_TEST_DATA")
    if not where or not (Path(where) / "annomi").is_dir():
        pytest.skip("THERABRIDGE_TEST_DATA names no folder with annomi/ in it")
    folder = Path(where) / "annomi"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert [name for name, facts in truth.items() if _therapists(folder / f"{name}.json") != [facts["therapist"]]] == []


def _therapists(path: Path) -> list[str]:
    rows = json.loads(path.read_text(encoding="utf-8"))["segments"]
    count = infer_roles_from_pronouns(make_excerpt(Transcript(tuple(Segment(**row) for row in rows))))
    return [who for who, role in (count.roles or {}).items() if role is Role.THERAPIST]
