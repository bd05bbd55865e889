"""What the tests of generators share."""

from collections.abc import AsyncIterator

import pytest
from support.both_clients import Bench, benched


@pytest.fixture(scope="module")
async def bench() -> AsyncIterator[Bench]:
    """Both clients, for the tests of one module."""
    async with benched() as made:
        yield made
