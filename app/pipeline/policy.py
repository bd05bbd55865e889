"""Which artifacts an operator has switched off, and what therefore cannot be made."""

from collections.abc import Iterable

from app.errors import Disabled, Misconfigured
from app.generators.registry import generators
from app.pipeline.graph import needs_of, tasks


def switched_off(names: Iterable[str]) -> frozenset[str]:
    """The tasks that a setting names, each by its task or its route. Raises Misconfigured."""
    known = {heir.ROUTE: task for task, heir in generators().items()} | {task: task for task in generators()}
    wanted = list(names)
    if unknown := [name for name in wanted if name not in known]:
        raise Misconfigured(f"DISABLED_ARTIFACTS: {unknown[0]} is none of {', '.join(sorted(generators()))}.")
    return frozenset(known[name] for name in wanted)


def made_here(disabled: frozenset[str]) -> tuple[str, ...]:
    """The tasks that can be made, each after those it needs: not those that need the result of one that cannot be."""
    made: list[str] = []
    for task in tasks():
        wanted = {need.task for need in needs_of(task) if need.result and need.visit == "same"}
        if task not in disabled and wanted <= set(made):
            made.append(task)
    return tuple(made)


def check_made_here(task: str, disabled: frozenset[str]) -> None:
    """Raises Disabled for a task that is switched off, or that needs the result of one that is."""
    if task not in made_here(disabled):
        raise Disabled("This artifact is switched off here, by the setting DISABLED_ARTIFACTS.")
