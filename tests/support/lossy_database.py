"""A database whose word that something is committed gets lost on the way."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from app.errors import DatabaseUnavailable
from app.store.database import Database, Db


class LossyDatabase:
    """Passes everything on. Of its transactions those with a number in `lost`, counted from 1, are committed, and
    whoever made them is told that the connection was lost."""

    def __init__(self, database: Database, lost: Iterable[int]) -> None:
        self._database, self._lost = database, frozenset(lost)
        self.made = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Db]:
        """A transaction that commits, whatever is said of it."""
        async with self._database.transaction() as db:
            self.made += 1
            number = self.made
            yield db
        if number in self._lost:
            raise DatabaseUnavailable("The connection to the database was lost.")
