"""Log lines hold no traceback, no exception's words, and no query."""

import logging
import sys

import pytest

from app.logs import Discreet, WithoutQuery, configure


def record(exc: bool = True, **more: object) -> logging.LogRecord:
    info = sys.exc_info() if exc else None
    return logging.LogRecord("a", logging.ERROR, __file__, 1, "it failed", (), info, **more)  # type: ignore[arg-type] # as logging calls it


def test_an_exception_is_its_class_and_its_place() -> None:
    try:
        raise RuntimeError("what a patient said")  # noqa: TRY301 - it has to have a place
    except RuntimeError:
        failed = record()
    logging.Formatter().format(failed)  # leaves a traceback on the record, as another handler would
    written = Discreet("%(message)s").format(failed)
    assert written.startswith("it failed\nRuntimeError at ")
    assert __file__ in written
    assert "patient" not in written
    assert "Traceback" not in written


def test_the_query_of_a_request_is_not_logged() -> None:
    line = logging.LogRecord(
        "uvicorn.access", logging.INFO, "", 1, '%s "%s %s" %d', ("127.0.0.1:1", "GET", "/v1/costs?x=secret", 200), None
    )
    assert WithoutQuery().filter(line)
    assert line.getMessage() == '127.0.0.1:1 "GET /v1/costs" 200'


def test_all_lines_go_to_stderr_from_a_level_on(capsys: pytest.CaptureFixture[str]) -> None:
    root, access = logging.getLogger(), logging.getLogger("uvicorn.access")
    before, level = root.handlers[:], root.level
    try:
        configure("WARNING")
        logging.getLogger("app.x").warning("heard")
        logging.getLogger("app.x").info("not heard")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
        access.filters.clear()
    said = capsys.readouterr()
    assert "WARNING app.x heard" in said.err
    assert "not heard" not in said.err
    assert said.out == ""
