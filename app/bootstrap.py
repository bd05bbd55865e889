"""The shared parts of a process, built once: for the web process, for a worker, for a command."""

import asyncio
import gc
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from uuid import uuid4

from app.errors import Misconfigured
from app.generators.registry import generators
from app.jobs.job_queue import ENGINE_TABLE, JobQueue, prepare
from app.llm.clients import build_async_client, build_playing_client
from app.llm.endpoint import Endpoint
from app.llm.prices import load_prices
from app.llm.tokens import count_tokens
from app.offline.recorded import RecordedAnswers, Recordings
from app.pipeline.admission_control import AdmissionQueue, RequestLimit
from app.pipeline.context import WORKER, Context
from app.pipeline.policy import switched_off
from app.pipeline.priority_semaphore import PrioritySemaphore
from app.pipeline.runs import heartbeat
from app.pipeline.runs.run_executor import execute_run
from app.progress.broadcaster import Broadcaster
from app.progress.wave3_logger import Wave3Logger
from app.sample.recorded_answers import sample_answers
from app.sample.visits import sample_visits
from app.settings import Settings
from app.store import service_keys
from app.store.database import Database, libpq_url
from app.store.embedded import EmbeddedServer, ensure_database, start_embedded
from app.store.migrations import head_revision, migrate
from app.therapy.transcript import Transcript

log = logging.getLogger(__name__)

FINISHING_SECONDS = 8.0
"""How long a process that stops lets the model calls of its runs go on, after those of its callers."""


@dataclass(frozen=True)
class DatabaseLocation:
    """Where the data is. `server` is the embedded one, if there is no other."""

    url: str
    server: EmbeddedServer | None = None


@contextmanager
def at_place(settings: Settings) -> Iterator[DatabaseLocation]:
    """The database that the settings name; else an embedded one, brought to the newest migration, which is stopped
    at the end of the block unless another process uses it. Blocks, so it is entered before a loop runs.

    Raises:
        Misconfigured, DatabaseUnavailable: with one line that says what to do.
    """
    if settings.database_url is not None:
        yield DatabaseLocation(libpq_url(settings.database_url.get_secret_value()))
        return
    if settings.environment == "production":
        raise Misconfigured("ENVIRONMENT=production needs DATABASE_URL.")
    server = start_embedded(settings.data_dir)
    try:
        yield DatabaseLocation(asyncio.run(_prepared(server)), server)
    finally:
        server.stop()


def direct_url(settings: Settings, place: DatabaseLocation) -> str:
    """The database past any pooler."""
    named = settings.database_direct_url
    return libpq_url(named.get_secret_value()) if named else place.url


async def _prepared(server: EmbeddedServer) -> str:
    url = await ensure_database(server)
    await bring_up(url)
    return url


async def bring_up(url: str, adopt: bool = False) -> str:
    """Bring a database to the newest migration, and make the tables of the engine that does durable work; the
    migration. `url` leads past any pooler. Raises as `migrate`."""
    revision = await migrate(url, adopt)
    await asyncio.to_thread(prepare, url)  # by one process at a time: the engine sees to that itself
    return revision


@asynccontextmanager
async def open_context(
    settings: Settings, url: str, *, works: bool, played: Recordings | None = None
) -> AsyncIterator[Context]:
    """The parts of a process, alive in the database while the block lasts. Without a model, what is recorded is played,
    by default the sample patient's."""
    playing = load_recordings(settings) if played is None else played
    client = build_playing_client(playing) if playing else build_async_client(settings)
    kind = WORKER if works else "web"
    executor = f"{kind}:{socket.gethostname()[:40]}:{uuid4().hex[:12]}"
    pooled = settings.database_direct_url is not None
    database = Database(url, settings.database_pool_size, pooled=pooled, executor=executor)
    probe = Database(url, 1, pooled=pooled, executor=executor)
    places = PrioritySemaphore(settings.max_concurrent_model_calls)
    direct = direct_url(settings, DatabaseLocation(url))
    context = Context(
        settings=settings,
        database=database,
        probe=probe,
        client=client,
        endpoint=replace(Endpoint.reached_by(str(client.base_url), settings), recordings=playing),
        executor=executor,
        works=works,
        disabled=switched_off(settings.disabled_artifacts),
        model_slots=places,
        admission=AdmissionQueue(settings.max_waiting_callers, lambda: places.free),
        requests=RequestLimit(
            max(1, settings.database_pool_size // 2), settings.max_waiting_callers, settings.max_wait_seconds
        ),
        jobs=JobQueue(direct, executor, settings.jobs_pool_size),
        logger=Wave3Logger([heir.declared.event for heir in generators().values()]),
        broadcaster=Broadcaster(database, direct),
    )
    try:
        async with _cared_for(context):
            yield context
    finally:
        await context.jobs.close()
        await context.broadcaster.close()
        await context.database.close()
        await context.probe.close()
        await client.close()


def load_recordings(settings: Settings) -> Recordings | None:
    """What is played with these settings; None where nothing is, or nothing was recorded."""
    plays = settings.engine == "offline" and settings.play_recorded
    return _sample_recordings() if plays and _sample_recordings().answers else None


@lru_cache(maxsize=1)
def _sample_recordings() -> RecordedAnswers:
    """The sample patient's answers, by the words they are about."""
    words = {visit.name: Transcript(visit.segments).fingerprint() for visit in sample_visits()}
    return RecordedAnswers({(one.task, words[one.visit]): one.final for one in sample_answers()})


@asynccontextmanager
async def _cared_for(context: Context) -> AsyncIterator[None]:
    await heartbeat.register_executor(context)
    await asyncio.to_thread(_warm_up, context)
    if context.works:
        at_once, poll_seconds = context.settings.max_concurrent_runs, context.settings.worker_poll_seconds
        await context.jobs.begin(partial(execute_run, context), at_once=at_once, poll_seconds=poll_seconds)
    care = asyncio.create_task(heartbeat.run_heartbeat(context))
    try:
        yield
    finally:
        await context.jobs.end(FINISHING_SECONDS)
        care.cancel()
        await asyncio.wait([care])
        await heartbeat.release_executor(context)


def _warm_up(context: Context) -> None:
    """Load what takes half a second and more at its first use, in which the loop would be silent."""
    if context.endpoint.engine != "offline":
        load_prices()
    if context.works:
        count_tokens("")
    # What is there now stays; a collection that looks through all of it again stops the loop for 200 to 400 ms.
    gc.collect()
    gc.freeze()


async def check_ready(settings: Settings, place: DatabaseLocation) -> None:
    """Everything that would only fail later, asked before a process begins: the database, its migrations,
    production's conditions. Raises Misconfigured, DatabaseUnavailable."""
    switched_off(settings.disabled_artifacts)
    database = Database(direct_url(settings, place))
    try:
        revision = await database.revision()
        prepared = await database.has_table(ENGINE_TABLE)
    finally:
        await database.close()
    if revision is None or revision != head_revision():
        raise Misconfigured(f"The database is at migration {revision}, not {head_revision()}: run therabridge migrate.")
    if not prepared:
        raise Misconfigured("The tables of durable work are missing: run therabridge migrate.")
    await check_production(settings, place.url)


async def check_production(settings: Settings, url: str) -> None:
    """In production, refuse to start without a key and a model. Raises Misconfigured, DatabaseUnavailable."""
    if settings.environment != "production":
        return
    if settings.engine == "offline":
        raise Misconfigured("ENVIRONMENT=production needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
    if not (await read_access(settings, url)).usable_key:
        raise Misconfigured("ENVIRONMENT=production needs a service key: therabridge keys create NAME.")


@dataclass(frozen=True)
class AccessPolicy:
    """Who is answered: `key_required` says whether requests without a service key are refused, `usable_key` whether
    there is a key that is accepted."""

    key_required: bool
    usable_key: bool


async def read_access(settings: Settings, url: str) -> AccessPolicy:
    """Who is answered, by the settings and the stored keys. Raises DatabaseUnavailable."""
    database = Database(url)
    try:
        async with database.snapshot() as db:
            ever_stored, stored = await service_keys.ever_stored(db), await service_keys.active_hashes(db)
    finally:
        await database.close()
    return AccessPolicy(settings.key_required or ever_stored, bool(stored or settings.service_api_keys))


def check_origins(settings: Settings, access: AccessPolicy) -> None:
    """Refuse to serve the pages of every site while no key is needed: any page open in a browser of this machine could
    read everything. Raises Misconfigured."""
    if "*" in settings.cors_origins and not access.key_required:
        raise Misconfigured("CORS_ORIGINS=* needs a service key: therabridge keys create NAME. Or name the origins.")
