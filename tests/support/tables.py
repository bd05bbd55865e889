"""A table of values tried in one test, which lists every row that misses."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

import pytest

Test = Callable[..., Any]
Row = dict[str, Any]
MISS = (Exception, pytest.fail.Exception)
"""What a row may raise; pytest's own failures are no Exception."""
MAX_ROW_CHARS = 300
"""Characters of a row that are printed."""


def each_row(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Test], Test]:
    """Decorates a test that takes these arguments: it runs once for each row, and fails with a line for each miss.

    A row is one value where there is one name, a tuple otherwise. Two tables, one above the other, are multiplied.
    Fixtures are set up once for all rows.
    """
    table = [_named(names, row) for row in rows]
    assert table, "a table without rows tests nothing"

    def decorate(test: Test) -> Test:
        as_test = _awaiting if inspect.iscoroutinefunction(test) else _blocking
        decorated = as_test(test, table)
        own = inspect.signature(test)
        left = [argument for name, argument in own.parameters.items() if name not in table[0]]
        decorated.__signature__ = own.replace(parameters=left)  # type: ignore[attr-defined] # what pytest fills in
        return decorated

    return decorate


def _named(names: str | tuple[str, ...], row: Any) -> Row:
    return {names: row} if isinstance(names, str) else dict(zip(names, row, strict=True))


def _blocking(test: Test, table: list[Row]) -> Test:
    @wraps(test)
    def every_row(*arguments: Any, **fixtures: Any) -> None:
        misses = list[tuple[Row, BaseException]]()
        for row in table:
            try:
                test(*arguments, **fixtures, **row)
            except MISS as miss:
                misses.append((row, miss))
        _tell(misses, len(table))

    return every_row


def _awaiting(test: Test, table: list[Row]) -> Test:
    @wraps(test)
    async def every_row(*arguments: Any, **fixtures: Any) -> None:
        misses = list[tuple[Row, BaseException]]()
        for row in table:
            try:
                await test(*arguments, **fixtures, **row)
            except MISS as miss:
                misses.append((row, miss))
        _tell(misses, len(table))

    return every_row


def _tell(misses: list[tuple[Row, BaseException]], rows: int) -> None:
    if misses:
        lines = "\n".join(_lines(misses))
        raise AssertionError(f"{len(misses)} of {rows} rows miss:\n{lines}") from misses[0][1]


def _lines(misses: list[tuple[Row, BaseException]]) -> Iterator[str]:
    for row, miss in misses:
        told = ", ".join(f"{name}={value!r}" for name, value in row.items())
        yield f"- {told[:MAX_ROW_CHARS]}: {type(miss).__name__}: {miss}"
