"""What the tests of generators share."""

from collections.abc import AsyncIterator

import pytest
from support.both_clients import ClientBench, client_bench


@pytest.fixture(scope="module")
async def bench() -> AsyncIterator[ClientBench]:
    """Both clients, for the tests of one module."""
    async with client_bench() as made:
        yield made
