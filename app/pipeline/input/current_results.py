"""Chooses the result of a task that counts: the newest, unless it is empty and an earlier one is still valid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.pipeline.input.staleness import is_stale
from app.store.models import Generation
from app.store.visits import Ground

Grounds = Mapping[UUID, Ground]
Key = tuple[UUID, str]
"""A visit and a task."""


@dataclass(frozen=True, slots=True)
class CurrentResult:
    """The current result. `attempt` is a newer one that is empty, if there is one."""

    row: Generation
    attempt: Generation | None = None


def current_results(rows: Iterable[Generation], grounds: Grounds) -> dict[Key, CurrentResult]:
    """The current result of each visit and task. `rows` are at most two of each: the newest with a result, and the
    newest without."""
    found: dict[Key, list[Generation]] = {}
    for row in rows:
        found.setdefault((row.session_id, row.task), []).append(row)
    return {key: _chosen(made, grounds) for key, made in found.items()}


def counting_results(rows: Iterable[Generation], grounds: Grounds) -> dict[Key, Generation]:
    """The same, without the attempts."""
    return {key: each.row for key, each in current_results(rows, grounds).items()}


def _chosen(made: list[Generation], grounds: Grounds) -> CurrentResult:
    newest, *earlier = sorted(made, key=lambda row: row.number, reverse=True)
    if newest.state == "success" or not earlier or is_stale(earlier[0], grounds):
        return CurrentResult(newest)
    return CurrentResult(earlier[0], newest)
