"""Whether the process in a server's pid file is that server: a pid outlives its process, and may be somebody else's."""

import time
from importlib import import_module
from pathlib import Path

PID_FILE = "postmaster.pid"
READY = "ready"
SECONDS_TO_READY = 10.0


def remove_stale_pid_file(pgdata: Path) -> None:
    """Remove what a dead server left, so that its pid is not trusted; a live one is waited for.

    Safe even when wrong: PostgreSQL itself refuses a second server on the same data.
    """
    pid_file = pgdata / PID_FILE
    deadline = time.monotonic() + SECONDS_TO_READY
    while pid_file.exists():
        lines = [line.strip() for line in pid_file.read_text().splitlines()]
        if not lines or not _is_server_of(lines[0], pgdata):
            _remove(pid_file, lines)
        elif lines[-1] == READY or time.monotonic() > deadline:
            return
        else:
            time.sleep(0.05)


def _is_server_of(pid: str, pgdata: Path) -> bool:
    psutil = import_module("psutil")  # it comes with the embedded server, has no types, and takes 20 ms to import
    try:
        process = psutil.Process(int(pid))
        return bool(process.status() != psutil.STATUS_ZOMBIE and str(pgdata) in process.cmdline())
    except (psutil.Error, ValueError):
        return False


def _remove(pid_file: Path, lines: list[str]) -> None:
    """The pid file, and the lock of the socket: lines 4 and 5 of the file are port and folder."""
    if len(lines) >= 5 and lines[4]:
        (Path(lines[4]) / f".s.PGSQL.{lines[3]}.lock").unlink(missing_ok=True)
    pid_file.unlink(missing_ok=True)
