"""The pid in a server's file is believed only where the process is that server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.embedded_pids import PID_FILE, remove_stale_pid_file


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    yield process
    process.kill()
    process.wait()


def write_pid_file(pgdata: Path, pid: int, ending: str = "ready\n") -> Path:
    (pgdata / ".s.PGSQL.5432.lock").write_text(f"{pid}\n")
    file = pgdata / PID_FILE
    file.write_text(f"{pid}\n{pgdata}\n1\n5432\n{pgdata}\n\n1 1\n{ending}")
    return file


def test_a_pid_that_belongs_to_a_stranger_is_not_the_server(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    file = write_pid_file(tmp_path, stranger.pid)
    remove_stale_pid_file(tmp_path)
    assert not file.exists()
    assert not (tmp_path / ".s.PGSQL.5432.lock").exists()
    assert stranger.poll() is None


def test_a_zombie_is_not_the_server(tmp_path: Path) -> None:
    code = "import sys"
    zombie = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    file = write_pid_file(tmp_path, zombie.pid)
    remove_stale_pid_file(tmp_path)
    assert not file.exists()
    zombie.wait()


@pytest.mark.parametrize("content", ["", "12", "not a pid\n/somewhere\n"])
def test_a_pid_file_that_was_half_written_is_removed(tmp_path: Path, content: str) -> None:
    (tmp_path / PID_FILE).write_text(content and content.replace("12", "999999999"))
    remove_stale_pid_file(tmp_path)
    assert not (tmp_path / PID_FILE).exists()


def test_a_living_server_is_left_alone(tmp_path: Path) -> None:
    code = "import time; print('begun', flush=True); time.sleep(3600)"
    with subprocess.Popen([sys.executable, "-c", code, "-D", str(tmp_path)], stdout=subprocess.PIPE) as server:
        assert server.stdout
        server.stdout.readline()  # before that its command line may not be there yet
        file = write_pid_file(tmp_path, server.pid)
        remove_stale_pid_file(tmp_path)
        server.kill()
    assert file.exists()
