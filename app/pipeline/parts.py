"""The parts that a process builds once and everything here works with."""

import asyncio
from dataclasses import dataclass, field

from app.jobs.background import Background
from app.llm.clients import AsyncOpenAI
from app.llm.endpoint import Endpoint
from app.settings import Settings
from app.store.database import Database

WORKER = "worker"
"""How the names of processes that work begin."""


@dataclass(frozen=True)
class Parts:
    """One process's database, model client, and places for model calls.

    `executor` is this process's name, `works` whether it does the work of runs.
    """

    settings: Settings
    database: Database
    client: AsyncOpenAI
    endpoint: Endpoint
    executor: str
    works: bool
    places: asyncio.Semaphore = field(repr=False)
    background: Background = field(repr=False)
