"""`therabridge analyse FILE` with all generators, as a process."""

import json
from pathlib import Path

import pytest
from support.command_process import run_to_end

from app.generators.registry import generators
from app.sample.visits import sample_visits


@pytest.mark.quick
async def test_one_file_is_taken_through_all_waves(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "visit.json"
    file.write_text(json.dumps(sample_visits()[4].body), encoding="utf-8")
    ended = await run_to_end(tmp_path, "analyse", str(file), DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    results = json.loads(ended.out)
    assert sorted(results) == sorted(generators())
    assert all(envelope["result"] or envelope["reason"] for envelope in results.values())
    assert f"{len(generators())}/{len(generators())}" in ended.err
