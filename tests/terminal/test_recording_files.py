"""Requests and answers of a recording, as files."""

import json
from pathlib import Path

from app.terminal.recording_files import Exchange, RecordingFiles

MESSAGES = [{"role": "system", "content": "Do."}, {"role": "user", "content": "<transcript>"}]


def asked(content: str = "<transcript>") -> Exchange:
    exchange = Exchange("visit_01", "mood_analysis", {"type": "object"})
    exchange.asked([MESSAGES[0], {"role": "user", "content": content}])
    return exchange


def answer(folder: Path, text: str, name: str = "mood_analysis") -> Path:
    path = folder / "answers" / "visit_01" / f"{name}.json"
    path.write_text(text)
    return path


def test_a_request_without_an_answer_is_written_word_for_word_with_its_schema(tmp_path: Path) -> None:
    exchange = asked()
    assert RecordingFiles(tmp_path).answered(exchange, takes=True) is None
    written = (tmp_path / "requests" / "visit_01" / "mood_analysis.txt").read_text()
    for part in ("=== system ===\nDo.", "=== user ===\n<transcript>", json.dumps({"type": "object"}, indent=1)):
        assert part in written
    assert exchange.unanswered


def test_an_answer_is_taken_for_the_request_that_was_answered(tmp_path: Path) -> None:
    files = RecordingFiles(tmp_path)
    files.answered(asked(), takes=False)
    answer(tmp_path, "{}")
    assert files.answered(asked(), takes=False) is None, "not before it is to be taken"
    assert files.answered(asked(), takes=True) == "{}"


def test_an_answer_to_a_request_that_has_changed_is_put_aside(tmp_path: Path) -> None:
    files = RecordingFiles(tmp_path)
    files.answered(asked(), takes=False)
    path, changed = answer(tmp_path, "{}"), asked("<another>")
    assert files.answered(changed, takes=True) is None
    assert (path.exists(), path.with_name("mood_analysis.json.outdated").exists()) == (False, True)
    assert "changed" in changed.told


def test_a_repair_turn_has_files_of_its_own_and_tells_what_was_wrong(tmp_path: Path) -> None:
    files = RecordingFiles(tmp_path)
    files.answered(asked(), takes=False)
    answer(tmp_path, "{}")
    exchange = asked()
    files.answered(exchange, takes=True)
    exchange.asked([*exchange.messages, {"role": "assistant", "content": "{}"}, {"role": "user", "content": "- wrong"}])
    assert files.answered(exchange, takes=True) is None
    assert (tmp_path / "requests" / "visit_01" / "mood_analysis.repair_1.txt").exists()
    assert "- wrong" in exchange.told
