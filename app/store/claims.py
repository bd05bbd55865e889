"""Claims on tasks, so that concurrent callers pay once, and heartbeats of executors."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from app.errors import NotFound
from app.store.database import Db, application_name
from app.store.models import Claim, Executor, Run
from app.store.sql_time import seconds_ago

A_DAY = 86_400.0
TAKING_UP = 0x7E4AB41D6E
"""The key of the advisory lock, unique in the database."""

_DISCONNECT = text(
    """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = ANY(:names) AND datname = current_database() AND usename = current_user
    """
)


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """When a claim that was not released expires, in seconds: its executor sent no heartbeat for a `lease`, or it is
    held for longer than the `longest` that the task can take."""

    lease: float
    longest: float

    @property
    def lapsed(self) -> ColumnElement[bool]:
        """Whether a claim is free."""
        alive = select(Executor.id).where(Executor.seen_at > seconds_ago(self.lease))
        return or_(Claim.executor.not_in(alive), Claim.claimed_at < seconds_ago(self.longest))


async def claim(db: Db, session_id: UUID, task: str, executor: str, attempt_id: UUID, terms: ClaimTerms) -> bool:
    """Claim a visit's task for an attempt of an executor; False while another attempt holds it. An attempt that holds
    the claim already keeps it: the commit that seemed lost took place. Raises NotFound when the visit was erased."""
    added = insert(Claim).values(session_id=session_id, task=task, executor=executor, attempt_id=attempt_id)
    taken = added.on_conflict_do_update(
        index_elements=[Claim.session_id, Claim.task],
        set_={"executor": executor, "attempt_id": attempt_id, "claimed_at": func.now()},
        where=or_(Claim.attempt_id == attempt_id, terms.lapsed),
    )
    try:
        return (await db.execute(taken.returning(Claim.task))).first() is not None
    except IntegrityError:
        raise NotFound("The session was erased meanwhile.") from None


async def is_held_by(db: Db, session_id: UUID, task: str, attempt_id: UUID) -> bool:
    """Whether an attempt still holds its claim."""
    mine = select(Claim.task).where(Claim.session_id == session_id, Claim.task == task, Claim.attempt_id == attempt_id)
    return bool(await db.scalar(select(mine.exists())))


async def is_taken(db: Db, session_id: UUID, task: str, terms: ClaimTerms) -> bool:
    """Whether some attempt holds the claim on a visit's task."""
    one = select(Claim.task).where(Claim.session_id == session_id, Claim.task == task, ~terms.lapsed)
    return bool(await db.scalar(select(one.exists())))


async def free(db: Db, session_id: UUID, task: str, attempt_id: UUID) -> bool:
    """Release a claim; False when this attempt no longer holds it."""
    mine = (Claim.session_id == session_id, Claim.task == task, Claim.attempt_id == attempt_id)
    freed = delete(Claim).where(*mine).returning(Claim.task).execution_options(synchronize_session=False)
    return (await db.execute(freed)).first() is not None


async def release(db: Db, executor: str, under_way: Collection[UUID], settled: float) -> None:
    """Free the claims of an executor whose attempts are over. `under_way` are those that are not; a claim younger than
    `settled` seconds may belong to one that began since they were counted."""
    left = delete(Claim).where(
        Claim.executor == executor, Claim.attempt_id.not_in(under_way), Claim.claimed_at < seconds_ago(settled)
    )
    await db.execute(left.execution_options(synchronize_session=False))


async def forget_left(db: Db) -> None:
    """Delete claims that are a day old and whose executors were deleted: none took them over."""
    nobodys = delete(Claim).where(Claim.executor.not_in(select(Executor.id)), Claim.claimed_at < seconds_ago(A_DAY))
    await db.execute(nobodys.execution_options(synchronize_session=False))


async def record_heartbeat(db: Db, executor: str) -> None:
    """Record an executor's heartbeat, and delete executors without one for a day."""
    now = insert(Executor).values(id=executor, seen_at=func.now())
    await db.execute(now.on_conflict_do_update(index_elements=[Executor.id], set_={"seen_at": func.now()}))
    long_ago = Executor.seen_at < seconds_ago(A_DAY)
    await db.execute(delete(Executor).where(long_ago).execution_options(synchronize_session=False))


async def unregister_executor(db: Db, executor: str) -> None:
    """Unregister an executor; its claims are free at once."""
    await db.execute(delete(Executor).where(Executor.id == executor).execution_options(synchronize_session=False))


async def alive_executors(db: Db, lease: float) -> set[str]:
    """Executors seen within the lease, in seconds."""
    recent = Executor.seen_at > seconds_ago(lease)
    return set(await db.scalars(select(Executor.id).where(recent)))


async def silent_executors(db: Db, lease: float) -> set[str]:
    """Executors that have runs to do and were not seen within the lease, in seconds."""
    long_ago = Executor.seen_at <= seconds_ago(lease)
    at_work = select(Run.executor).where(Run.status == "running")
    return set(await db.scalars(select(Executor.id).where(long_ago, Executor.id.in_(at_work))))


async def disconnect(db: Db, executors: Collection[str]) -> None:
    """Terminate the connections of executors: their transactions are rolled back and their locks released."""
    if executors:
        await db.execute(_DISCONNECT, {"names": [application_name(executor) for executor in executors]})


async def may_take_up(db: Db) -> bool:
    """Whether this process alone may recover the work of dead ones until the transaction ends."""
    return bool(await db.scalar(select(func.pg_try_advisory_xact_lock(TAKING_UP))))
