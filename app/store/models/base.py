"""The declarative base: how Python types become column types, and how constraints are named."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, MetaData, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

# PostgreSQL's own default names, so that a table made by hand and one made from here are the same.
NAMES = {
    "pk": "%(table_name)s_pkey",
    "fk": "%(table_name)s_%(column_0_name)s_fkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
}

Json = Any
"""Any JSON value. Python's None is stored as SQL NULL, never as JSON null."""

JSON = JSONB(none_as_null=True)

Key = Annotated[uuid.UUID, mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))]
"""A primary key that the database makes unless one is given."""

Now = Annotated[datetime, mapped_column(server_default=func.now())]
"""The time of the transaction that made the row, UTC."""


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy declares it without ClassVar
        datetime: DateTime(timezone=True),
        uuid.UUID: Uuid(),
    }
