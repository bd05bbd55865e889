"""Starting a run over HTTP and watching it to its end."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from rich.console import Console
from service import serve
from talks import visit

from app.terminal.watching import fetched, handed_over, started, watch

Served = Callable[..., Any]


async def test_a_run_is_watched_until_it_has_ended(database_url: str) -> None:
    patient, session = str(uuid4()), str(uuid4())
    said = io.StringIO()
    async with serve(database_url) as service:
        await handed_over(service.http, patient, {session: visit(1)})
        run = await watch(
            service.http, Console(file=said, width=120), await started(service.http, patient), {session: 1}
        )
    assert run["status"] == "completed"
    assert "10/10" in said.getvalue()


async def test_what_is_refused_is_raised(database_url: str) -> None:
    async with serve(database_url) as service:
        with pytest.raises(httpx.HTTPStatusError):
            await handed_over(service.http, str(uuid4()), {str(uuid4()): {"segments": []}})
        with pytest.raises(httpx.HTTPStatusError):
            await fetched(service.http, f"/v1/patients/{uuid4()}")
