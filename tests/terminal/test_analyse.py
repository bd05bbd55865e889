"""One transcript file through the waves; nothing of it is kept."""

import asyncio
import json
from pathlib import Path

import pytest
from sqlalchemy import text
from support.sample_visits import visit

from app.errors import Misconfigured
from app.settings import Settings
from app.store.database import Database
from app.terminal.analyse import run_analysis


async def test_results_are_printed_and_nothing_is_kept_in_a_database_that_was_empty(
    empty_database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.json"
    file.write_text(json.dumps({"segments": visit(1)["segments"]}), encoding="utf-8")

    await asyncio.to_thread(run_analysis, Settings.model_validate({"database_url": empty_database_url}), file)

    results = json.loads(capsys.readouterr().out)
    assert set(results) >= {"mood_analysis", "roadmap_generation"}
    without = {task: envelope["reason"] for task, envelope in results.items() if envelope and not envelope["result"]}
    assert without == {"prose_generation": "needs_a_model"}
    database = Database(empty_database_url)
    async with database.snapshot() as db:
        assert await db.scalar(text("SELECT count(*) FROM patients")) == 0
    await database.close()


async def test_a_file_that_is_none_is_said_in_one_line(database_url: str, tmp_path: Path) -> None:
    file, settings = tmp_path / "visit.json", Settings.model_validate({"database_url": database_url})
    for content, said in (
        (b"{", "cannot be read"),
        (b"[]", "no object"),
        (b"\xff", "cannot be read"),
        (b'{"segments": []}', "refused"),
    ):
        file.write_bytes(content)
        with pytest.raises(Misconfigured, match=said) as wrong:
            await asyncio.to_thread(run_analysis, settings, file)
        assert "\n" not in wrong.value.detail
