"""Which tasks an operator has disabled, and which cannot run as a consequence."""

from collections.abc import Iterable
from functools import lru_cache

from app.errors import Disabled, Misconfigured
from app.generators.registry import generators_by_task
from app.pipeline.graph import needs_of_task, tasks_in_order


def parse_disabled_tasks(names: Iterable[str]) -> frozenset[str]:
    """Return the tasks that a setting names by task or route. Raises Misconfigured."""
    known = {generator_class.ROUTE: task for task, generator_class in generators_by_task().items()} | {
        task: task for task in generators_by_task()
    }
    wanted = list(names)
    if unknown := [name for name in wanted if name not in known]:
        raise Misconfigured(f"DISABLED_ARTIFACTS: {unknown[0]} is none of {', '.join(sorted(generators_by_task()))}.")
    return frozenset(known[name] for name in wanted)


@lru_cache
def enabled_tasks(disabled: frozenset[str]) -> tuple[str, ...]:
    """Return the tasks that can run, each after those it needs. Tasks that need the result of a disabled one are left
    out.
    """
    made: list[str] = []
    for task in tasks_in_order():
        wanted = {need.task for need in needs_of_task(task) if need.result and need.visit == "same"}
        if task not in disabled and wanted <= set(made):
            made.append(task)
    return tuple(made)


def check_task_enabled(task: str, disabled: frozenset[str]) -> None:
    """Raise Disabled for a task that is disabled or needs the result of a disabled one."""
    if task not in enabled_tasks(disabled):
        raise Disabled("This artifact is switched off here, by the setting DISABLED_ARTIFACTS.")
