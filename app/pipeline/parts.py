"""The parts that a process builds once and everything here works with."""

import asyncio
from dataclasses import dataclass, field

from app.jobs.durable import Jobs
from app.llm.clients import AsyncOpenAI
from app.llm.endpoint import Endpoint
from app.pipeline.questions import Questions
from app.pipeline.turns import Turns
from app.progress.hub import Hub
from app.progress.wave3_logger import Wave3Logger
from app.settings import Settings
from app.store.database import Database

WORKER = "worker"
"""How the names of processes that work begin."""


@dataclass(frozen=True)
class Parts:
    """One process's database, model client, and places for model calls.

    `executor` is this process's name, `works` whether it does the work of runs, `disabled` are the tasks that are
    switched off.
    """

    settings: Settings
    database: Database
    client: AsyncOpenAI
    endpoint: Endpoint
    executor: str
    works: bool
    disabled: frozenset[str]
    places: asyncio.Semaphore = field(repr=False)
    jobs: Jobs = field(repr=False)
    logger: Wave3Logger = field(repr=False)
    hub: Hub = field(repr=False)
    turns: Turns = field(default_factory=Turns, repr=False)
    questions: Questions = field(default_factory=Questions, repr=False)
