"""Which processes really are the embedded server and its holders.

Both are known by pids in files, and a pid outlives its process: it may be nobody's, a zombie's, a stranger's.
"""

import json
import time
from importlib import import_module
from pathlib import Path
from typing import Any

HOLDERS = ".handle_pids.json"
PID_FILE = "postmaster.pid"
READY = "ready"
# How far the clock of process start times may lag behind that of files, in seconds.
CLOCKS_APART = 10.0
SECONDS_TO_READY = 10.0


def forget_dead_holders(pgdata: Path) -> None:
    """Strike dead processes from the list of holders; otherwise nobody would ever be the last to leave."""
    path = pgdata / HOLDERS
    if not path.exists():
        return
    living = [pid for pid in _pids_in(path) if _started_before(pid, path.stat().st_mtime + CLOCKS_APART)]
    path.write_text(json.dumps(living))


def forget_dead_server(pgdata: Path) -> None:
    """Remove what a dead server left, so that its pid is not trusted. A live one is waited for.

    Safe even when wrong: PostgreSQL itself refuses a second server on the same data.
    """
    pid_file = pgdata / PID_FILE
    deadline = time.monotonic() + SECONDS_TO_READY
    while pid_file.exists():
        lines = [line.strip() for line in pid_file.read_text().splitlines()]
        if not lines or not _is_server_of(lines[0], pgdata):
            _remove_leftovers(pid_file, lines)
            return
        if lines[-1] == READY or time.monotonic() > deadline:
            return
        time.sleep(0.05)


def _pids_in(path: Path) -> list[int]:
    try:
        return [pid for pid in json.loads(path.read_text()) if isinstance(pid, int)]
    except ValueError:
        return []


def _psutil() -> Any:
    """It comes with the embedded server, has no types, and takes 20 ms to import."""
    return import_module("psutil")


def _started_before(pid: int, moment: float) -> bool:
    """Whether the process lives and is old enough to have put itself on a list written at `moment`."""
    psutil = _psutil()
    try:
        process = psutil.Process(pid)
        return bool(process.status() != psutil.STATUS_ZOMBIE and process.create_time() <= moment)
    except psutil.AccessDenied:
        return True
    except psutil.NoSuchProcess:
        return False


def _is_server_of(pid: str, pgdata: Path) -> bool:
    psutil = _psutil()
    try:
        process = psutil.Process(int(pid))
        return bool(process.status() != psutil.STATUS_ZOMBIE and str(pgdata) in process.cmdline())
    except (psutil.Error, ValueError):
        return False


def _remove_leftovers(pid_file: Path, lines: list[str]) -> None:
    """The pid file, and the lock of the socket: lines 4 and 5 of the file are port and folder."""
    if len(lines) >= 5 and lines[4]:
        (Path(lines[4]) / f".s.PGSQL.{lines[3]}.lock").unlink(missing_ok=True)
    pid_file.unlink(missing_ok=True)
