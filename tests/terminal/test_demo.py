"""The demo, as one runs it; twice it works twice."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from app.serving import listen


@pytest.mark.parametrize("times", [2])
async def test_the_sample_patient_goes_through_the_waves(database_url: str, tmp_path: Path, times: int) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "DATABASE_URL": database_url,
        "COLUMNS": "120",
    }
    with listen("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    for _ in range(times):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from app.cli import main; main()", "demo", "--exit", "--port", port),
            cwd=tmp_path,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
        said = out.decode()
        assert process.returncode == 0, err.decode()
        for part in (
            "offline engine",
            "Mood, 0 to 10",
            "Your Journey",
            "Session Bridge",
            "Version 10",
            "Cost (offline engine)",
        ):
            assert part in said
