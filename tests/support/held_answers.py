"""The offline engine, whose answers a test may hold back until it lets them go: no test waits for a slow model."""

import asyncio
import json
from dataclasses import dataclass, field

import httpx2

from app.offline.fault_injection import FaultPlan
from app.offline.task_recognition import requested_task
from app.offline.transport import OfflineTransport

EVERY = ""
"""In place of a task's name: every task."""


@dataclass
class _Gate:
    open: asyncio.Event = field(default_factory=asyncio.Event)
    in_time: bool = True


class HeldAnswers(OfflineTransport):
    """Answers as `conduct` says; answers to tasks that are held wait. A call that waits has been counted.

    `conduct` may be exchanged at any moment, `broken_off` is set once whoever asked gave up on an answer that is held.
    """

    def __init__(self, conduct: FaultPlan | None = None, hold: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._news = asyncio.Condition()
        self.reset(conduct, hold)

    @property
    def conduct(self) -> FaultPlan:
        """The engine's behaviour and memory."""
        assert self._conduct is not None
        return self._conduct

    def reset(self, conduct: FaultPlan | None = None, hold: tuple[str, ...] = ()) -> None:
        """Another conduct, calls forgotten; what was held goes on unless it is held anew."""
        self._conduct = conduct or FaultPlan()
        self._arrived: list[str] = []
        for gate in getattr(self, "_gates", {}).values():
            gate.open.set()
        self._gates: dict[str, _Gate] = {}
        self.broken_off = asyncio.Event()
        if hold:
            self.hold(*hold)

    def hold(self, *tasks: str) -> None:
        """From now on answers to these tasks wait; without a name, all answers."""
        for task in tasks or (EVERY,):
            self._gates[task] = _Gate()

    def release(self, *tasks: str) -> None:
        """Let answers to these tasks go, also later ones; without a name, all answers."""
        for task in tasks or tuple(self._gates):
            self._gates.pop(task).open.set()

    def run_out(self, *tasks: str) -> None:
        """The same, but whoever waits for an answer finds that the model took too long."""
        for task in tasks or tuple(self._gates):
            self._gates[task].in_time = False
        self.release(*tasks)

    async def arrived(self, task: str = EVERY, count: int = 1) -> None:
        """Wait until a task, or any, was asked so often since the conduct was last exchanged."""
        async with self._news:
            await self._news.wait_for(lambda: len([one for one in self._arrived if task in (EVERY, one)]) >= count)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await super().handle_async_request(request)
        if request.method != "POST":
            return response
        task = requested_task(json.loads(await request.aread()))
        gate = self._gates.get(task) or self._gates.get(EVERY)
        async with self._news:
            self._arrived.append(task)
            self._news.notify_all()
        if gate:
            try:
                await gate.open.wait()
            except asyncio.CancelledError:
                self.broken_off.set()
                raise
            if not gate.in_time:
                raise httpx2.ReadTimeout("the test let the time run out")
        return response
