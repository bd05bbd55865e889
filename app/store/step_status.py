"""The statuses of a run's steps by group: the single list from which tables and runs take them."""

from enum import StrEnum


class StepGroup(StrEnum):
    """What a status means for the run and for the steps that wait for this one."""

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
    """Return the statuses of a group."""
    return tuple(status for status, own in STEP_STATUSES.items() if own is group)


def status_check_constraint() -> str:
    """Return the check constraint of the status column."""
    return f"status IN ({', '.join(repr(status) for status in STEP_STATUSES)})"
