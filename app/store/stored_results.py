"""Streams the current stored results, for reports: one at a time, however many there are."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, case, cast, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from app.store.database import Db
from app.store.models import Generation, TherapySession

ROWS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class StoredResult:
    """The newest result of a visit and task. `quotes` are those it rests on, `places` how many places of the result
    have any; `dropped` and `memory` as stored. `result` is None where its words were not asked for."""

    session_id: UUID
    session_date: datetime
    task: str
    state: str
    reason: str | None
    engine: str
    quotes: int
    places: int
    dropped: list[dict[str, str]]
    memory: dict[str, Any] | None
    result: dict[str, Any] | None


async def newest_results(db: Db, patient_id: UUID | None, worded: Collection[str]) -> AsyncIterator[StoredResult]:
    """The newest result of each visit and task, of one patient or of all, by no order. The results themselves are
    read for the tasks of `worded` alone."""
    rows = await db.stream(_columns(patient_id, worded).execution_options(yield_per=ROWS_AT_ONCE))
    async for row in rows:
        yield StoredResult(*row)


def _columns(patient_id: UUID | None, worded: Collection[str]) -> Select[Any]:
    item = func.jsonb_array_elements(Generation.evidence).table_valued("value")
    places = select(func.count(item.c.value.op("->>")("path").distinct())).select_from(item).scalar_subquery()
    return (
        select(
            Generation.session_id,
            TherapySession.session_date,
            *(Generation.task, Generation.state, Generation.reason, Generation.engine),
            func.jsonb_array_length(Generation.evidence),
            places,
            *(Generation.dropped, Generation.memory),
            case((Generation.task.in_(worded), Generation.result)),
        )
        .join(TherapySession, TherapySession.id == Generation.session_id)
        .where(Generation.id.in_(_ids(patient_id)))
    )


def _ids(patient_id: UUID | None) -> Select[Any]:
    """The newest; where that says nothing, the last one that does and was made of the same words by the same prompt."""
    made_of = func.concat(Generation.prompt_version, Generation.sources[cast(Generation.session_id, Text)].astext)
    newest = func.first_value(made_of).over(
        partition_by=(Generation.session_id, Generation.task), order_by=Generation.number.desc()
    )
    says = (Generation.state == "success") & (made_of == newest)
    rows = select(*(Generation.id, Generation.session_id, Generation.task, Generation.number), says.label("says"))
    if patient_id is not None:
        rows = rows.where(Generation.patient_id == patient_id)
    made = rows.subquery()
    best_first = (made.c.session_id, made.c.task, made.c.says.desc(), made.c.number.desc())
    return select(made.c.id).ext(distinct_on(made.c.session_id, made.c.task)).order_by(*best_first)
