"""`therabridge demo --exit` and `therabridge analyse FILE` with all ten generators, as processes."""

import json
from pathlib import Path

import pytest
from processes import command

from app.generators.registry import generators
from app.sample.visits import sample_visits
from app.serving import listen


@pytest.mark.timeout(180)
async def test_the_demo_shows_everything_and_ends(database_url: str, tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    ended = await command(tmp_path, "demo", "--exit", "--port", port, DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    for part in ("100/100", "Mood, 0 to 10", "Your Journey", "Session Bridge", "Version 10", "recorded calls at each"):
        assert part in ended.out
    for task in generators():
        assert task in ended.out
    assert "?" in ended.out.split("To share")[1].splitlines()[1], "a suggestion is marked as one"


async def test_one_file_is_taken_through_all_waves(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "visit.json"
    file.write_text(json.dumps(sample_visits()[4].body), encoding="utf-8")
    ended = await command(tmp_path, "analyse", str(file), DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    results = json.loads(ended.out)
    assert list(results) == list(generators())
    assert all(envelope["result"] or envelope["reason"] for envelope in results.values())
    assert "10/10" in ended.err
