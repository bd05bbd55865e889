"""A process's parts say what it is."""

from works import Works

from app.pipeline.parts import WORKER


async def test_parts_show_no_secret_and_a_worker_is_named_as_one(works: Works) -> None:
    assert works.parts.executor.startswith(f"{WORKER}:")
    assert "password" not in repr(works.parts).lower()
    assert works.parts.works
