"""An answer is read up to a limit, in pieces of any size. Its forms are in test_model_server_answers.py."""

import pytest
from support.tables import each_row

from app.errors import ModelFailed
from app.llm import answer_reader
from app.llm.answer_reader import AnswerReader

EVENT = 'data: {"choices": [{"index": 0, "delta": {"content": "é…"}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n'


def read(body: bytes, size: int, content_type: str = "text/event-stream") -> AnswerReader:
    reader = AnswerReader(content_type)
    for at in range(0, len(body), size):
        reader.feed(body[at : at + size])
    return reader


@each_row("size", [1, 2, 3, 17, 1_000])
def test_letters_and_lines_may_be_cut_anywhere(size: int) -> None:
    reader = read(EVENT.encode(), size)
    assert reader.is_complete
    assert reader.finish().reply().text == "é…"


def test_too_many_bytes_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_reader, "MAX_BYTES", 100)
    for content_type in ("text/event-stream", "application/json"):
        with pytest.raises(ModelFailed) as caught:
            read(b" " * 101, 50, content_type)
        assert caught.value.reason == "too_long"


def test_an_event_without_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_reader, "MAX_EVENT_CHARS", 100)
    with pytest.raises(ModelFailed):
        read(b"data: " + b"x" * 200, 20)


def test_the_form_is_seen_where_the_content_type_says_nothing() -> None:
    assert read(EVENT.encode(), 7, "").finish().reply().text == "é…"
    assert read(b' {"choices": [{"message": {"content": "x"}}]}', 7, "").finish().reply().text == "x"
