"""The ledger of model calls: a line is opened before each call and closed after it, with its usage."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from app.llm.prices import Usage


@dataclass(frozen=True, slots=True)
class CallOpened:
    """A call about to be made. `attempt` counts all calls of one generation, from 1."""

    task: str
    model_tier: str
    model_asked: str
    engine: str
    reasoning_effort: str | None
    service_tier_asked: str | None
    attempt: int


@dataclass(frozen=True, slots=True)
class CallClosed:
    """The end of a call. `outcome` is the finish reason of an answered call, the failure's reason of any other."""

    answered: bool
    outcome: str
    model: str | None = None
    service_tier: str | None = None
    usage: Usage | None = None
    cost_usd: Decimal | None = None


class Ledger(Protocol):
    """The ledger of a synchronous client's calls."""

    def open(self, line: CallOpened) -> object: ...
    def close(self, token: object, line: CallClosed) -> None: ...


class AsyncLedger(Protocol):
    """The ledger of an async client's calls."""

    async def open(self, line: CallOpened) -> object: ...
    async def close(self, token: object, line: CallClosed) -> None: ...


@dataclass(slots=True)
class MemoryLedger:
    """A ledger in memory, for a generator used outside of the service: the lines, in order."""

    opened: list[CallOpened] = field(default_factory=list)
    closed: list[CallClosed] = field(default_factory=list)

    def open(self, line: CallOpened) -> object:
        self.opened.append(line)
        return len(self.opened)

    def close(self, token: object, line: CallClosed) -> None:  # noqa: ARG002 - one call at a time: order is enough
        self.closed.append(line)


@dataclass(slots=True)
class AsyncMemoryLedger:
    """The same for an async client."""

    lines: MemoryLedger = field(default_factory=MemoryLedger)

    async def open(self, line: CallOpened) -> object:
        return self.lines.open(line)

    async def close(self, token: object, line: CallClosed) -> None:
        self.lines.close(token, line)
