"""A command run in a thread of this process: its output and exit code, without another interpreter."""

import asyncio
import io
import os
import runpy
import sys
from contextlib import ExitStack, redirect_stderr, redirect_stdout
from unittest import mock

from app import cli, settings
from support.command_process import CompletedCommand


async def run_command(*words: str, module: str | None = None, **environment: str) -> CompletedCommand:
    """Run `therabridge words`, or `python -m module words`, with these variables of the environment."""
    return await asyncio.to_thread(_run, list(words), module, environment)


def _run(words: list[str], module: str | None, environment: dict[str, str]) -> CompletedCommand:
    out, err = io.StringIO(), io.StringIO()
    with ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, {"COLUMNS": "120", **environment}))
        stack.enter_context(mock.patch.object(sys, "argv", ["therabridge", *words]))
        # Handlers of signals and of log lines belong to the process of the tests.
        stack.enter_context(mock.patch("app.serving.exit_on_sigterm"))
        stack.enter_context(mock.patch("app.logs.configure"))
        stack.enter_context(redirect_stdout(out))
        stack.enter_context(redirect_stderr(err))
        settings.get_settings.cache_clear()
        try:
            code = _exit_code(module)
        finally:
            settings.get_settings.cache_clear()
    return CompletedCommand(code, out.getvalue(), err.getvalue())


def _exit_code(module: str | None) -> int:
    try:
        runpy.run_module(module, run_name="__main__") if module else cli.main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0
