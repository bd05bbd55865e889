"""Times measured by the database's clock, which all processes share."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func


def seconds_ago(seconds: float | ColumnElement[Any]) -> ColumnElement[datetime]:
    """Return the SQL time `seconds` before the transaction began."""
    return func.now() - func.make_interval(0, 0, 0, 0, 0, 0, seconds)
