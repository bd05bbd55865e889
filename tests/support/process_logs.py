"""The log of a process, configured as its commands do, and taken back after the test."""

import io
import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from app.logs import QUIET, configure_logging

TOUCHED = ("app", "uvicorn", "uvicorn.error", "uvicorn.access", "py.warnings", *QUIET)


@contextmanager
def process_log(level: str) -> Iterator[io.StringIO]:
    """What a process that logs at `level` writes to stderr while the block lasts."""
    root, written = logging.getLogger(), io.StringIO()
    loggers = [logging.getLogger(name) for name in TOUCHED]
    before = [(each, each.level, each.handlers[:], each.propagate, each.filters[:]) for each in (root, *loggers)]
    hooks, stderr = (sys.excepthook, threading.excepthook), sys.stderr
    sys.stderr, root.handlers = written, []  # taken off first, or the configuration would close a test's own
    try:
        configure_logging(level)
        yield written
    finally:
        sys.stderr, (sys.excepthook, threading.excepthook) = stderr, hooks
        logging.captureWarnings(capture=False)
        for logger, level_before, handlers, propagate, filters in before:
            logger.setLevel(level_before)
            logger.handlers, logger.propagate, logger.filters = handlers, propagate, filters
