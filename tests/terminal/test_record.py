"""The recording command."""

import json
from pathlib import Path

import pytest
from support.inline_command import run_command
from support.sample_visits import GIVEN, visit

from app.errors import Misconfigured
from app.terminal.record import read_histories

BODY = visit(1, speaker_roles=GIVEN)


def written(path: Path, body: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(body))


def test_a_file_is_a_patient_and_a_folder_is_one_with_a_visit_a_file(tmp_path: Path) -> None:
    written(tmp_path / "alone.json", BODY)
    written(tmp_path / "kim" / "b.json", {**BODY, "session_date": "2026-05-01T10:00:00Z"})
    written(tmp_path / "kim" / "a.json", {**BODY, "session_date": "2026-05-09T10:00:00Z"})
    assert [[visit.name for visit in each] for each in read_histories(tmp_path)] == [["alone"], ["kim_b", "kim_a"]]


def test_a_folder_without_visits_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="no visits"):
        read_histories(tmp_path)
    written(tmp_path / "no.json", {"segments": []})
    with pytest.raises(Misconfigured, match="session_date"):
        read_histories(tmp_path)


async def test_the_command_writes_what_is_to_be_answered(database_url: str, tmp_path: Path) -> None:
    written(tmp_path / "visits" / "one.json", BODY)
    words = ("record-sample", "next", "--visits", str(tmp_path / "visits"), "--out", str(tmp_path), "--task", "mood")
    ended = await run_command(*words, DATABASE_URL=database_url)
    request = tmp_path / "requests" / "one" / "mood_analysis.txt"
    assert (ended.code, ended.out) == (0, f"one mood_analysis: to be answered: {request}\n")
    assert request.exists()


async def test_an_unknown_visit_is_refused_with_those_that_there_are() -> None:
    ended = await run_command("record-sample", "next", "--visit", "11")
    assert ended.code == 1
    assert "visit_10" in ended.err
