"""What has to hold in a database once its runs have ended, whatever happened to those who worked on them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from support.http_service import UNDER_WAY
from support.model_server import Upstream
from support.pipeline_process import PipelineProcess

VERSIONS = {"your_journey_versions": "version", "session_bridge_versions": "version_number"}


async def wait_until(found: Callable[[], Awaitable[Any]] | Callable[[], Any]) -> Any:
    """What is found, once anything is: another process or thread brings it about, which sets no event here."""
    while True:
        answer = found()
        if isinstance(answer, Awaitable):
            answer = await answer
        if answer:
            return answer
        await asyncio.sleep(0.02)


async def wait_for_end(works: PipelineProcess, run_id: UUID) -> str:
    """How a run ended, once it has."""
    while (status := await works.status(run_id)) in UNDER_WAY:  # noqa: ASYNC110 - as a caller does
        await asyncio.sleep(0.1)
    return status


async def none_of(works: PipelineProcess, query: str, **values: Any) -> bool:
    """Whether a query finds nothing."""
    return not await works.rows(query, **values)


async def open_lines(works: PipelineProcess, executor: str) -> set[UUID]:
    """The ledger's open lines of an executor."""
    query = "SELECT id FROM model_calls WHERE state = 'open' AND executor = :one"
    return {row["id"] for row in await works.rows(query, one=executor)}


async def assert_nothing_is_lost(works: PipelineProcess) -> None:
    """Every step has come to a result, and all that is numbered or told is whole."""
    assert await works.rows("SELECT status FROM runs WHERE status <> 'completed'") == []
    steps = await works.rows("SELECT * FROM run_steps")
    assert {step["status"] for step in steps} <= {"success", "insufficient"}
    made = await works.rows("SELECT session_id, task FROM generations")
    assert sorted(map(str, made)) == sorted(str({"session_id": s["session_id"], "task": s["task"]}) for s in steps)
    assert await works.rows("SELECT * FROM claims") == []
    for table, column in VERSIONS.items():
        await _numbered_from_one(works, table, column)
    await _numbered_from_one(works, "pipeline_events", "number")
    assert await _told_twice(works) == []


async def assert_nothing_is_paid_twice(works: PipelineProcess, upstream: Upstream, lost: set[UUID]) -> None:
    """Each result has one line, and no other is left but those of calls that were `lost`; the model was asked for no
    more than that."""
    lines = await works.rows(
        "SELECT id, task, session_id, generation_id, outcome, opened_at, closed_at FROM model_calls"
    )
    made = [line for line in lines if line["outcome"] != "not_made"]
    paid = [line for line in made if line["generation_id"]]
    assert [line for line in made if not line["generation_id"] and line["id"] not in lost] == []
    assert set(Counter((line["session_id"], line["task"]) for line in paid).values()) == {1}
    assert _tasks(paid) <= upstream.tasks <= _tasks(made)


def _tasks(lines: list[dict[str, Any]]) -> Counter[str]:
    return Counter(line["task"] for line in lines)


async def _numbered_from_one(works: PipelineProcess, table: str, column: str) -> None:
    numbers = f"SELECT array_agg({column} ORDER BY {column}) AS numbers FROM {table} GROUP BY patient_id"
    for row in await works.rows(numbers):
        assert row["numbers"] == list(range(1, len(row["numbers"]) + 1)), table


async def _told_twice(works: PipelineProcess) -> list[dict[str, object]]:
    """Ends of steps and waves that were told more than once in a run, or not at all."""
    ends = (
        "SELECT run_id, session_id, phase, event FROM pipeline_events"
        " WHERE event IN ('COMPLETE', 'FAILED') OR (metadata ? 'generation_id' AND event <> 'VERSION_SAVE')"
        " GROUP BY run_id, session_id, phase, event HAVING count(*) <> 1"
    )
    return await works.rows(ends)
