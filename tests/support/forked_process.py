"""Commands in processes of their own, forked from one that has imported what commands need: a fresh interpreter takes
two seconds of a processor before it does anything, and the tests start hundreds."""

import asyncio
import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

_FORKED = multiprocessing.get_context("forkserver")
_FORKED.set_forkserver_preload(["support.preloaded_modules"])


async def forked(
    words: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    out: Path,
    err: Path | None = None,
    module: str = "app.cli",
) -> BaseProcess:
    """Start `python -m module words` in a folder, with this environment and no other; what it prints is appended to
    files, by default to one."""
    process = _FORKED.Process(target=_run, args=(module, list(words), dict(environment), folder, out, err), daemon=True)
    await asyncio.to_thread(process.start)
    return process


def _run(module: str, words: list[str], environment: dict[str, str], folder: Path, out: Path, err: Path | None) -> None:
    for number, path in ((1, out), (2, err or out)):
        with path.open("ab", buffering=0) as file:
            os.dup2(file.fileno(), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update({"SSL_CERT_DIR": os.devnull, **environment})  # as in conftest.py
    sys.argv = [module, *words]
    sys.modules.pop(module, None)  # or it is warned of, as it is about to run as the main module
    runpy.run_module(module, run_name="__main__", alter_sys=True)
