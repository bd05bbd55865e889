"""One file for each task, found by the task's name: `answer(prompt)` gives the answer, None for too little, or why it
is declined; `FIELDS` are the names of what an answer holds."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, cast

from app.offline.prompt import Prompt


class Declined(StrEnum):
    """The reason why the offline engine refuses a task whatever was said."""

    NEEDS_A_MODEL = "needs_a_model"


Extraction = Callable[[Prompt], dict[str, Any] | Declined | None]


def answerable_tasks() -> frozenset[str]:
    """Return the names of the tasks that can be answered."""
    return frozenset(module.name for module in iter_modules(__path__))


@cache
def find_extraction(task: str) -> Extraction | None:
    """Return the function that answers `task`, or None if there is none."""
    if task not in answerable_tasks():
        return None
    return cast(Extraction, import_module(f"{__name__}.{task}").answer)


@cache
def find_task_by_fields(fields: frozenset[str]) -> str:
    """Return the task whose answers have exactly these fields, or ""."""
    named = {task: import_module(f"{__name__}.{task}").FIELDS for task in sorted(answerable_tasks())}
    return next((task for task, own in named.items() if own == fields), "")
