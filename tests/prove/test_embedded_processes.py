"""The embedded server while processes that hold it are killed or told to stop."""

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store.database import Database
from app.store.embedded import EmbeddedServer, start_embedded

HOLDER = """
import sys, time
from pathlib import Path
from app.store.embedded import start_embedded
start_embedded(Path(sys.argv[1]))
print("ready", flush=True)
time.sleep(3600)
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


def is_running(data_dir: Path) -> bool:
    return (data_dir / "postgres" / "postmaster.pid").exists()


async def answers(server: EmbeddedServer) -> None:
    database = Database(server.url)
    await database.ping()
    await database.close()


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
    other.send_signal(signal.SIGTERM)
    other.communicate()
    assert not is_running(data_dir)


@pytest.mark.quick
def test_sigterm_stops_the_server(data_dir: Path) -> None:
    process = holder(data_dir)
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 0
    assert not is_running(data_dir)
