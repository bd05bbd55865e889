"""The statuses of a run's steps, each in its group: the one list that the tables and the runs are made from."""

from enum import StrEnum


class StepGroup(StrEnum):
    """What a status means for the run, and for the steps that wait for the step."""

    OPEN = "open"
    """Not ended yet."""
    WELL = "well"
    """Ended; what waits for it goes on."""
    BADLY = "badly"
    """Ended without a result; what needs its result is skipped."""
    CANCELLED = "cancelled"
    """Ended with its run."""


STEP_STATUSES = {
    "waiting": StepGroup.OPEN,
    "running": StepGroup.OPEN,
    "success": StepGroup.WELL,
    "insufficient": StepGroup.WELL,
    "reused": StepGroup.WELL,
    "failed": StepGroup.BADLY,
    "skipped": StepGroup.BADLY,
    "cancelled": StepGroup.CANCELLED,
}


def statuses_in(group: StepGroup) -> tuple[str, ...]:
    """The statuses of a group."""
    return tuple(status for status, own in STEP_STATUSES.items() if own is group)


def status_check() -> str:
    """The constraint of the column that holds a status."""
    return f"status IN ({', '.join(repr(status) for status in STEP_STATUSES)})"
