"""Stored results: finding the newest ones, and adding one."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, Table, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import load_only

from app.errors import NotFound
from app.store.database import Db
from app.store.models import Generation

# Made once: building a statement takes longer than running it.
_OF_VISIT = (
    select(Generation)
    .where(Generation.session_id == bindparam("session"))
    .ext(distinct_on(Generation.task, Generation.state))
    .order_by(Generation.task, Generation.state, Generation.number.desc())
)


async def find_generation(db: Db, generation_id: UUID) -> Generation | None:
    """Return one generation, or None."""
    return await db.get(Generation, generation_id)


async def newest_generation_of_task(db: Db, session_id: UUID, task: str) -> Generation | None:
    """Return the newest generation of a visit's task, or None."""
    return await find_generation_by_properties(db, session_id, task, {}, {})


async def newest_generations_of_visit(db: Db, session_id: UUID) -> Sequence[Generation]:
    """Return, for each task of a visit, the newest generation with a result and the newest without."""
    return (await db.scalars(_OF_VISIT, {"session": session_id})).all()


async def newest_generations_of_patient(db: Db, patient_id: UUID, tasks: Sequence[str]) -> Sequence[Generation]:
    """Return, for each visit and task of a patient, the newest generation with a result and the newest without."""
    return (await db.scalars(_newest(patient_id).where(Generation.task.in_(tasks)))).all()


_OUTLINE = (
    *(Generation.session_id, Generation.task, Generation.number, Generation.state),
    *(Generation.sources, Generation.past, Generation.prompt_version),
)


async def newest_generations_without_results(db: Db, patient_id: UUID) -> Sequence[Generation]:
    """Return the same for every task but without the results: only the columns that show whether a
    result is current.
    """
    return (await db.scalars(_newest(patient_id).options(load_only(*_OUTLINE, raiseload=True)))).all()


async def first_generation_numbers(db: Db, patient_id: UUID, task: str) -> dict[UUID, int]:
    """Return the number of the first generation of a task for each visit of a patient that has one."""
    mine = (Generation.patient_id == patient_id, Generation.task == task)
    first = select(Generation.session_id, func.min(Generation.number).label("number")).where(*mine)
    return {row.session_id: row.number for row in await db.execute(first.group_by(Generation.session_id))}


async def update_past_fingerprint(db: Db, session_id: UUID, old: str, new: str) -> None:
    """Replace the fingerprint of the earlier visits in a visit's results."""
    known = update(Generation).where(Generation.session_id == session_id, Generation.past == old)
    await db.execute(known.values(past=new).execution_options(synchronize_session=False))


async def find_generation_by_properties(
    db: Db,
    session_id: UUID,
    task: str,
    wanted: dict[str, str],
    choices: dict[str, Any],
    excluded: str | None = None,
    state: str | None = None,
) -> Generation | None:
    """Return the newest generation of a task whose columns equal `wanted` and whose choices contain `choices`, except
    `excluded`; with `state`, only one in that state.
    """
    query = select(Generation).where(Generation.session_id == session_id, Generation.task == task)
    if state is not None:
        query = query.where(Generation.state == state)
    query = query.filter_by(**wanted).where(Generation.choices.contains(choices))
    if excluded:
        query = query.where(~Generation.choices.has_key(excluded))
    return await db.scalar(query.order_by(Generation.number.desc()).limit(1))


async def hold_results(db: Db, session_id: UUID, tasks: Sequence[str]) -> None:
    """Hold a visit's results of some tasks, except released ones. The caller holds the patient's lock."""
    mine = (Generation.session_id == session_id, Generation.task.in_(tasks), Generation.released_at.is_(None))
    await db.execute(update(Generation).where(*mine).values(held=True).execution_options(synchronize_session=False))


async def mark_result_released(db: Db, row: Generation, reason: str | None = None) -> bool:
    """Release a result, whatever a later screen says. Return False if it was already released. The caller has read it
    under the patient's lock.
    """
    if row.released_at is not None:
        return False
    row.released_at = await db.scalar(select(func.now()))
    row.release_reason = reason
    await db.flush()
    return True


_TABLE = cast(Table, Generation.__table__)
_ADD = insert(_TABLE).returning(_TABLE.c.id, _TABLE.c.number, _TABLE.c.created_at)


async def insert_generation(db: Db, values: dict[str, Any]) -> Generation:
    """Store one generation and return it as the database completed it. Raises NotFound if its visit was erased
    meanwhile.
    """
    try:
        added = await db.execute(_ADD, values)
    except IntegrityError:
        raise NotFound("The session was erased meanwhile.") from None
    return Generation(**(values | added.one()._asdict()))


def _newest(patient_id: UUID) -> Select[Generation]:
    return (
        select(Generation)
        .where(Generation.patient_id == patient_id)
        .ext(distinct_on(Generation.session_id, Generation.task, Generation.state))
        .order_by(Generation.session_id, Generation.task, Generation.state, Generation.number.desc())
    )
