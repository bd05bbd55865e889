"""The dependency graph of tasks, as data. Routes, runs and the README's table are derived from it."""

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from app.generators.needs import ROLES, Need
from app.generators.registry import GeneratorClass, generators_by_task, task_providing
from app.generators.result_use import ResultUse

LABELING = task_providing(ResultUse.ROLES)
SCREEN = task_providing(ResultUse.RISK_STATE)
NOTE = task_providing(ResultUse.PROGRESS_NOTE)


@dataclass(frozen=True, slots=True)
class Step:
    """One task for one visit."""

    session_id: UUID
    task: str


def generator_of_task(task: str) -> GeneratorClass:
    """Return the generator of a task."""
    return generators_by_task()[task]


@lru_cache(maxsize=1)
def tasks_in_order() -> tuple[str, ...]:
    """Return all tasks, each after those it needs."""
    return tuple(generators_by_task())


@lru_cache
def needs_of_task(task: str) -> tuple[Need, ...]:
    """Return what a task waits for. Roles are replaced by the task that labels them."""
    own = generator_of_task(task).NEEDS
    replaced = (replace(need, task=LABELING) if need.task == ROLES else need for need in own)
    return tuple(need for need in replaced if need.task in generators_by_task())


def needs_roles(task: str) -> bool:
    """Return whether a task needs the speakers' roles."""
    return any(need.task == ROLES for need in generator_of_task(task).NEEDS)


def runs_without_roles(task: str) -> bool:
    """Return whether a task is executed although the labelling of speakers has failed."""
    return any(need.task == ROLES and need.failed_too for need in generator_of_task(task).NEEDS)


def steps_to_wait_for(step: Step, visits: Sequence[UUID]) -> list[tuple[Step, Need]]:
    """Return the steps that must end before `step`, for visits in order. A first visit has no previous one."""
    at = visits.index(step.session_id)
    found = []
    for need in needs_of_task(step.task):
        if need.visit == "same":
            found.append((Step(step.session_id, need.task), need))
        elif at > 0:
            found.append((Step(visits[at - 1], need.task), need))
    return found


def longest_waiting_chains(steps: Collection[Step], visits: Sequence[UUID]) -> dict[Step, int]:
    """Return, for each step of a run, the length of the longest chain of steps that wait for it."""
    longest, place = dict.fromkeys(steps, 0), {visit: at for at, visit in enumerate(visits)}
    for step in sorted(
        steps, key=lambda step: (place[step.session_id], tasks_in_order().index(step.task)), reverse=True
    ):
        for other, _ in steps_to_wait_for(step, visits):
            if other in longest:
                longest[other] = max(longest[other], longest[step] + 1)
    return longest


def render_wave_table() -> str:
    """Return a Markdown table of the dependencies, for the README."""
    rows = [f"| {task} | {_wave(task)} | {_needed(task)} |" for task in tasks_in_order()]
    return "\n".join(["| step | wave | waits for |", "| --- | --- | --- |", *rows])


def _wave(task: str) -> str:
    wave = generator_of_task(task).declared.wave
    return str(wave) if wave else "transcript"


def _needed(task: str) -> str:
    return "; ".join(_worded(need) for need in generator_of_task(task).NEEDS) or "the transcript"


def _worded(need: Need) -> str:
    if need.task == ROLES:
        return f"roles: given, or {LABELING} ended{', also when it failed' * need.failed_too}"
    whose = " of the visit before" if need.visit == "previous" else ""
    return f"the result of {need.task}{whose}" if need.result else f"{need.task}{whose} ended"


if __name__ == "__main__":
    sys.stdout.write(f"{render_wave_table()}\n")
