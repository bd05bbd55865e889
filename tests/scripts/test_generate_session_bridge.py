"""The script is the command under another name."""

import json

from support.inline_command import run_command
from support.pipeline_process import running_pipeline
from support.sample_visits import GIVEN

SCRIPT = "app.scripts.generate_session_bridge"


async def test_the_script_does_what_the_command_does(database_url: str) -> None:
    async with running_pipeline(database_url) as works:
        patient, (session,) = await works.visited(speaker_roles=GIVEN)
        await works.analysed(session)
        ended = await run_command(str(patient), str(session), module=SCRIPT, DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["version_number"] == 1
    assert "session bridge generation: success" in ended.err
    assert ended.err.splitlines()[-1].startswith("metadata: stored")


async def test_wrong_usage_ends_with_two() -> None:
    assert [(await run_command(*words, module=SCRIPT)).code for words in ((), ("nobody", "nothing"))] == [2, 2]
