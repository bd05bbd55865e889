"""The service as its callers meet it: over HTTP, on a socket of this machine."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import httpx
import httpx2
from openai import AsyncOpenAI
from sqlalchemy import text

from app.bootstrap import open_context
from app.generators.registry import generators
from app.llm.endpoint import OFFLINE_URL
from app.offline.fault_injection import FaultPlan
from app.serving import open_listening_socket, serve_beside
from app.settings import Settings
from app.store.database import Database
from support.held_answers import HeldAnswers
from support.sample_visits import visit

Json = dict[str, Any]
ROUTES = {task: heir.ROUTE for task, heir in generators().items() if heir.declared.wave < 3}
ANALYSIS = ("mood_analysis", "topic_extraction", "breakthrough_detection", "risk_screen", "deep_analysis")
"""What is made before the insights; roles are told apart by the first of them."""
UNDER_WAY = {"queued", "running"}
POLL_SECONDS = 0.1
NOBODY = "11111111-2222-3333-4444-555555555555"


@dataclass
class Service:
    """A running application: a client on it, its engine, and its database."""

    http: httpx.AsyncClient
    engine: HeldAnswers
    database: Database
    settings: Settings
    work: "BackgroundWorker"
    seen: dict[str, Any] = field(default_factory=dict)

    async def patient(self) -> str:
        """A new patient's id."""
        patient = str(uuid4())
        assert (await self.http.put(f"/v1/patients/{patient}", json={})).status_code == 201
        return patient

    async def visit(self, patient: str, number: int = 1, **more: Any) -> str:
        """A new visit's id."""
        session = str(uuid4())
        answer = await self.http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(number, **more))
        assert answer.status_code == 201, answer.text
        return session

    async def visited(self, number: int = 1, **more: Any) -> tuple[str, str]:
        """A new patient with one visit."""
        patient = await self.patient()
        return patient, await self.visit(patient, number, **more)

    async def get(self, path: str, **params: Any) -> Json:
        """The body of a GET that has to succeed."""
        answer = await self.http.get(f"/v1{path}", params=params)
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    async def made(self, session: str, task: str, **params: Any) -> Json:
        """The envelope of a task of a visit."""
        answer = await self.http.post(f"/v1/sessions/{session}/{ROUTES[task]}", params=params)
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    async def analysed(self, session: str) -> None:
        """A visit with everything that a document needs."""
        for task in (*ANALYSIS, "session_insights"):
            await self.made(session, task)

    async def journey(self, patient: str, **params: Any) -> Json:
        """The envelope of a journey."""
        answer = await self.http.post(f"/v1/patients/{patient}/your-journey", params=params)
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    async def journey_after(self, patient: str, session: str) -> Json:
        """The journey for a visit of which some results are gone."""
        await self.analysed(session)
        return await self.journey(patient, session_id=session)

    async def rows(self, query: str, **values: Any) -> list[Any]:
        """What the database says."""
        async with self.database.snapshot() as db:
            return [dict(row._mapping) for row in await db.execute(text(query), values)]

    async def execute(self, statement: str, **values: Any) -> None:
        """A change behind the service's back."""
        async with self.database.transaction() as db:
            await db.execute(text(statement), values)

    async def count(self, table: str, patient: str | None = None) -> int:
        """How many rows a table has, in all or of a patient."""
        whose = "WHERE patient_id = :patient" if patient else ""
        values = {"patient": UUID(patient)} if patient else {}
        return int((await self.rows(f"SELECT count(*) AS n FROM {table} {whose}", **values))[0]["n"])

    @property
    def conduct(self) -> FaultPlan:
        """The engine's behaviour, and what it was asked."""
        return self.engine.conduct

    @property
    def asked(self) -> int:
        """How many times the engine was asked."""
        return len(self.conduct.calls)

    async def asked_again(self, before: int) -> None:
        """Wait until the engine was asked once more."""
        await self.engine.arrived(count=before + 1)

    async def run(self, path: str, **params: Any) -> Json:
        """A run as it is told when it is started; a worker beside the service does it."""
        await self.work.begin()
        answer = await self.http.post(f"/v1{path}/runs", params=params)
        assert answer.status_code == 202, answer.text
        assert answer.headers["location"] == f"/v1/runs/{answer.json()['run_id']}"
        body: Json = answer.json()
        return body

    async def ended(self, run_id: str) -> Json:
        """A run once it has ended."""
        # The stream of a run ends with it.
        assert (await self.http.get(f"/v1/runs/{run_id}/events")).status_code in {200, 204}
        run = await self.get(f"/runs/{run_id}")
        assert run["status"] not in UNDER_WAY
        return run

    async def events(self, patient: str) -> list[Any]:
        """A patient's events in the order of their numbers."""
        query = "SELECT *, metadata AS details FROM pipeline_events WHERE patient_id = :patient ORDER BY number"
        return await self.rows(query, patient=UUID(patient))


def offline_client(transport: httpx2.AsyncBaseTransport) -> AsyncOpenAI:
    """A client of the offline engine, or of what stands in its place."""
    reached = httpx2.AsyncClient(transport=transport)
    return AsyncOpenAI(base_url=OFFLINE_URL, api_key="none", max_retries=0, http_client=reached)


class BackgroundWorker:
    """A worker beside a service, started at its first run. A process of tests has one at a time, so that of a service
    which lives longer makes way for another's."""

    now: "BackgroundWorker | None" = None

    def __init__(self, opened: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
        self._opened = opened
        self._stack = AsyncExitStack()

    async def begin(self) -> None:
        """Work from now on."""
        if BackgroundWorker.now is self:
            return
        if BackgroundWorker.now is not None:
            await BackgroundWorker.now.end()
        BackgroundWorker.now = self
        await self._stack.enter_async_context(self._opened())

    async def end(self) -> None:
        """Work no more."""
        if BackgroundWorker.now is self:
            BackgroundWorker.now = None
            await self._stack.aclose()


@asynccontextmanager
async def serve(
    url: str, conduct: FaultPlan | None = None, transport: httpx2.AsyncBaseTransport | None = None, **changed: Any
) -> AsyncIterator[Service]:
    """The application on a database, with settings changed. The engine alone is put in its place by us, or `transport`
    in the engine's."""
    settings = Settings(**{"worker_poll_seconds": POLL_SECONDS, **changed})
    engine = HeldAnswers(conduct)
    listening = open_listening_socket("127.0.0.1", 0)
    host, port = listening.getsockname()
    database = Database(url)
    with mock.patch("app.bootstrap.build_async_client", lambda _: offline_client(transport or engine)):
        work = BackgroundWorker(lambda: open_context(settings, url, works=True))
        async with (
            serve_beside(settings, url, listening, works=False),
            httpx.AsyncClient(base_url=f"http://{host}:{port}", timeout=None) as http,
        ):
            yield Service(http, engine, database, settings, work)
            await work.end()
    await database.close()


def path_of(task: str, patient: str, session: str) -> tuple[str, dict[str, str]]:
    """The path of a task of a visit, and its parameters."""
    heir = generators()[task]
    if heir.declared.wave == 3:
        return f"/v1/patients/{patient}/{heir.ROUTE}", {"session_id": session}
    return f"/v1/sessions/{session}/{heir.ROUTE}", {}


def is_problem(answer: httpx.Response, status: int, code: str) -> Json:
    """A problem's body, after a check that it is one."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: Json = answer.json()
    assert body["status"] == status
    assert {"type", "title", "detail"} <= body.keys()
    return body
