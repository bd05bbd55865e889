"""Times by the database's clock, which all processes share."""

from datetime import datetime

from sqlalchemy import ColumnElement, func


def seconds_ago(seconds: float) -> ColumnElement[datetime]:
    """The time so many seconds before the transaction began."""
    return func.now() - func.make_interval(0, 0, 0, 0, 0, 0, seconds)
