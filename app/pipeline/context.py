"""The application context: what a process builds once and all modules of the pipeline use."""

from dataclasses import dataclass, field
from uuid import UUID

from app.jobs.job_queue import JobQueue
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
    """One process's database, model client and permits.

    `executor` is this process's name, `works` whether it executes runs, `disabled` are the tasks that are switched off.
    `probe` is the database on a connection of its own, so that readiness never competes with work. `model_slots` are
    the permits for model calls, `admission` is the queue of callers waiting for one, `requests` admits other requests
    to the database, `write_slots` are the permits for writing results; `under_way` holds the attempts in progress here.
    """

    settings: Settings
    database: Database
    probe: Database
    client: AsyncOpenAI
    endpoint: Endpoint
    executor: str
    works: bool
    disabled: frozenset[str]
    model_slots: PrioritySemaphore = field(repr=False)
    admission: AdmissionQueue = field(repr=False)
    requests: RequestLimit = field(repr=False)
    jobs: JobQueue = field(repr=False)
    logger: Wave3Logger = field(repr=False)
    broadcaster: Broadcaster = field(repr=False)
    write_slots: PrioritySemaphore = field(default_factory=lambda: PrioritySemaphore(WRITING_AT_ONCE), repr=False)
    inflight_calls: InflightCalls = field(default_factory=InflightCalls, repr=False)
    under_way: set[UUID] = field(default_factory=set, repr=False)

    @property
    def engine(self) -> str:
        """Which engine answers; `recorded` where answers are played to those who ask about what they were recorded of,
        and the offline engine answers the others."""
        return "recorded" if self.endpoint.recordings else self.endpoint.engine
