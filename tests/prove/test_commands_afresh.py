"""Commands in interpreters of their own, which have loaded nothing but what the command asks for."""

import asyncio
import os
import sys
from pathlib import Path

from support.pipeline_process import running_pipeline
from support.sample_visits import GIVEN

from app.generators.registry import generators

PROJECT = Path(__file__).parents[2]
SCREENED = ("mood_analysis", "risk_screen")


async def afresh(url: str, *words: str) -> tuple[int | None, str, str]:
    """How `therabridge words` ends on a database, and what it says."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "COLUMNS": "120", "PYTHONPATH": str(PROJECT)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.cli", *words),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def test_reports_know_every_generator_as_the_web_process_does(database_url: str) -> None:
    async with running_pipeline(database_url) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        for task in SCREENED:
            await works.done(session, task)
        await works.rows("UPDATE model_calls SET task = 'crystal_gazing' WHERE task = 'mood_analysis'")
        calls = len(await works.rows("SELECT 1 FROM model_calls"))
    savings, quality = await asyncio.gather(afresh(database_url, "savings"), afresh(database_url, "quality"))

    for code, _, err in (savings, quality):
        assert (code, "Traceback" in err) == (0, False), err
    assert f"{calls - 1} recorded calls" in savings[1]
    assert "Left out: 1 calls" in savings[1]
    for task in SCREENED:
        assert task.replace("_", " ") in quality[1].replace("_", " ")
    assert set(SCREENED) <= set(generators())
