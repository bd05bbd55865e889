"""The real application on a real socket, with a database of its own and the offline engine under it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

import pytest

from support.http_service import Service, serve


@pytest.fixture
def served(database_url: str) -> Callable[..., AbstractAsyncContextManager[Service]]:
    """Serves an application on this test's database: `served(conduct, **settings)`."""

    @asynccontextmanager
    async def on_this_database(*args: Any, **settings: Any) -> AsyncIterator[Service]:
        async with serve(database_url, *args, **settings) as service:
            yield service

    return on_this_database


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    """An application of this test's own."""
    async with serve(database_url) as service:
        yield service


@pytest.fixture
def beside(module_database_url: str) -> Callable[..., AbstractAsyncContextManager[Service]]:
    """Serves an application on the module's database: `beside(conduct, **settings)`."""
    return partial(serve, module_database_url)


@pytest.fixture(scope="module")
async def shared(module_database_url: str) -> AsyncIterator[Service]:
    """One application for the tests of a module, each of which has patients of its own and counts no whole table."""
    async with serve(module_database_url) as service:
        yield service


@pytest.fixture(autouse=True)
def engine_as_new(request: pytest.FixtureRequest) -> None:
    """No test meets the conduct, or what is held, that another left to the shared application's engine."""
    if "shared" in request.fixturenames:
        request.getfixturevalue("shared").engine.reset()
