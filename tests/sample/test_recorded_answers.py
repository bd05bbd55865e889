"""Recorded answers are read as they were written."""

from pathlib import Path

from app.sample.recorded_answers import RecordedAnswer, read_answers, write_answer


def test_what_is_written_is_read_again_word_for_word(tmp_path: Path) -> None:
    kept = [
        RecordedAnswer("visit_01", "mood_analysis", "v1", ('{"answer": {"text": "naïve"}}',)),
        RecordedAnswer("visit_02", "prose_generation", "v2", ("no JSON", '{"answer": null}')),
    ]
    for one in kept:
        write_answer(tmp_path, one)
    assert read_answers(tmp_path) == kept
    assert kept[1].final == '{"answer": null}'


def test_nothing_is_recorded_where_there_is_no_folder(tmp_path: Path) -> None:
    assert read_answers(tmp_path / "recorded") == []
