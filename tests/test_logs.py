"""Log lines hold no traceback, no exception's words, no query, and no value that a library shows."""

import asyncio
import logging
import sys
import threading
import warnings

import pytest
from support.process_logs import process_log

from app.logs import DiscreetFormatter, WithoutQuery

SAID = "what a patient said"


def record(exc: bool = True, **more: object) -> logging.LogRecord:
    info = sys.exc_info() if exc else None
    return logging.LogRecord("a", logging.ERROR, __file__, 1, "it failed", (), info, **more)  # type: ignore[arg-type] # as logging calls it


def test_an_exception_is_its_class_and_its_place() -> None:
    try:
        raise RuntimeError(SAID)  # noqa: TRY301 - it has to have a place
    except RuntimeError:
        failed = record()
    logging.Formatter().format(failed)  # leaves a traceback on the record, as another handler would
    written = DiscreetFormatter("%(message)s").format(failed)
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
    with process_log("WARNING") as written:
        logging.getLogger("app.x").warning("heard")
        logging.getLogger("app.x").info("not heard")
        logging.getLogger("library").info("not heard")
    assert "WARNING app.x heard" in written.getvalue()
    assert "not heard" not in written.getvalue()
    assert capsys.readouterr().out == ""


def test_at_debug_our_own_loggers_speak_and_those_of_libraries_do_not() -> None:
    bold = logging.getLogger("bold_library.sse")
    bold.setLevel(logging.DEBUG)
    with process_log("DEBUG") as written:
        logging.getLogger("app.x").debug("ours")
        for name in ("sse_starlette.sse", "openai._base_client", "application", bold.name):
            logging.getLogger(name).debug("chunk: %s", SAID)
        logging.getLogger("some.library").info("from INFO on")
    bold.setLevel(logging.NOTSET)
    assert "DEBUG app.x ours" in written.getvalue()
    assert "INFO some.library from INFO on" in written.getvalue()
    assert SAID not in written.getvalue()


async def test_a_task_whose_failure_nobody_looked_at_is_told_without_its_words() -> None:
    async def fails() -> None:
        raise RuntimeError(SAID)

    with process_log("DEBUG") as written:
        task = asyncio.ensure_future(fails())
        await asyncio.wait([task])
        context = {"message": "Task exception was never retrieved", "exception": task.exception(), "future": task}
        asyncio.get_running_loop().default_exception_handler(context)
        logging.getLogger("asyncio").warning("Executing %s took %.3f seconds", task, 0.2)
    assert "Task exception was never retrieved" in written.getvalue()
    assert "Executing a task took 0.200 seconds" in written.getvalue()
    assert "RuntimeError at " in written.getvalue()
    assert SAID not in written.getvalue()


def test_a_warning_is_its_class_and_its_place() -> None:
    with warnings.catch_warnings(), process_log("DEBUG") as written:
        warnings.simplefilter("always")
        warnings.warn(SAID, UserWarning, stacklevel=1)
    assert f"{__file__}:" in written.getvalue()
    assert "UserWarning" in written.getvalue()
    assert SAID not in written.getvalue()


def test_what_ends_a_process_or_a_thread_is_its_class_and_its_place() -> None:
    def fails() -> None:
        raise RuntimeError(SAID)

    with process_log("INFO") as written:
        thread = threading.Thread(target=fails)
        thread.start()
        thread.join()
        try:
            fails()
        except RuntimeError as error:
            sys.excepthook(RuntimeError, error, error.__traceback__)
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert written.getvalue().count("RuntimeError at ") == 2
    assert "Traceback" not in written.getvalue()
    assert SAID not in written.getvalue()
