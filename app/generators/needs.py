"""What a step waits for, as data. The routes, the waves and the README's table are all read from it."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Need:
    """`task` has to have ended before; with `result` it has to have succeeded, or the step is skipped.

    `visit` says whose task: of the same visit, or of the nearest earlier one. With `order_only` a run does the two in
    this order, and that is all: the model is not shown what came of it, and a caller need not have it. With
    `failed_too` a failure of it is no reason to skip the step.
    """

    task: str
    result: bool = False
    visit: Literal["same", "previous"] = "same"
    order_only: bool = False
    failed_too: bool = False


ROLES = "roles"
"""The pseudo-task of knowing who is who: roles given by the caller, or speaker_labeling ended."""


def need_roles(*, failed_too: bool = False) -> Need:
    """Roles given, or speaker_labeling ended; with `failed_too` however it ended."""
    return Need(ROLES, failed_too=failed_too)


def need_result(task: str) -> Need:
    """Require a result of the same visit."""
    return Need(task, result=True)


def need_end(task: str) -> Need:
    """Require the end of the same visit's task, whatever its outcome."""
    return Need(task)


def need_end_within_run(task: str) -> Need:
    """Require the end of the same visit's task before this one in a run."""
    return Need(task, order_only=True)


def need_end_in_earlier_visit(task: str) -> Need:
    """Require the end of the nearest earlier visit's task, whatever its outcome."""
    return Need(task, visit="previous")
