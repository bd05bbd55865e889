"""The ledger of model calls, and its totals."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, bindparam, case, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store.database import Db
from app.store.models import ModelCall, Patient, Run, TherapySession
from app.store.sql_time import seconds_ago

GroupBy = Literal["task", "model", "model_tier", "patient"]


_CALLS = cast(Table, ModelCall.__table__)
_ASKED = ("task", "model_tier", "model_asked", "engine", "reasoning_effort", "service_tier_asked", "attempt")
_MADE_BY = ("executor", "attempt_id", "step_attempt")
_HEARD = ("state", "outcome", "model", "service_tier", "cost_usd", "extracted")
UNPAID = ("loading", "unreachable", "overloaded", "rate_limited", "circuit_open", "not_made")
"""Outcomes of calls on which no model can have worked."""
_TOKENS = ("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens")
_OWNERS = {"patient_id": Patient.id, "session_id": TherapySession.id, "run_id": Run.id}

# Made once: building a statement takes longer than running it.
_OPEN = (
    insert(_CALLS)
    .values({name: bindparam(name) for name in ("id", *_ASKED, *_MADE_BY)})
    .values({name: select(key).where(key == bindparam(name)).scalar_subquery() for name, key in _OWNERS.items()})
    .on_conflict_do_nothing(index_elements=[_CALLS.c.id])
    .returning(_CALLS.c.id)
)
_CLOSE = (
    update(_CALLS)
    .where(_CALLS.c.id == bindparam("call"))
    .values({name: bindparam(name) for name in (*_HEARD, *_TOKENS)} | {"closed_at": func.now()})
    .values(generation_id=bindparam("generation"))
)


async def open_call(db: Db, values: dict[str, Any]) -> bool:
    """Add a ledger row before a call is made. Return False if it exists already, because an earlier commit of unknown
    outcome succeeded. A patient or visit that was erased meanwhile is stored as null.
    """
    return (await db.execute(_OPEN, values)).first() is not None


async def close_call(db: Db, call_id: UUID, values: dict[str, Any], generation_id: UUID | None = None) -> None:
    """Complete a row after its call. Unknown token counts stay null."""
    await db.execute(
        _CLOSE, {**dict.fromkeys(_TOKENS), "extracted": False, **values, "call": call_id, "generation": generation_id}
    )


def is_billable() -> ColumnElement[bool]:
    """Return the SQL condition under which a closed call is billable: it was answered, or it broke off at an unknown
    cost.
    """
    return (ModelCall.state == "answered") | ((ModelCall.state == "failed") & ModelCall.cost_usd.is_(None))


async def close_calls_of_dead_processes(db: Db, seconds: float) -> None:
    """Close the rows of calls whose process died before they ended."""
    await _close_where(db, ModelCall.opened_at < seconds_ago(seconds))


async def close_calls_of_executor(db: Db, executor: str, under_way: Collection[UUID], settled: float) -> None:
    """Close the rows of an executor's finished attempts, like `claims.delete_claims_of_executor`."""
    over = ModelCall.attempt_id.not_in(under_way) & (ModelCall.opened_at < seconds_ago(settled))
    await _close_where(db, (ModelCall.executor == executor) & over)


async def _close_where(db: Db, lost: ColumnElement[bool]) -> None:
    closed = update(ModelCall).where(ModelCall.state == "open", lost)
    closed = closed.values(state="failed", outcome="lost", closed_at=func.now())
    await db.execute(closed.execution_options(synchronize_session=False))


async def link_calls_to_generation(db: Db, call_ids: list[UUID], generation_id: UUID) -> None:
    """Record which generation some calls were made for."""
    if not call_ids:
        return
    linked = update(ModelCall).where(ModelCall.id.in_(call_ids)).values(generation_id=generation_id)
    await db.execute(linked.execution_options(synchronize_session=False))


async def count_calls_of_step(db: Db, run_id: UUID, session_id: UUID, task: str) -> int:
    """Count the calls for a run's step so far on which a model may have worked."""
    of_step = (ModelCall.run_id == run_id) & (ModelCall.session_id == session_id) & (ModelCall.task == task)
    counted = of_step & ModelCall.outcome.not_in(UNPAID)
    return await db.scalar(select(func.count()).select_from(ModelCall).where(counted)) or 0


async def cost_totals(db: Db, group_by: GroupBy | None) -> list[dict[str, Any]]:
    """Return sums over all billable calls, by key, or over everything without one. `cost_usd` sums the known prices and
    token fields the known counts; each is None if there were calls but none has a known value. `unpriced_calls` counts
    calls of unknown cost.
    """
    key = _KEYS[group_by] if group_by else literal(None)
    sums = [_known_sum(_CALLS.c[name]).label(name) for name in (*_TOKENS, "cost_usd")]
    unpriced = func.count(case((ModelCall.cost_usd.is_(None), 1))).label("unpriced_calls")
    query: Select[Any] = select(key.label("key"), func.count().label("calls"), *sums, unpriced)
    query = query.where(is_billable())
    if group_by:
        query = query.group_by(key).order_by(key)
    return [dict(row._mapping) for row in await db.execute(query)]


def _known_sum(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the SQL sum of known values: 0 without rows, null if no value is known."""
    return case((func.count() == 0, 0), else_=func.sum(column))


_KEYS: dict[GroupBy, ColumnElement[Any]] = {
    "task": ModelCall.task.expression,
    "model": func.coalesce(ModelCall.model, ModelCall.model_asked),
    "model_tier": ModelCall.model_tier.expression,
    "patient": ModelCall.patient_id.expression,
}


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """The tokens of an answered call."""

    task: str
    input_tokens: int
    cached_input_tokens: int
    output_tokens: int
    reasoning_tokens: int


async def answered_calls(db: Db) -> list[RecordedCall]:
    """Return the answered calls with known token counts one by one, since prices may depend on the
    length of a prompt.
    """
    answered = select(_CALLS.c.task, *(_CALLS.c[name] for name in _TOKENS)).where(
        ModelCall.state == "answered", ModelCall.input_tokens.is_not(None), ModelCall.output_tokens.is_not(None)
    )
    rows = await db.execute(answered.order_by(ModelCall.opened_at))
    return [RecordedCall(row.task, *(row[index] or 0 for index in range(1, len(_TOKENS) + 1))) for row in rows]
