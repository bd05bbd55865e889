"""The graph of steps, as data: who waits for whom. Routes, runs and the README's table are read from it."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from app.generators.needs import ROLES, Need
from app.generators.registry import Heir, generators, provider_of
from app.generators.result_use import ResultUse

LABELING = provider_of(ResultUse.ROLES)
SCREEN = provider_of(ResultUse.RISK_STATE)
NOTE = provider_of(ResultUse.PROGRESS_NOTE)


@dataclass(frozen=True, slots=True)
class Step:
    """One task for one visit."""

    session_id: UUID
    task: str


def generator(task: str) -> Heir:
    """The generator of a task."""
    return generators()[task]


@lru_cache(maxsize=1)
def tasks() -> tuple[str, ...]:
    """All tasks in an order in which each comes after those it needs."""
    return tuple(generators())


def needs_of(task: str) -> tuple[Need, ...]:
    """What a task waits for, with roles replaced by the task that labels them."""
    own = generator(task).NEEDS
    replaced = (replace(need, task=LABELING) if need.task == ROLES else need for need in own)
    return tuple(need for need in replaced if need.task in generators())


def needs_roles(task: str) -> bool:
    """Whether a task needs the speakers' roles."""
    return any(need.task == ROLES for need in generator(task).NEEDS)


def does_without_roles(task: str) -> bool:
    """Whether a task is done all the same where the labelling of speakers has failed."""
    return any(need.task == ROLES and need.failed_too for need in generator(task).NEEDS)


def waits_for(step: Step, visits: Sequence[UUID]) -> list[tuple[Step, Need]]:
    """The steps that have to be over before `step`, for visits in their order. A first visit has no previous one."""
    at = visits.index(step.session_id)
    found = []
    for need in needs_of(step.task):
        if need.visit == "same":
            found.append((Step(step.session_id, need.task), need))
        elif at > 0:
            found.append((Step(visits[at - 1], need.task), need))
    return found


def chain_lengths(steps: Collection[Step], visits: Sequence[UUID]) -> dict[Step, int]:
    """For each of a run's steps, how long the longest chain of those is that wait for it, one after another."""
    longest, place = dict.fromkeys(steps, 0), {visit: at for at, visit in enumerate(visits)}
    for step in sorted(steps, key=lambda step: (place[step.session_id], tasks().index(step.task)), reverse=True):
        for other, _ in waits_for(step, visits):
            if other in longest:
                longest[other] = max(longest[other], longest[step] + 1)
    return longest


def wave_table() -> str:
    """Who waits for whom, as a Markdown table for the README."""
    rows = [f"| {task} | {_wave(task)} | {_needed(task)} |" for task in tasks()]
    return "\n".join(["| step | wave | waits for |", "| --- | --- | --- |", *rows])


def _wave(task: str) -> str:
    wave = generator(task).declared.wave
    return str(wave) if wave else "transcript"


def _needed(task: str) -> str:
    return "; ".join(_worded(need) for need in generator(task).NEEDS) or "the transcript"


def _worded(need: Need) -> str:
    if need.task == ROLES:
        return f"roles: given, or {LABELING} ended{', also when it failed' * need.failed_too}"
    whose = " of the visit before" if need.visit == "previous" else ""
    return f"the result of {need.task}{whose}" if need.result else f"{need.task}{whose} ended"


if __name__ == "__main__":
    sys.stdout.write(f"{wave_table()}\n")
