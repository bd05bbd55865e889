"""The pipeline's parts on a database, with the offline engine under them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from support.pipeline_process import PipelineProcess, running_pipeline


@pytest.fixture
def processes(database_url: str) -> Callable[..., AbstractAsyncContextManager[PipelineProcess]]:
    """Another process on this test's database: `processes(conduct, **settings)`."""

    @asynccontextmanager
    async def another(*args: Any, **settings: Any) -> AsyncIterator[PipelineProcess]:
        async with running_pipeline(database_url, *args, **settings) as works:
            yield works

    return another


@pytest.fixture
async def works(database_url: str) -> AsyncIterator[PipelineProcess]:
    """One process."""
    async with running_pipeline(database_url) as works:
        yield works


@pytest.fixture(scope="module")
async def shared(module_database_url: str) -> AsyncIterator[PipelineProcess]:
    """One process for the tests of a module, each of which has patients of its own and counts no whole table."""
    async with running_pipeline(module_database_url) as works:
        yield works


@pytest.fixture
async def other(module_database_url: str) -> AsyncIterator[PipelineProcess]:
    """Another process beside the shared one."""
    async with running_pipeline(module_database_url) as works:
        yield works


@pytest.fixture(autouse=True)
def engine_as_new(request: pytest.FixtureRequest) -> None:
    """No test meets the conduct, or what is held, that another left to the shared process's engine."""
    if "shared" in request.fixturenames:
        request.getfixturevalue("shared").engine.reset()
