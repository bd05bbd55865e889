"""The pipeline's parts on a database of the test's own, with the offline engine under them."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from support.pipeline_process import Works, working


@pytest.fixture
def processes(database_url: str) -> Callable[..., AbstractAsyncContextManager[Works]]:
    """Another process on this test's database: `processes(conduct, **settings)`."""

    @asynccontextmanager
    async def another(*args: Any, **settings: Any) -> AsyncIterator[Works]:
        async with working(database_url, *args, **settings) as works:
            yield works

    return another


@pytest.fixture
async def works(database_url: str) -> AsyncIterator[Works]:
    """One process."""
    async with working(database_url) as works:
        yield works
