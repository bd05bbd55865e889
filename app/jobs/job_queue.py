"""The job queue: the only module that uses DBOS Transact.

A run is enqueued in the transaction that creates it. Whichever process takes it does it; when that one dies, another
does it again. What is stored here of a run is its id alone: its steps, and how far each has come, are rows of ours.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions, WorkflowStatus

from app.store.database import Db, utf8_url

Do = Callable[[UUID], Awaitable[None]]

APPLICATION = "therabridge"
ENGINE_TABLE = "dbos.workflow_status"
QUEUE, SHORT_QUEUE = "runs", "short_runs"
"""Short jobs have slots of their own, or they would wait for a long one to end."""
WORKFLOW = "work_through_a_run"
VERSION = "1"
"""The application version of jobs. Constant over releases, as a job is no more than a run's id, so that a deploy
recovers the jobs of its predecessor."""
PENDING = "PENDING"
GOING = [PENDING, "ENQUEUED"]
AGAIN = "/"
"""Separates a run's id from the suffix of its later workflows."""
LOOK_AGAIN = 0.05
GIVING_BACK_SECONDS = 3.0

log = logging.getLogger("dbos")


class _Here:
    """What this process does: DBOS knows its workflows for the process as a whole, and so do we."""

    do: Do | None = None
    tasks: dict[str, asyncio.Task[None]] = {}  # noqa: RUF012 - one per process is meant


@DBOS.step(name="steps", preemptible=True)
async def _steps(run_id: str) -> None:
    assert _Here.do is not None
    # A process that was taken for dead by mistake may get its own run once more: it is done once.
    task = _Here.tasks.get(run_id)
    if task is None:
        task = _Here.tasks[run_id] = asyncio.ensure_future(_Here.do(UUID(run_id)))
        task.add_done_callback(lambda _: _Here.tasks.pop(run_id, None))
    try:
        await task
    finally:
        await _ended(task)


@DBOS.workflow(name=WORKFLOW)
async def _work(run_id: str) -> None:
    await _steps(run_id)


def prepare(url: str) -> None:
    """Make or migrate the engine's tables. Blocks. `url` is in libpq form, past any pooler."""
    DBOS.migrate(utf8_url(url))


class JobQueue:
    """Runs as durable jobs, in one process: enqueued, cancelled, recovered, and, after `begin`, executed."""

    def __init__(self, url: str, executor: str, pool_size: int = 3) -> None:
        self._url, self._executor, self._pool_size = utf8_url(url), executor, pool_size
        self._stopping, self._under_way = False, 0
        self._client = DBOSClient(
            system_database_url=self._url,
            serializer=DBOSPortableJSONSerializer(),
            application_name=APPLICATION,
            system_database_pool_size=1,
            lazy=True,
        )

    async def enqueue(self, db: Db, run_id: UUID, name: str | None = None, *, short: bool = False) -> None:
        """Enqueue a run with the transaction. One that was enqueued before needs another name."""
        options: EnqueueOptions = {
            "workflow_name": WORKFLOW,
            "queue_name": SHORT_QUEUE if short else QUEUE,
            "workflow_id": name or str(run_id),
            "app_version": VERSION,
        }
        connection = await db.connection()
        await connection.run_sync(lambda sync: self._client.enqueue_in_transaction(sync, options, str(run_id)))

    async def begin(self, do: Do, *, at_once: int, poll_seconds: float) -> None:
        """Execute runs from now on, so many long and short ones at a time, polling at an interval. Once per process."""
        if _Here.do is not None:
            raise RuntimeError("this process does durable work already")
        _Here.do = do
        try:
            # Before the engine is there: it looks for queues once a second, and would miss one that comes later.
            for queue in (QUEUE, SHORT_QUEUE):
                await self._client.register_queue_async(
                    queue, worker_concurrency=at_once, polling_interval_sec=poll_seconds
                )
            _engine(self._url, self._executor, self._pool_size)
        except BaseException:
            _Here.do = None
            raise

    @property
    def stopping(self) -> bool:
        """Whether no more jobs are started."""
        return self._stopping

    def stop(self) -> None:
        """Start no more jobs."""
        self._stopping = True

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """A section that is better finished than repeated elsewhere. Waits for ever once no more jobs are started;
        stopping the process cancels it then."""
        if self._stopping:
            await asyncio.get_running_loop().create_future()
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    async def end(self, seconds: float = 0.0) -> None:
        """Wait so long for running jobs to finish; cancel the rest, which another process recovers."""
        self.stop()
        if _Here.do is None:
            return
        until = time.monotonic() + seconds
        while self._under_way and time.monotonic() < until:  # noqa: ASYNC110 - a count sets no event
            await asyncio.sleep(LOOK_AGAIN)
        tasks = [asyncio.ensure_future(_ended(task)) for task in _Here.tasks.values()]
        if tasks:
            # Where the database is away nothing can be given back: it is taken up once this process is silent.
            await asyncio.wait(tasks, timeout=GIVING_BACK_SECONDS)
        DBOS.destroy()
        # The engine has put its own threads in the loop's place, and they are gone with it.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        _Here.do = None

    async def close(self) -> None:
        """Close the connections."""
        await asyncio.to_thread(self._client.destroy)

    async def cancel(self, run_ids: Collection[UUID]) -> None:
        """Cancel runs; those running here are cancelled before this returns, elsewhere within seconds."""
        workflows = await self._workflows(run_ids, GOING)
        if workflows:
            await self._client.cancel_workflows_async([workflow.workflow_id for workflow in workflows])
        names = [str(run_id) for run_id in run_ids]
        for task in [_Here.tasks[name] for name in names if name in _Here.tasks]:
            await _ended(task)

    async def take_up(self, db: Db, alive: Collection[str], under_way: Collection[UUID]) -> int:
        """Enqueue again what processes were doing that are not alive, and runs under way that the engine takes for
        done; how many. Only one process at a time may do so: the engine would start again what another has just
        begun."""
        going = await self._workflows(under_way, GOING)
        left = [each for each in going if each.status == PENDING and each.executor_id not in alive]
        for each in left:
            await self._client.resume_workflow_async(each.workflow_id, queue_name=each.queue_name or QUEUE)
        stranded = {str(run_id) for run_id in under_way} - {_run_of(each.workflow_id) for each in going}
        for run in stranded:
            await self.enqueue(db, UUID(run), f"{run}{AGAIN}{uuid4().hex[:8]}")
        return len(left) + len(stranded)

    async def forget(self, run_ids: Collection[UUID]) -> None:
        """Delete the engine's rows of runs."""
        workflows = await self._workflows(run_ids)
        if workflows:
            await self._client.delete_workflows_async([workflow.workflow_id for workflow in workflows])

    async def _workflows(self, run_ids: Collection[UUID], status: list[str] | None = None) -> list[WorkflowStatus]:
        if not run_ids:
            return []
        prefixes = [str(run_id) for run_id in run_ids]
        found: list[WorkflowStatus] = await self._client.list_workflows_async(
            workflow_id_prefix=prefixes, status=status, load_input=False, load_output=False
        )
        return found


def _run_of(workflow_id: str) -> str:
    return workflow_id.partition(AGAIN)[0]


class _Unexpected(logging.Filter):
    """Drops log lines about cancelled runs: cancelling and stopping are intended."""

    def filter(self, record: logging.LogRecord) -> bool:
        kind = record.exc_info[0] if record.exc_info else None
        return kind is None or "Cancelled" not in kind.__name__


def _engine(url: str, executor: str, pool_size: int) -> None:
    if not log.handlers:
        log.addHandler(logging.NullHandler())  # or the engine adds one of its own, which would print tracebacks
        log.addFilter(_Unexpected())
    DBOS(
        config={
            "name": APPLICATION,
            "system_database_url": url,
            "sys_db_pool_size": pool_size,
            "executor_id": executor,
            "application_version": VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "log_level": "ERROR",
        }
    )
    DBOS.launch()


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task once: a second cancellation would interrupt its cleanup."""
    if not task.done() and not task.cancelling():
        task.cancel()
    if not task.done():
        await asyncio.wait([task])
