"""A worker's death, declared: nobody waits for a lease to run out."""

from uuid import UUID

from app.pipeline.runs.recovery import recover_runs
from app.store.database import application_name
from support.pipeline_process import PipelineProcess
from support.process_fleet import FleetProcess
from support.run_invariants import open_lines, wait_until


async def kill_and_recover(works: PipelineProcess, member: FleetProcess) -> set[UUID]:
    """kill -9 a worker and hand its runs on. The ledger lines that it left open: the calls that were in flight."""
    executor = await member.working()
    await member.kill()
    await _disconnected(works, executor)
    lost = await open_lines(works, executor)
    await declare_dead(works, executor)
    return lost


async def declare_dead(works: PipelineProcess, executor: str) -> None:
    """Let a worker look as if it had been silent for longer than its lease, and have its runs recovered."""
    await works.rows("UPDATE executors SET seen_at = now() - interval '1 hour' WHERE id = :executor", executor=executor)
    await recover_runs(works.context)


async def _disconnected(works: PipelineProcess, executor: str) -> None:
    """Wait until the server has ended the connections of a process, so that no commit of it is still on its way."""
    connected = "SELECT pid FROM pg_stat_activity WHERE application_name = :name"
    name = application_name(executor)

    async def gone() -> bool:
        return not await works.rows(connected, name=name)

    await wait_until(gone)
