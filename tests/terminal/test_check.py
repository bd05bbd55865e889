"""Lines tried on the floor: JSON lines in, JSON lines out, in order."""

import json
from pathlib import Path

import pytest
from support.command_process import run_to_end

from app.errors import Misconfigured
from app.terminal.check import judge_risk, judge_share, run_check

ASKED = ["therapist", "Have you thought about killing yourself?"]


def answered(folder: Path, capsys: pytest.CaptureFixture[str], *lines: str) -> list[object]:
    file = folder / "lines.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    run_check(judge_risk, file)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_has_its_answer_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talks = [
        [["patient", "I want to kill myself."]],
        [["patient", "It rained."]],
        [ASKED, ["patient", "No, never."]],
        [ASKED, ["patient", "Can we talk about work?"]],
    ]
    told = answered(tmp_path, capsys, *(json.dumps({"turns": turns}) for turns in talks), "")
    states = ["disclosed", "not_assessed", "denied_when_asked", "indeterminate"]
    assert told == [
        {"state": state, "findings": [{"kind": "suicidal_thoughts", "state": state}] if state != states[1] else []}
        for state in states
    ]


def test_what_is_no_talk_is_said_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = json.dumps({"turns": [ASKED]})
    for bad in ["{", "[]", "{}", '{"turns": 1}', '{"turns": [["nobody", "a"]]}', '{"turns": [["patient", 1]]}']:
        with pytest.raises(Misconfigured, match="line 2"):
            answered(tmp_path, capsys, good, bad)
    with pytest.raises(Misconfigured, match="cannot be read"):
        run_check(judge_risk, tmp_path / "nowhere")


async def test_the_command_needs_no_database_and_no_model(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_text(json.dumps({"turns": [["patient", "I want to die."]]}), encoding="utf-8")
    ended = await run_to_end(tmp_path, "check", "risk", str(file))
    assert (ended.code, json.loads(ended.out)["state"], ended.err) == (0, "disclosed", "")


def shared(folder: Path, capsys: pytest.CaptureFixture[str], *lines: object) -> list[object]:
    file = folder / "lines.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    run_check(judge_share, file)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_text_is_kept_or_withheld_by_the_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = shared(
        tmp_path,
        capsys,
        {"place": "letter", "text": "You slept.  You rested."},
        {"place": "letter", "text": "You slept. You told Robert."},
        {"place": "progress", "text": "You slept twice."},
        {"place": "letter", "text": "You told Robert.", "turns": [["patient", "I told Robert."]]},
        {"place": "letter", "text": ""},
    )
    assert told == [
        {"kept": "You slept.  You rested.", "withheld": []},
        {"kept": "You slept.", "withheld": [{"text": "You told Robert.", "reason": "withheld_name"}]},
        {"kept": None, "withheld": [{"text": "You slept twice.", "reason": "withheld_quantity"}]},
        {"kept": "You told Robert.", "withheld": []},
        {"kept": "", "withheld": []},
    ]


def test_what_is_no_text_is_said_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = {"place": "letter", "text": "You slept."}
    for bad in [{"text": "a"}, {"place": "wall", "text": "a"}, {"place": "topic", "text": 1}, {**good, "turns": 1}]:
        with pytest.raises(Misconfigured, match="line 2"):
            shared(tmp_path, capsys, good, bad)
