"""The script is the command under another name."""

import json
from pathlib import Path

import pytest
from support.command_process import command
from support.pipeline_process import working
from support.sample_visits import GIVEN

SCRIPT = "app.scripts.generate_session_bridge"


async def test_the_script_does_what_the_command_does(database_url: str, tmp_path: Path) -> None:
    async with working(database_url) as works:
        patient, (session,) = await works.visited(speaker_roles=GIVEN)
        await works.analysed(session)
        ended = await command(tmp_path, str(patient), str(session), module=SCRIPT, DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["version_number"] == 1
    assert "session bridge generation: success" in ended.err
    assert ended.err.splitlines()[-1].startswith("metadata: stored")


@pytest.mark.parametrize("words", [(), ("nobody", "nothing")])
async def test_wrong_usage_ends_with_two(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert (await command(tmp_path, *words, module=SCRIPT)).code == 2
