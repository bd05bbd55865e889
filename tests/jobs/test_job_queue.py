"""Runs as durable work: done once enqueued, broken off when cancelled, taken up when their process is gone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from app.jobs.job_queue import ENGINE_TABLE, JobQueue, create_job_tables
from app.store.database import Database

ROWS = f"SELECT workflow_uuid, status, executor_id FROM {ENGINE_TABLE} ORDER BY workflow_uuid"
QUICKLY: dict[str, Any] = {"at_once": 4, "poll_seconds": 0.05}
WORDS = "the patient's own words"


@dataclass
class Working:
    """What is done of runs: begun, and over once they may be; `most` were under way at once."""

    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[UUID] = field(default_factory=list)
    ended: list[UUID] = field(default_factory=list)
    broken_off: list[UUID] = field(default_factory=list)
    most: int = 0
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def __call__(self, run_id: UUID) -> None:
        self.begun.append(run_id)
        await self._tell()
        try:
            await self.may_end.wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0)  # clearing up is not done at once
            self.broken_off.append(run_id)
            await self._tell()
            raise
        self.ended.append(run_id)
        await self._tell()

    async def _tell(self) -> None:
        self.most = max(self.most, len(self.begun) - len(self.ended) - len(self.broken_off))
        async with self.news:
            self.news.notify_all()

    async def until(self, so: Callable[[], bool]) -> None:
        """Wait until something of that has happened."""
        async with self.news:
            await self.news.wait_for(so)


@dataclass
class Place:
    """A database, and the processes on it."""

    url: str
    database: Database
    stack: AsyncExitStack

    async def jobs(self, executor: str) -> JobQueue:
        jobs = JobQueue(self.url, executor)
        self.stack.push_async_callback(jobs.close)
        self.stack.push_async_callback(jobs.end)
        return jobs

    async def enqueued(self, jobs: JobQueue, count: int = 1, *, short: bool = False) -> list[UUID]:
        """Runs that wait, in the order of their ids."""
        ids = sorted(uuid4() for _ in range(count))
        async with self.database.transaction() as db:
            for run_id in ids:
                await jobs.enqueue(db, run_id, short=short)
        return ids

    async def taken_up(self, jobs: JobQueue, alive: set[str], under_way: list[UUID]) -> int:
        """How many runs are taken up."""
        async with self.database.transaction() as db:
            return await jobs.recover_jobs(db, alive, under_way)

    async def rows(self) -> list[tuple[str, str, str | None]]:
        """What the engine holds: name, status, executor."""
        async with self.database.snapshot() as db:
            return [(row[0], row[1], row[2]) for row in await db.execute(text(ROWS))]

    async def until_status(self, *statuses: str) -> None:
        while [status for _, status, _ in await self.rows()] != list(statuses):  # noqa: ASYNC110 - rows set no event
            await asyncio.sleep(0.05)


@pytest.fixture
async def place(database_url: str, database: Database) -> AsyncIterator[Place]:
    async with AsyncExitStack() as stack:
        yield Place(database_url, database, stack)


async def test_a_run_is_done_once_it_is_enqueued(place: Place) -> None:
    web, worker, working = await place.jobs("web:1"), await place.jobs("worker:1"), Working()
    working.may_end.set()
    (before,) = await place.enqueued(web)
    await worker.start_executing(working, **QUICKLY)
    (after,) = await place.enqueued(web)
    await place.until_status("SUCCESS", "SUCCESS")
    assert sorted(working.ended) == sorted([before, after])


async def test_a_run_whose_transaction_is_rolled_back_never_was(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    working.may_end.set()
    await jobs.start_executing(working, **QUICKLY)
    with pytest.raises(LookupError):
        async with place.database.transaction() as db:
            await jobs.enqueue(db, uuid4())
            raise LookupError
    (kept,) = await place.enqueued(jobs)
    await place.until_status("SUCCESS")
    assert working.begun == [kept]


async def test_the_engine_knows_of_a_run_its_id_alone(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    working.may_end.set()
    await jobs.start_executing(working, **QUICKLY)
    (run_id,) = await place.enqueued(jobs)
    await place.until_status("SUCCESS")
    async with place.database.snapshot() as db:
        inputs = list(await db.scalars(text("SELECT inputs FROM dbos.workflow_input")))
        outputs = list(await db.scalars(text("SELECT output FROM dbos.workflow_output")))
    assert len(inputs) == 1
    assert str(run_id) in inputs[0]
    assert len(inputs[0]) < 100
    assert all(len(output or "") < 20 for output in outputs)


async def test_so_many_at_once_and_no_more(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    await place.enqueued(jobs, 5)
    await jobs.start_executing(working, at_once=2, poll_seconds=0.05)
    await working.until(lambda: len(working.begun) == 2)
    working.may_end.set()
    await place.until_status(*["SUCCESS"] * 5)
    assert working.most == 2
    assert len(set(working.ended)) == 5


async def test_a_short_one_does_not_wait_for_long_ones_to_end(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    long = await place.enqueued(jobs, 3)
    await jobs.start_executing(working, at_once=1, poll_seconds=0.05)
    await working.until(lambda: len(working.begun) == 1)
    (short,) = await place.enqueued(jobs, short=True)
    await working.until(lambda: short in working.begun)
    assert len([run for run in working.begun if run in long]) == 1
    working.may_end.set()
    await working.until(lambda: len(working.ended) == 4)


async def test_a_process_does_durable_work_once(place: Place) -> None:
    one, other = await place.jobs("worker:1"), await place.jobs("worker:2")
    await one.start_executing(Working(), **QUICKLY)
    with pytest.raises(RuntimeError, match="already"):
        await other.start_executing(Working(), **QUICKLY)


async def test_a_run_that_is_cancelled_here_is_broken_off_and_has_cleared_up(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    await jobs.start_executing(working, **QUICKLY)
    run_id, other = await place.enqueued(jobs, 2)
    await working.until(lambda: len(working.begun) == 2)
    await jobs.cancel([run_id])
    assert working.broken_off == [run_id]
    working.may_end.set()
    await place.until_status("CANCELLED", "SUCCESS")
    assert working.ended == [other]


async def test_a_run_that_is_cancelled_elsewhere_is_broken_off(place: Place) -> None:
    web, worker, working = await place.jobs("web:1"), await place.jobs("worker:1"), Working()
    await worker.start_executing(working, **QUICKLY)
    ids = await place.enqueued(web)
    await working.until(lambda: working.begun == ids)
    # Elsewhere there is no more than the engine's row to see: what runs here is not at hand.
    await web._client.cancel_workflows_async([str(ids[0])])
    await working.until(lambda: working.broken_off == ids)


async def test_a_run_that_is_cancelled_while_it_waits_is_never_begun(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    working.may_end.set()
    cancelled, kept = await place.enqueued(jobs, 2)
    await jobs.cancel([cancelled])
    await jobs.cancel([])
    await jobs.start_executing(working, **QUICKLY)
    await place.until_status("CANCELLED", "SUCCESS")
    assert working.begun == [kept]


async def test_what_a_process_leaves_is_another_s_once_it_is_taken_up(place: Place) -> None:
    leaves, stays, first, second = await place.jobs("worker:1"), await place.jobs("worker:2"), Working(), Working()
    ids = await place.enqueued(leaves)
    await leaves.start_executing(first, **QUICKLY)
    await first.until(lambda: first.begun == ids)
    await leaves.end()
    assert (first.broken_off, first.ended) == (ids, [])

    second.may_end.set()
    await stays.start_executing(second, **QUICKLY)
    assert await place.taken_up(stays, {"worker:2"}, ids) == 1
    await place.until_status("SUCCESS")
    assert second.ended == ids


async def test_what_the_living_do_is_not_taken_up(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    await jobs.start_executing(working, **QUICKLY)
    ids = await place.enqueued(jobs, 2)
    await working.until(lambda: len(working.begun) == 2)
    assert await place.taken_up(await place.jobs("worker:2"), {"worker:1", "worker:2"}, ids) == 0
    working.may_end.set()
    await place.until_status("SUCCESS", "SUCCESS")
    assert sorted(working.begun) == ids


async def test_a_process_that_ends_lets_a_piece_of_work_finish_and_begins_no_other(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    await jobs.start_executing(working, **QUICKLY)
    async with jobs.uninterrupted_section():
        ending = asyncio.create_task(jobs.end(seconds=3600))
        await asyncio.sleep(0)
        another = asyncio.create_task(jobs.uninterrupted_section().__aenter__())
        await asyncio.wait([ending, another], timeout=0)
        assert not ending.done()
        assert not another.done()
    await ending
    another.cancel()
    await asyncio.wait([another])


async def test_a_process_may_begin_again_after_its_end(place: Place) -> None:
    for number in range(2):
        jobs, working = await place.jobs(f"worker:{number}"), Working()
        working.may_end.set()
        await jobs.start_executing(working, **QUICKLY)
        ids = await place.enqueued(jobs)
        await working.until(lambda: working.ended == ids)  # noqa: B023 - awaited within the turn
        await jobs.end()
        await jobs.end()
        assert await asyncio.to_thread(len, "the loop has threads of its own again") > 0


async def test_nothing_is_left_of_a_run_that_is_forgotten(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    working.may_end.set()
    await jobs.start_executing(working, **QUICKLY)
    gone, kept = await place.enqueued(jobs, 2)
    await place.until_status("SUCCESS", "SUCCESS")
    await jobs.delete_jobs([gone])
    assert [name for name, _, _ in await place.rows()] == [str(kept)]
    async with place.database.snapshot() as db:
        steps = await db.scalars(text("SELECT DISTINCT workflow_uuid FROM dbos.operation_outputs"))
        assert set(steps) == {str(kept)}


async def test_a_fault_in_a_run_prints_nothing_of_it(
    place: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async def fails(run_id: UUID) -> None:
        raise LookupError(f"{run_id}: {WORDS}")

    jobs = await place.jobs("worker:1")
    await jobs.start_executing(fails, **QUICKLY)
    await place.enqueued(jobs)
    await place.until_status("ERROR")
    out, err = capfd.readouterr()
    # Our own log lines leave an exception's words out; the engine must not put them into its message.
    assert WORDS not in out + err + "".join(caplog.messages)


async def test_breaking_off_is_not_told_as_a_fault(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    await jobs.start_executing(working, **QUICKLY)
    ids = await place.enqueued(jobs)
    await working.until(lambda: working.begun == ids)
    await jobs.cancel(ids)
    await jobs.end()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_the_tables_are_made_once_and_by_several_at_a_time(empty_database_url: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(create_job_tables, empty_database_url) for _ in range(3)))
    create_job_tables(empty_database_url)
    database = Database(empty_database_url)
    assert await database.has_table(ENGINE_TABLE)
    await database.close()


async def test_a_run_that_the_engine_takes_for_done_is_done_until_it_has_ended(place: Place) -> None:
    jobs, working = await place.jobs("worker:1"), Working()
    working.may_end.set()
    await jobs.start_executing(working, **QUICKLY)
    ids = await place.enqueued(jobs)
    await place.until_status("SUCCESS")

    assert await place.taken_up(jobs, {"worker:1"}, ids) == 1
    await place.until_status("SUCCESS", "SUCCESS")
    assert working.ended == ids * 2
    assert await place.taken_up(jobs, {"worker:1"}, []) == 0
    await jobs.delete_jobs(ids)
    assert await place.rows() == []
