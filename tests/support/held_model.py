"""A model that answers when it is told to, so that a test acts while a call is under way and waits for no time."""

import asyncio
import json
import threading
from collections import Counter
from dataclasses import dataclass, field

from app.offline.fault_injection import FaultPlan


@dataclass
class HeldModel(FaultPlan):
    """Answers to `held` tasks (all, where none is named) wait until `go` is set."""

    held: frozenset[str] = frozenset()
    go: threading.Event = field(default_factory=threading.Event)

    def seconds(self, task: str) -> float:
        """Wait here: the engine answers in a thread."""
        if not self.held or task in self.held:
            self.go.wait(120)
        return 0.0

    async def asked(self, times: int = 1) -> None:
        """Wait until the model was asked so often."""
        while len(self.calls) < times:  # noqa: ASYNC110 - the engine answers in a thread, which sets no event
            await asyncio.sleep(0.01)

    @property
    def tasks(self) -> Counter[str]:
        """How often each task was asked about."""
        return Counter(json.loads(call)["response_format"]["json_schema"]["name"] for call in self.calls)
