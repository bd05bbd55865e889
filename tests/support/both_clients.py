"""One generator asked by both openai clients, which reach the offline engine in this process or on a socket."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from unittest import mock

import httpx2
import uvicorn

from app.errors import ModelFailure
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.generation import Generation
from app.generators.generation_attempt import AttemptTerms
from app.generators.registry import generators
from app.llm import exchange
from app.llm.clients import AsyncOpenAI, OpenAI
from app.llm.endpoint import Endpoint
from app.llm.ledger import AsyncMemoryLedger, CallClosed, CallOpened, MemoryLedger
from app.offline.asgi import offline_app
from app.offline.fault_injection import FaultPlan
from app.offline.transport import OfflineTransport
from app.sample.visits import sample_visits
from app.therapy.evidence import Evidence
from app.therapy.roles import count_roles
from app.therapy.transcript import Transcript
from app.therapy.visit import Memory, Note, Visit
from support.remembered_extractions import remembered_extractions

TASKS = sorted(generators())
FLOORED = {task for task, heir in generators().items() if "floor" in vars(heir)}
"""They end with a result in any case."""
REACHED: dict[str, Any] = {"base_url": "http://model.test/v1", "api_key": "k", "max_retries": 0}
DAY = date(2026, 11, 22)
PATIENT = "f4353c0f-174e-4301-847f-930953e39931"
OURS = Endpoint("openai", flex=True)
NOTES = (
    ("action items", "Write one line each evening about the day, before going to bed"),
    ("key realizations", "Seen: “I can see now that I was tired.”"),
    ("growth areas", "Wanted: “I want to sit in the garden again.”"),
    ("growth areas", "Hard: “I can't face the letters from work.”"),
    ("behavioral changes", "Done otherwise: “I stopped checking the door at night.”"),
    ("strengths", "Done: “I called my sister back the same evening.”"),
    ("learned", "Used: “I did the breathing before the call.”"),
)


def sample_visit_value() -> Visit:
    """With something in it for each generator but the letter: a discovery, action items, notes of many kinds."""
    sample = sample_visits()[4]
    named = {"SPEAKER_00": "Dr Jane Roe", "SPEAKER_01": "john@doe.test"}
    transcript = Transcript(tuple(replace(s, speaker=named.get(s.speaker, s.speaker)) for s in sample.segments))
    roles = count_roles(transcript).roles
    said = transcript.segments[1]
    words = Evidence("/0", sample.session_id, said.text, 1, 0, len(said.text), said.start, said.end, said.speaker)
    notes = tuple(Note(sample.session_id, "this visit", kind, text, (words,)) for kind, text in NOTES)
    memory = Memory(notes=(replace(notes[1], about="1 visit ago"),), journey=(replace(notes[2], about="last journey"),))
    day = datetime.fromisoformat(sample.session_date).astimezone(UTC)
    done = ("Ring the choir",)
    return Visit(sample.session_id, day, transcript, roles, notes=notes, memory=memory, completed_tasks=done)


VISIT = sample_visit_value()


class Upstream(httpx2.BaseTransport, httpx2.AsyncBaseTransport):
    """The offline engine, told anew how to behave for each half of a test: a transport, and an ASGI application."""

    def __init__(self) -> None:
        self.conduct = FaultPlan()
        self.asked = asyncio.Event()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return OfflineTransport(self.conduct).handle_request(request)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.set()
        return await OfflineTransport(self.conduct).handle_async_request(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await offline_app(self.conduct)(scope, receive, send)


@contextmanager
def serve_on_socket(upstream: Upstream) -> Iterator[str]:
    """The address at which it is served."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(upstream, lifespan="off", log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
    server.should_exit = True
    thread.join()
    listening.close()


@dataclass
class Outcome:
    """What one client's generation came to."""

    requests: list[dict[str, Any]]
    opened: list[CallOpened]
    closed: list[CallClosed]
    generation: Generation[Any] | None
    failure: ModelFailure | None
    progress: list[tuple[int, int]]

    @property
    def comparable(self) -> object:
        result = self.generation and (self.generation.result, self.generation.evidence, self.generation.dropped)
        failed = self.failure and (type(self.failure), self.failure.reason)
        return self.requests, self.opened, self.closed, result, failed, self.progress


@dataclass
class ClientBench:
    """Both clients, for one upstream."""

    upstream: Upstream
    client: OpenAI
    async_client: AsyncOpenAI
    endpoint: Endpoint = OURS
    queued: bool = False
    good: dict[str, Outcome] = field(default_factory=dict)
    """What an undisturbed generation came to, by task."""

    async def both(self, task: str, conduct: Callable[[], FaultPlan], visit: Visit = VISIT) -> tuple[Outcome, Outcome]:
        return self.blocking(task, conduct(), visit), await self.awaiting(task, conduct(), visit)

    def undisturbed(self, task: str) -> Outcome:
        """Made once for all tests that look at it."""
        if task not in self.good:
            self.good[task] = self.blocking(task, FaultPlan())
        return self.good[task]

    def blocking(self, task: str, conduct: FaultPlan, visit: Visit = VISIT) -> Outcome:
        ledger, progress = MemoryLedger(), list[tuple[int, int]]()
        self.upstream.conduct = conduct
        heir: Any = generators()[task]
        generator: BaseAIGenerator[OpenAI, Any] = heir(client=self.client, endpoint=self.endpoint)
        generation, failure = None, None
        try:
            generation = generator.generate(visit, self._terms(progress, ledger=ledger))
        except ModelFailure as raised:
            failure = raised
        return self._outcome(conduct, ledger, generation, failure, progress)

    async def awaiting(self, task: str, conduct: FaultPlan, visit: Visit = VISIT) -> Outcome:
        ledger, progress = AsyncMemoryLedger(), list[tuple[int, int]]()
        self.upstream.conduct = conduct
        heir: Any = generators()[task]
        generator: BaseAIGenerator[AsyncOpenAI, Any] = heir(client=self.async_client, endpoint=self.endpoint)
        generation, failure = None, None
        try:
            generation = await generator.generate(visit, self._terms(progress, async_ledger=ledger))
        except ModelFailure as raised:
            failure = raised
        return self._outcome(conduct, ledger.lines, generation, failure, progress)

    def _terms(self, progress: list[tuple[int, int]], **ledger: Any) -> AttemptTerms:
        def told(done: int, total: int) -> None:
            progress.append((done, total))

        return AttemptTerms(today=DAY, queued=self.queued, patient=PATIENT, progress=told, clock=lambda: 0.0, **ledger)

    def _outcome(self, conduct: FaultPlan, ledger: MemoryLedger, *rest: Any) -> Outcome:
        return Outcome([json.loads(body) for body in conduct.calls], ledger.opened, ledger.closed, *rest)


@asynccontextmanager
async def client_bench() -> AsyncIterator[ClientBench]:
    """A bench of which nobody waits: no pause before another try, and no prompt is read twice."""
    upstream = Upstream()
    blocking, awaiting = httpx2.Client(transport=upstream), httpx2.AsyncClient(transport=upstream)
    at_once = mock.patch.object(exchange, "FIRST_PAUSE", 0.0)
    with at_once, remembered_extractions(), OpenAI(**REACHED, http_client=blocking) as client:
        async with AsyncOpenAI(**REACHED, http_client=awaiting) as async_client:
            yield ClientBench(upstream, client, async_client)
