"""The demo, as one runs it; twice it works twice."""

from pathlib import Path

import pytest
from support.command_process import command

from app.generators.registry import generators
from app.serving import listen


@pytest.mark.parametrize("times", [2])
async def test_the_sample_patient_goes_through_the_waves(database_url: str, tmp_path: Path, times: int) -> None:
    with listen("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    for _ in range(times):
        ended = await command(tmp_path, "demo", "--exit", "-v", "--offline", "--port", port, DATABASE_URL=database_url)
        assert ended.code == 0, ended.err
        every_step = f"{10 * len(generators())}/{10 * len(generators())}"
        for part in (
            "offline engine",
            every_step,
            "Mood, 0 to 10",
            "Your Journey",
            "Session Bridge",
            "Version 10",
            "Cost (offline engine)",
            "recorded calls at each tier",
            "Stored results, by engine: offline",
            "Voice",
            "Memory: visits held",
            *generators(),
        ):
            assert part in ended.out
        assert "?" in ended.out.split("To share")[1].splitlines()[1], "a suggestion is marked as one"
