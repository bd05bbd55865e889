"""The bare alembic command, as an operator types it."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from support.platform_tables import values

from app.store.migrations import PROJECT, head_revision


async def alembic(tmp_path: Path, **environment: str) -> tuple[int | None, str]:
    """The bare command, run from elsewhere: its exit code and what it says."""
    arguments = ("-m", "alembic", "-c", str(PROJECT / "alembic.ini"), "upgrade", "head")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *arguments),
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


@pytest.mark.quick
async def test_the_bare_alembic_command_migrates_the_database_of_the_settings(
    empty_database_url: str, tmp_path: Path
) -> None:
    assert await alembic(tmp_path, DATABASE_URL=empty_database_url) == (0, "")
    assert await values(empty_database_url, "SELECT version_num FROM alembic_version") == [head_revision()]


async def test_the_bare_alembic_command_asks_for_a_database_in_one_line(tmp_path: Path) -> None:
    code, output = await alembic(tmp_path)
    assert code
    assert "DATABASE_URL" in output.strip().splitlines()[-1]
    assert "Traceback" not in output
