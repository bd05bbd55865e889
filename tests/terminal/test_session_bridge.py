"""`therabridge session-bridge PATIENT SESSION`: its result, its progress, its exit codes."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import pytest
from support.command_process import CompletedCommand
from support.inline_command import run_command
from support.pipeline_process import PipelineProcess, running_pipeline
from support.sample_visits import GIVEN, segments

TASK = "session_bridge_generation"
REFUSAL = b'{"error": {"message": "no", "type": "invalid_request_error", "code": "invalid_api_key"}}'


@pytest.fixture
async def works(database_url: str) -> AsyncIterator[PipelineProcess]:
    async with running_pipeline(database_url) as works:
        yield works


@pytest.fixture
def bridge(database_url: str) -> "Command":
    return Command(database_url)


class Command:
    """The command on this test's database."""

    def __init__(self, url: str) -> None:
        self.url = url

    async def __call__(self, patient: UUID | str, session: UUID | str, **environment: str) -> CompletedCommand:
        words = ("session-bridge", str(patient), str(session))
        return await run_command(*words, DATABASE_URL=self.url, **environment)


async def test_it_makes_a_new_version_with_its_metadata_each_time(works: PipelineProcess, bridge: Command) -> None:
    patient, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    for version in (1, 2):
        ended = await bridge(patient, session)
        assert ended.code == 0, ended.err
        told = json.loads(ended.out)
        assert (told["task"], told["session_id"], told["version_number"]) == (TASK, str(session), version)
        assert told["result"]["nextSessionTopics"]
        assert told["generation_metadata"]["compaction_strategy"] == "hierarchical"
    kept = await works.rows("SELECT session_bridge_version_id AS id FROM generation_metadata")
    assert len({row["id"] for row in kept}) == 2


async def test_what_goes_on_is_told_line_by_line_beside_the_result(works: PipelineProcess, bridge: Command) -> None:
    patient, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    begun, built, compacted, *counts, saved, cost, ended, metadata = (await bridge(patient, session)).err.splitlines()
    assert begun == "session bridge generation: started"
    assert built == "context build: success, missing 0, left out 0, sessions 0"
    assert compacted == "compaction: success, strategy hierarchical, shortened 0"
    found = [re.fullmatch(r"session bridge generation: progress (\d+) of at most (\d+)", line) for line in counts]
    done = [int(count[1]) for count in found if count]
    assert len(done) == len(counts) > 0
    assert done == sorted(done)
    assert saved == "version save: success, version number 1"
    assert cost == "cost track: success, calls 1, cost usd 0"
    assert ended == "session bridge generation: success, version number 1"
    assert metadata.startswith("metadata: stored, ")
    assert "sessions analyzed 1, total sessions 1" in metadata


async def test_a_visit_that_says_too_little_ends_with_three(works: PipelineProcess, bridge: Command) -> None:
    said = segments([("A", "How are you?"), ("B", "Fine, thank you.")])
    patient, (session,) = await works.visited(segments=said, speaker_roles=GIVEN)
    await works.analysed(session)
    ended = await bridge(patient, session)
    assert ended.code == 3, ended.err
    assert json.loads(ended.out)["reason"] == "insufficient_data"


async def test_what_cannot_be_done_ends_with_one_and_a_line_that_says_why(
    works: PipelineProcess, bridge: Command
) -> None:
    patient, (session,) = await works.visited(speaker_roles=GIVEN)
    missing = await bridge(patient, session)
    strange = await bridge(await works.patient(), session)
    unknown = await bridge(patient, UUID(int=5))
    for ended, said in ((missing, "deep_analysis"), (strange, "another patient"), (unknown, "No such session")):
        assert ended.code == 1
        assert said in ended.err
        assert "Traceback" not in ended.err
        assert ended.out == ""


async def test_wrong_usage_ends_with_two() -> None:
    for words in ((), ("nobody", "nothing"), (str(UUID(int=1)),)):
        ended = await run_command("session-bridge", *words)
        assert ended.code == 2
        assert "Traceback" not in ended.err


async def test_a_model_that_fails_for_good_ends_with_four(works: PipelineProcess, bridge: Command) -> None:
    patient, (session,) = await works.visited(speaker_roles=GIVEN)
    await works.analysed(session)
    async with refusing() as address:
        ended = await bridge(patient, session, OPENAI_API_KEY="sk-zwiebel", OPENAI_BASE_URL=address)
    assert ended.code == 4, ended.err
    assert "key_rejected" in ended.err
    assert "zwiebel" not in ended.err
    assert await works.rows("SELECT 1 FROM session_bridge_versions") == []


@asynccontextmanager
async def refusing() -> AsyncIterator[str]:
    """The address of a model's server that knows no key."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: {len(REFUSAL)}"
        writer.write(f"{head}\r\nconnection: close\r\n\r\n".encode() + REFUSAL)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()[:2]
    async with server:
        yield f"http://{host}:{port}/v1"
