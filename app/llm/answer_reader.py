"""Reads the body of a model server's answer, piece by piece and up to a limit, whatever form it comes in."""

import codecs
import json

from app.errors import ModelFailure, ModelUnavailable
from app.llm.completion_parser import CompletionParser, Listener
from app.llm.failures import ADVICE, failed, failure_of_answer
from app.llm.responses_parser import ResponsesParser

MAX_BYTES = 16 * 1024 * 1024
"""A streamed answer has some 300 bytes for each token."""
MAX_EVENT_CHARS = 1024 * 1024
PIECE_BYTES = 4_096
"""How much is read at a time: one piece takes a fraction of a millisecond, for which nothing else runs."""
_STREAM = "text/event-stream"
_DONE = "[DONE]"


class AnswerReader:
    """Takes the bytes of one answer. A stream of server-sent events and one JSON object both become a completion, in
    whichever form it was asked for, of Chat Completions and of the Responses API.
    """

    def __init__(self, content_type: str, listener: Listener | None = None) -> None:
        self.is_complete = False
        self._completion = CompletionParser(listener)
        self._responses = ResponsesParser()
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._is_stream: bool | None = True if _STREAM in content_type.lower() else None
        self._bytes = 0
        self._text = ""
        self._whole: list[str] = []
        self._data: list[str] = []

    def feed(self, piece: bytes) -> None:
        """Read the next piece. Raises ModelFailure if the answer is too long, an error, or no completion."""
        self._bytes += len(piece)
        if self._bytes > MAX_BYTES:
            raise failed("too_long")
        text = self._decoder.decode(piece)
        if self._bytes == len(piece) and text.lstrip().startswith("{"):
            self._is_stream = False  # a whole answer, whatever it is called
        if self._is_stream is None and text.strip():
            self._is_stream = text.lstrip().startswith(("data:", "event:", ":", "id:"))
        if self._is_stream:
            self._read_lines(text)
        else:
            self._whole.append(text)

    def finish(self) -> CompletionParser:
        """Return the completion once all pieces are read. Raises ModelFailure."""
        if self._is_stream:
            self._read_lines("\n\n")
        else:
            self._read_whole("".join(self._whole))
        return self._completion

    def _read_lines(self, text: str) -> None:
        *lines, self._text = (self._text + text).split("\n")
        if len(self._text) > MAX_EVENT_CHARS:
            raise failed("too_long")
        for line in lines:
            self._read_line(line.rstrip("\r"))
            if self.is_complete:
                return

    def _read_line(self, line: str) -> None:
        if line.startswith("data:"):
            self._data.append(line[5:].removeprefix(" "))
        elif not line and self._data:
            data, self._data = "\n".join(self._data), []
            self._read_event(data)

    def _read_event(self, data: str) -> None:
        if data.strip() == _DONE:
            self._end()
        elif data.strip():
            self._read_json(data)
            if self._responses.is_complete:
                self._end()

    def _read_json(self, data: str) -> None:
        """Read an event's data. A ping that is no JSON is skipped, an object that breaks off is a broken stream."""
        try:
            self._completion.take(self._responses.chunk_of(json.loads(data)))
        except (ValueError, RecursionError):
            if data.lstrip().startswith("{") and not self._completion.has_finished:
                raise ModelUnavailable("interrupted", ADVICE["interrupted"]) from None

    def _end(self) -> None:
        self.is_complete = True
        self._completion.end()

    def _read_whole(self, text: str) -> None:
        if text.lstrip().startswith("<"):
            raise failed("wrong_address")
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            # An object that does not end was broken off by the server, or by a proxy before it.
            broken_off = ModelUnavailable("interrupted", ADVICE["interrupted"])
            raise (broken_off if text.lstrip().startswith("{") else failed("malformed")) from None
        self._completion.take(_checked(self._responses.chunk_of(body)))
        self._completion.end()


def _checked(body: object) -> object:
    """Return a body, unless it is an error without the usual `error` around it. Raises ModelFailure."""
    if isinstance(body, dict) and "choices" not in body and not body.get("error"):
        raise _failure_of(body)
    return body


def _failure_of(body: dict[str, object]) -> ModelFailure:
    failure = failure_of_answer(200, body, {})
    return failed("malformed") if failure.reason == "interrupted" else failure
