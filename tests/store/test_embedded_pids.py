"""Pids in files are believed only as far as the processes bear them out."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.embedded_pids import HOLDERS, PID_FILE, forget_dead_holders, forget_dead_server


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def dead_pid() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def write_pid_file(pgdata: Path, pid: int, ending: str = "ready\n") -> Path:
    (pgdata / ".s.PGSQL.5432.lock").write_text(f"{pid}\n")
    file = pgdata / PID_FILE
    file.write_text(f"{pid}\n{pgdata}\n1\n5432\n{pgdata}\n\n1 1\n{ending}")
    return file


def test_a_pid_that_belongs_to_a_stranger_is_not_the_server(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    file = write_pid_file(tmp_path, stranger.pid)
    forget_dead_server(tmp_path)
    assert not file.exists()
    assert not (tmp_path / ".s.PGSQL.5432.lock").exists()
    assert stranger.poll() is None


def test_a_zombie_is_not_the_server(tmp_path: Path) -> None:
    code = "import sys"
    zombie = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    os.waitid(os.P_PID, zombie.pid, os.WEXITED | os.WNOWAIT)
    file = write_pid_file(tmp_path, zombie.pid)
    forget_dead_server(tmp_path)
    assert not file.exists()
    zombie.wait()


@pytest.mark.parametrize("content", ["", "12", "not a pid\n/somewhere\n"])
def test_a_pid_file_that_was_half_written_is_removed(tmp_path: Path, content: str) -> None:
    (tmp_path / PID_FILE).write_text(content and content.replace("12", "999999999"))
    forget_dead_server(tmp_path)
    assert not (tmp_path / PID_FILE).exists()


def test_a_living_server_is_left_alone(tmp_path: Path) -> None:
    code = "import time; print('begun', flush=True); time.sleep(3600)"
    with subprocess.Popen([sys.executable, "-c", code, "-D", str(tmp_path)], stdout=subprocess.PIPE) as server:
        assert server.stdout
        server.stdout.readline()  # before that its command line may not be there yet
        file = write_pid_file(tmp_path, server.pid)
        forget_dead_server(tmp_path)
        server.kill()
    assert file.exists()


def test_dead_holders_are_struck_from_the_list(tmp_path: Path, dead_pid: int) -> None:
    (tmp_path / HOLDERS).write_text(json.dumps([dead_pid, os.getpid()]))
    forget_dead_holders(tmp_path)
    assert json.loads((tmp_path / HOLDERS).read_text()) == [os.getpid()]


def test_a_process_younger_than_the_list_is_not_a_holder(tmp_path: Path, stranger: subprocess.Popen[bytes]) -> None:
    holders = tmp_path / HOLDERS
    holders.write_text(json.dumps([stranger.pid]))
    os.utime(holders, (1_000_000, 1_000_000))
    forget_dead_holders(tmp_path)
    assert json.loads(holders.read_text()) == []


def test_a_list_that_cannot_be_read_names_nobody(tmp_path: Path) -> None:
    (tmp_path / HOLDERS).write_text("[1, ")
    forget_dead_holders(tmp_path)
    assert json.loads((tmp_path / HOLDERS).read_text()) == []
