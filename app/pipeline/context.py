"""The application context: what a process builds once and all modules of the pipeline use."""

from dataclasses import dataclass, field
from uuid import UUID

from app.jobs.job_queue import Jobs
from app.llm.clients import AsyncOpenAI
from app.llm.endpoint import Endpoint
from app.pipeline.admission_control import AdmissionQueue, RequestLimit
from app.pipeline.inflight_calls import InflightCalls
from app.pipeline.priority_semaphore import WRITING_AT_ONCE, PrioritySemaphore
from app.progress.broadcaster import Broadcaster
from app.progress.wave3_logger import Wave3Logger
from app.settings import Settings
from app.store.database import Database

WORKER = "worker"
"""How the names of processes that work begin."""


@dataclass(frozen=True)
class Context:
    """One process's database, model client, and turns at the model.

    `executor` is this process's name, `works` whether it does the work of runs, `disabled` are the tasks that are
    switched off. `probe` is the database on a connection of its own, which no work can take from readiness. `places`
    are the turns at the model, `room` is where callers wait for one, `requests` admits other requests to the database,
    `turns` are those at the books; `under_way` holds the attempts at results that this process is making.
    """

    settings: Settings
    database: Database
    probe: Database
    client: AsyncOpenAI
    endpoint: Endpoint
    executor: str
    works: bool
    disabled: frozenset[str]
    places: PrioritySemaphore = field(repr=False)
    room: AdmissionQueue = field(repr=False)
    requests: RequestLimit = field(repr=False)
    jobs: Jobs = field(repr=False)
    logger: Wave3Logger = field(repr=False)
    hub: Broadcaster = field(repr=False)
    turns: PrioritySemaphore = field(default_factory=lambda: PrioritySemaphore(WRITING_AT_ONCE), repr=False)
    questions: InflightCalls = field(default_factory=InflightCalls, repr=False)
    under_way: set[UUID] = field(default_factory=set, repr=False)
