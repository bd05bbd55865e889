"""What reads transcripts, on 44 real conversations: quotes, the floor and the lexicons."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.therapy.dangers.files import lexicon_of
from app.therapy.lexicon import Lexicon
from app.therapy.risk import floor
from app.therapy.roles import count_roles
from app.therapy.sharing import reading
from app.therapy.transcript import Transcript
from app.therapy.utterance import utterances
from benchmarks.evidence import conversations, data_folder

ROOT = Path(__file__).parents[2]
KINDS = ("suicidal_thoughts", "self_harm", "harm_to_others", "abuse")


@pytest.fixture(scope="module")
def real_talk() -> list[Transcript]:
    if "THERABRIDGE_TEST_DATA" not in os.environ or not data_folder().is_dir():
        pytest.skip("THERABRIDGE_TEST_DATA names no folder with annomi/ in it")
    return [Transcript(segments) for segments in conversations(data_folder())]


@pytest.mark.quick
def test_quotes_are_found_and_refused_as_often_as_they_have_to_be(real_talk: list[Transcript]) -> None:
    assert real_talk
    command = [sys.executable, "-m", "benchmarks.evidence"]
    table = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert table.returncode == 0, table.stdout + table.stderr


@pytest.mark.quick
def test_real_talk_is_held_only_where_reading_it_confirms_it(real_talk: list[Transcript]) -> None:
    held = [number for number, talk in enumerate(real_talk) if floor(talk, count_roles(talk).roles)]
    assert held == []


def test_no_entry_of_the_floor_is_lost_by_looking_it_up(real_talk: list[Transcript]) -> None:
    lines = {said.line for talk in real_talk for segment in talk.segments for said in utterances(segment.text)}
    for lexicon in [lexicon_of(name) for name in (*KINDS, "idioms", "answers")]:
        assert [line for line in lines if not _finds_all(lexicon, line)] == []


def test_no_entry_of_the_guard_is_lost_by_looking_it_up(real_talk: list[Transcript]) -> None:
    lines = {reading.normalise_line(segment.text) for talk in real_talk for segment in talk.segments}
    for name in sorted(file.stem for file in reading.FOLDER.glob("*.json")):
        lexicon = reading.lexicon(name)
        for line in lines:
            tried = {id(entry) for entry in lexicon.tried(line)}
            missed = [one.pattern for one in lexicon.entries if id(one) not in tried and one.expression.search(line)]
            assert missed == [], line


def _finds_all(lexicon: Lexicon, line: str) -> bool:
    every = [(one, at.start()) for one in lexicon.entries for at in one.expression.finditer(line)]
    return [(found.entry, found.start) for found in lexicon.matches(line)] == every
