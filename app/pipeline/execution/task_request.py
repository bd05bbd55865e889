"""A request for one task of one visit, with its options."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.llm.model_tier import ModelTier
from app.pipeline.execution.step_state import RUN_PATIENCE, Attempt
from app.pipeline.priority_semaphore import PrioritySemaphore
from app.therapy.memory import Strategy
from app.therapy.progress_note import DEFAULT_FORMAT, NoteFormat

Progress = Callable[[int, int], None]

CALLER_PATIENCE = 10.0
"""Seconds for which a waiting caller waits for a database that is away."""


@dataclass(frozen=True)
class TaskRequest:
    """One task for one visit.

    `tier`, `override_model`, `strategy` and `completed_tasks` are None where the caller named none: then any stored
    result will do. `attempt` is the attempt at a run's step that it is made in, if it is made for a run.
    `without_roles`: it is made though the labelling of speakers has failed. `note_format` is the format that a progress
    note is filed in; any stored note can be.
    """

    session_id: UUID
    task: str
    tier: ModelTier | None = None
    override_model: str | None = None
    strategy: Strategy | None = None
    completed_tasks: tuple[str, ...] | None = None
    force: bool = False
    attempt: Attempt | None = None
    without_roles: bool = False
    note_format: NoteFormat = DEFAULT_FORMAT

    def prerequisite(self, task: str) -> "TaskRequest":
        """The request for a task that has to be done first, at the same tier."""
        return replace(self, task=task, override_model=None, strategy=None, completed_tasks=None, force=False)

    @asynccontextmanager
    async def turn(self, semaphore: PrioritySemaphore) -> AsyncIterator[None]:
        """Wait for a turn to write, if it is made for a run: a caller is not kept waiting."""
        if self.attempt is None:
            yield
            return
        async with semaphore.turn(self.attempt.patient_id, self.attempt.weight):
            yield

    @property
    def patience(self) -> float:
        """Seconds to wait for a database that is away: a run has time, a caller has not."""
        return RUN_PATIENCE if self.attempt else CALLER_PATIENCE

    @property
    def run_id(self) -> UUID | None:
        """The run it is made for."""
        return self.attempt.run_id if self.attempt else None

    @property
    def named(self) -> dict[str, Any]:
        """The columns that a stored result has to match to be reused."""
        named: dict[str, Any] = {"model_tier": self.tier.value} if self.tier else {}
        return {**named, "model_asked": self.override_model} if self.override_model else named

    @property
    def excluded(self) -> str | None:
        """A choice that a stored result must not have been made with: naming a tier asks for that tier's model."""
        return "override_model" if self.tier and not self.override_model else None

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen beside tier and model, as it is stored: words of the caller's as a hash."""
        chosen: dict[str, str] = {"strategy": self.strategy} if self.strategy else {}
        if self.override_model:
            chosen["override_model"] = self.override_model
        if self.completed_tasks is not None:
            chosen["completed_tasks"] = hashlib.sha256(json.dumps(self.completed_tasks).encode()).hexdigest()[:16]
        return chosen
