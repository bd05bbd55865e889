"""What can be kept of what callers send."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from support.tables import each_row

from app.api.storable import MAX_DEPTH, Moment, check_storable, storable_json

MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


def nested(depth: int) -> Any:
    value: Any = "bottom"
    for _ in range(depth):
        value = [value]
    return value


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_every_other_text_can_be_stored(text: str) -> None:
    assert check_storable(text) == text


@each_row(
    "value",
    [
        "\x00",
        "\udfff",
        {"\x00": 1},
        {"\ud800": 1},
        [["a\x00"]],
        [float("nan")],
        {"a": float("-inf")},
        10**400,
        nested(MAX_DEPTH + 1),
        nested(100_000),
    ],
)
def test_what_the_database_would_refuse_is_refused_first(value: Any) -> None:
    with pytest.raises(ValueError):
        storable_json(value)


@each_row("value", [nested(MAX_DEPTH), r"\u0000", {"a": [1, 1.5, None, True, "ü🙂"]}, 10**300])
def test_everything_else_is_left_as_it_is(value: Any) -> None:
    assert storable_json(value) == value
    assert json.loads(json.dumps(value)) == value


@each_row(
    ("written", "moment"),
    [
        ("2026-05-07", datetime(2026, 5, 7, tzinfo=UTC)),
        ("2026-05-07T10:00:00", datetime(2026, 5, 7, 10, tzinfo=UTC)),
        ("2026-05-07T10:00:00+02:00", datetime(2026, 5, 7, 8, tzinfo=UTC)),
    ],
)
def test_a_moment_is_told_in_utc(written: str, moment: datetime) -> None:
    assert MOMENT.validate_python(written) == moment


@each_row("written", [0, 1.5, True, None, "", "0", "1700000000", "0001-01-01T00:00:00+14:00", "9999-12-31"])
def test_a_moment_that_is_none_is_refused(written: Any) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(written)
