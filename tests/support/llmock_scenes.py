"""Generators played against llmock: a process of its own, spoken to over TCP, that breaks as it is told to.

llmock fills each task's schema with words of its own, keeps a journal of what it was sent, and judges the client.
"""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest

from app.errors import ModelFailure
from app.generators.generation import Generation
from app.generators.generation_attempt import AttemptTerms
from app.generators.registry import generators_by_task
from app.generators.specimen import SPECIMEN
from app.llm.clients import AsyncOpenAI, OpenAI
from app.llm.endpoint import Endpoint
from app.llm.ledger import AsyncMemoryLedger, MemoryLedger
from app.sample.visits import read_sample_visits
from app.therapy.roles import infer_roles_from_pronouns
from app.therapy.transcript import Transcript

_SAMPLE = Transcript(read_sample_visits()[5].segments)
_NOTES = tuple(
    replace(note, text="Walk on three more days, each time before breakfast") if note.kind == "action items" else note
    for note in SPECIMEN.notes
)
"""With actions that fit on no line as they are, so that a model is asked for one."""
VISIT = replace(SPECIMEN, transcript=_SAMPLE, roles=infer_roles_from_pronouns(_SAMPLE).roles, notes=_NOTES)
TASKS = sorted(generators_by_task())
CLIENTS = BLOCKING, AWAITING = "blocking", "awaiting"
SECONDS_LEFT = 0.5
"""Of a task's time, where it is to run out. The clock stands still there: each call has that long, on any machine."""
NEVER_SECONDS = 60
"""After which llmock would answer, were anybody still there."""

UNKEPT = httpx2.Limits(max_connections=1000, max_keepalive_connections=0)
"""A connection that is kept may be closed by the server in the moment in which it is used again; the call is then made
twice, and both are on the ledger."""

Json = dict[str, Any]


def streams(task: str) -> bool:
    return generators_by_task()[task].declared.wave == 3


@dataclass(frozen=True)
class Scene:
    """What befalls a generation: llmock's behaviours in turn, and the ledger's lines that they leave."""

    behaviors: tuple[Json, ...] = ()
    lines: tuple[str, ...] = ()
    streamed: bool = False
    """Whether it can befall a streamed answer only."""
    ends: str | None = None
    """Why the generation fails, where no answer can come of it."""
    late: bool = False
    """Whether nearly all of the task's time is gone at the start."""

    def befalls(self, task: str) -> bool:
        return not self.streamed or streams(task)


def broken(kind: str, **more: object) -> tuple[Json, ...]:
    return ({"type": "stream_fault", "kind": kind, "after_chunks": 3, **more},)


SCENES = {
    "undisturbed": Scene(),
    "rate-limited": Scene(({"type": "fail", "status": 429, "retry_after": 1},), ("rate_limited",)),
    "down": Scene(({"type": "fail", "status": 503, "retry_after": 1},), ("overloaded",)),
    "down-without-a-time": Scene(({"type": "fail", "status": 500},), ("interrupted",)),
    "down-for-good": Scene(
        ({"type": "fail", "status": 503, "retry_after": 0, "times": 9},), ("overloaded",) * 3, ends="overloaded"
    ),
    "rejected": Scene(({"type": "fail", "status": 400},), ("rejected",), ends="rejected"),
    "key-rejected": Scene(({"type": "fail", "status": 401},), ("key_rejected",), ends="key_rejected"),
    "slow": Scene(({"type": "delay", "seconds": 0.2},)),
    "too-slow": Scene(({"type": "delay", "seconds": NEVER_SECONDS},), ("deadline",), ends="deadline", late=True),
    "slow-to-start": Scene(({"type": "slow_first_token", "seconds": 0.2},), streamed=True),
    "disconnected": Scene(broken("disconnect"), ("interrupted",), streamed=True),
    "truncated": Scene(broken("truncate"), ("interrupted",), streamed=True),
    "corrupted": Scene(broken("malformed"), ("interrupted",), streamed=True),
    "stalled": Scene(broken("stall", stall_seconds=0.2), streamed=True),
    "stalled-for-good": Scene(
        broken("stall", stall_seconds=NEVER_SECONDS), ("deadline",), streamed=True, ends="deadline", late=True
    ),
}
PLAYS = [(name, task) for name, scene in SCENES.items() for task in TASKS if scene.befalls(task)]


def _standing_still() -> float:
    """Each request has all of its seconds, however busy this machine is."""
    return 0.0


@dataclass
class Play:
    """One generator in one scene with one client: what it came to, what the ledger has, what llmock's journal has.

    The model's name is the play's own: by it llmock knows whom a behaviour is meant for.
    """

    scene: str
    task: str
    client: str
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    generation: Generation[Any] | None = None
    failure: ModelFailure | None = None
    journal: list[Json] = field(default_factory=list)

    @property
    def model(self) -> str:
        return f"{self.scene}.{self.task}.{self.client}"

    @property
    def behaviors(self) -> list[Json]:
        return [{**each, "match": {"model": self.model}} for each in SCENES[self.scene].behaviors]

    @property
    def comes_to(self) -> object:
        made = self.generation
        told = made and (made.answer, made.result, made.reason, made.evidence, made.dropped)
        return told, self.failure and (type(self.failure), self.failure.reason, self.failure.detail)

    @property
    def lines(self) -> list[str]:
        return [line.outcome for line in self.ledger.closed]

    def run(self, client: OpenAI) -> None:
        generator_class: Any = generators_by_task()[self.task]
        terms = AttemptTerms(ledger=self.ledger, seconds=self._seconds, clock=_standing_still)
        try:
            self.generation = generator_class(client=client, endpoint=self._endpoint).generate(VISIT, terms)
        except ModelFailure as failure:
            self.failure = failure

    async def arun(self, client: AsyncOpenAI) -> None:
        generator_class: Any = generators_by_task()[self.task]
        terms = AttemptTerms(async_ledger=AsyncMemoryLedger(self.ledger), seconds=self._seconds, clock=_standing_still)
        try:
            self.generation = await generator_class(client=client, endpoint=self._endpoint).generate(VISIT, terms)
        except ModelFailure as failure:
            self.failure = failure

    @property
    def _endpoint(self) -> Endpoint:
        return Endpoint("compatible", local_model=self.model)

    @property
    def _seconds(self) -> float | None:
        return SECONDS_LEFT if SCENES[self.scene].late else None


@dataclass
class Played:
    """All plays, by scene, task and client, and what `llmock report` says of the client that played them."""

    plays: dict[tuple[str, str, str], Play]
    report: subprocess.CompletedProcess[str]

    def both(self, scene: str, task: str) -> tuple[Play, Play]:
        blocking, awaiting = (self.plays[scene, task, client] for client in CLIENTS)
        return blocking, awaiting


@contextmanager
def llmock(folder: Path) -> Iterator[str]:
    """The address of a server at a port that it chose itself and tells in its log, which is kept in the folder."""
    log = folder / "llmock.log"
    command = [sys.executable, "-m", "llmock.cli", "serve", "--host", "127.0.0.1", "--port", "0"]
    with log.open("wb") as file:
        server = subprocess.Popen(command, cwd=folder, env=plain_environment(), stdout=file, stderr=file)
    try:
        yield told_address(server, log)
    finally:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def plain_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("LLMOCK_")}


def told_address(server: subprocess.Popen[bytes], log: Path) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        if found := re.search(r"running on (http://[\d.:]+)", log.read_text(errors="replace")):
            return found[1]
        time.sleep(0.02)
    pytest.fail(f"llmock did not start: {log.read_text(errors='replace')}")


async def play_all(url: str) -> Played:
    """Every scene, in it every generator with both clients, on a server that was just started."""
    plays = {(scene, task, client): Play(scene, task, client) for scene, task in PLAYS for client in CLIENTS}
    async with httpx.AsyncClient(base_url=url, timeout=30) as server:
        behaviors = [each for play in plays.values() for each in play.behaviors]
        (await server.post("/_llmock/scenario", json={"behaviors": behaviors})).raise_for_status()
        await play_scenes(list(plays.values()), f"{url}/v1")
        journal = (await server.get("/_llmock/requests")).json()["requests"]
    by_model = {play.model: play for play in plays.values()}
    for request in journal:
        by_model[request["model"]].journal.append(request)
    return Played(plays, await asyncio.to_thread(reported, url))


async def play_scenes(plays: list[Play], url: str) -> None:
    """All at once, as most of their time is spent waiting."""
    loop = asyncio.get_running_loop()
    reached: dict[str, Any] = {"base_url": url, "api_key": "k", "max_retries": 0}
    blocking_http, awaiting_http = httpx2.Client(limits=UNKEPT), httpx2.AsyncClient(limits=UNKEPT)
    with ThreadPoolExecutor(len(plays)) as threads, OpenAI(**reached, http_client=blocking_http) as blocking:
        async with AsyncOpenAI(**reached, http_client=awaiting_http) as awaiting:
            waiting = [loop.run_in_executor(threads, play.run, blocking) for play in plays if play.client == BLOCKING]
            await asyncio.gather(*waiting, *(play.arun(awaiting) for play in plays if play.client == AWAITING))


def reported(url: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "llmock.cli", "report", "--url", url, "--json"]
    return subprocess.run(command, env=plain_environment(), capture_output=True, check=False, text=True, timeout=600)
