"""A process's parts say what it is."""

from support.pipeline_process import PipelineProcess, running_pipeline

from app.pipeline.context import WORKER


async def test_parts_show_no_secret_and_what_does_no_runs_is_not_named_as_a_worker(shared: PipelineProcess) -> None:
    assert not shared.context.executor.startswith(f"{WORKER}:")
    assert "password" not in repr(shared.context).lower()
    assert not shared.context.works


async def test_a_worker_is_named_as_one(module_database_url: str) -> None:
    async with running_pipeline(module_database_url, works=True) as worker:
        assert worker.context.executor.startswith(f"{WORKER}:")
        assert worker.context.works
