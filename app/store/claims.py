"""Claims on tasks, so that concurrent callers pay only once, and heartbeats of executors."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import bindparam, delete, func, or_, select, text
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
    """When a claim expires, in seconds: after `lease` without a heartbeat of its executor, or after `longest`, the time
    that the task can take.
    """

    lease: float
    longest: float


# Made once: building a statement takes longer than running it.
_ALIVE = select(Executor.id).where(Executor.seen_at > seconds_ago(bindparam("lease")))
_EXPIRED = or_(Claim.executor.not_in(_ALIVE), Claim.claimed_at < seconds_ago(bindparam("longest")))
_OF_TASK = (Claim.session_id == bindparam("session"), Claim.task == bindparam("name"))
_OWN = (*_OF_TASK, Claim.attempt_id == bindparam("attempt"))
_GIVEN = {"session_id": "session", "task": "name", "executor": "claimant", "attempt_id": "attempt"}
_ADDED = insert(Claim).values({column: bindparam(name) for column, name in _GIVEN.items()})
_TAKE = _ADDED.on_conflict_do_update(
    index_elements=[Claim.session_id, Claim.task],
    set_={"executor": _ADDED.excluded.executor, "attempt_id": _ADDED.excluded.attempt_id, "claimed_at": func.now()},
    where=or_(Claim.attempt_id == _ADDED.excluded.attempt_id, _EXPIRED),
).returning(Claim.task)
_IS_OWN = select(select(Claim.task).where(*_OWN).exists())
_EXISTS = select(select(Claim.task).where(*_OF_TASK, ~_EXPIRED).exists())
_RELEASE = delete(Claim).where(*_OWN).returning(Claim.task).execution_options(synchronize_session=False)


async def insert_claim(db: Db, session_id: UUID, task: str, executor: str, attempt_id: UUID, terms: ClaimTerms) -> bool:
    """Claim a visit's task for an attempt. Return False while another attempt holds the claim. An attempt that already
    holds it keeps it: its earlier commit succeeded although the acknowledgement was lost. Raises NotFound if the visit
    was erased.
    """
    given = {**_own(session_id, task, attempt_id), "claimant": executor, **asdict(terms)}
    try:
        return (await db.execute(_TAKE, given)).first() is not None
    except IntegrityError:
        raise NotFound("The session was erased meanwhile.") from None


async def is_held_by(db: Db, session_id: UUID, task: str, attempt_id: UUID) -> bool:
    """Return whether an attempt still holds its claim."""
    return bool(await db.scalar(_IS_OWN, _own(session_id, task, attempt_id)))


async def claim_exists(db: Db, session_id: UUID, task: str, terms: ClaimTerms) -> bool:
    """Return whether any attempt holds the claim on a visit's task."""
    return bool(await db.scalar(_EXISTS, {"session": session_id, "name": task, **asdict(terms)}))


async def delete_claim(db: Db, session_id: UUID, task: str, attempt_id: UUID) -> bool:
    """Release a claim. Return False if this attempt no longer held it."""
    return (await db.execute(_RELEASE, _own(session_id, task, attempt_id))).first() is not None


def _own(session_id: UUID, task: str, attempt_id: UUID) -> dict[str, object]:
    return {"session": session_id, "name": task, "attempt": attempt_id}


async def delete_claims_of_executor(db: Db, executor: str, under_way: Collection[UUID], settled: float) -> None:
    """Release the claims of an executor's finished attempts. `under_way` lists its unfinished ones; claims younger than
    `settled` seconds are kept, since their attempt may have started after that list was made.
    """
    left = delete(Claim).where(
        Claim.executor == executor, Claim.attempt_id.not_in(under_way), Claim.claimed_at < seconds_ago(settled)
    )
    await db.execute(left.execution_options(synchronize_session=False))


async def delete_abandoned_claims(db: Db) -> None:
    """Delete claims older than a day whose executors no longer exist."""
    nobodys = delete(Claim).where(Claim.executor.not_in(select(Executor.id)), Claim.claimed_at < seconds_ago(A_DAY))
    await db.execute(nobodys.execution_options(synchronize_session=False))


async def record_heartbeat(db: Db, executor: str) -> None:
    """Record an executor's heartbeat, and delete executors without one for a day."""
    now = insert(Executor).values(id=executor, seen_at=func.now())
    await db.execute(now.on_conflict_do_update(index_elements=[Executor.id], set_={"seen_at": func.now()}))
    long_ago = Executor.seen_at < seconds_ago(A_DAY)
    await db.execute(delete(Executor).where(long_ago).execution_options(synchronize_session=False))


async def unregister_executor(db: Db, executor: str) -> None:
    """Unregister an executor; its claims expire at once."""
    await db.execute(delete(Executor).where(Executor.id == executor).execution_options(synchronize_session=False))


async def executors_with_heartbeat(db: Db, lease: float) -> set[str]:
    """Return the executors with a heartbeat within the lease, in seconds."""
    recent = Executor.seen_at > seconds_ago(lease)
    return set(await db.scalars(select(Executor.id).where(recent)))


async def executors_without_heartbeat(db: Db, lease: float) -> set[str]:
    """Return the executors that have active runs but no heartbeat within the lease, in seconds."""
    long_ago = Executor.seen_at <= seconds_ago(lease)
    at_work = select(Run.executor).where(Run.status == "running")
    return set(await db.scalars(select(Executor.id).where(long_ago, Executor.id.in_(at_work))))


async def terminate_connections(db: Db, executors: Collection[str]) -> None:
    """Terminate the database connections of executors, which rolls back their transactions and releases their locks."""
    if executors:
        await db.execute(_DISCONNECT, {"names": [application_name(executor) for executor in executors]})


async def try_recovery_lock(db: Db) -> bool:
    """Try to take the lock that lets one process at a time recover runs. It is held until the transaction ends."""
    return bool(await db.scalar(select(func.pg_try_advisory_xact_lock(TAKING_UP))))
