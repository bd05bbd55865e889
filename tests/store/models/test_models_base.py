"""How Python values become columns, for every table."""

from sqlalchemy import DateTime
from sqlalchemy.dialects.postgresql import JSONB

from app.store.models import Base

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]


def test_every_time_has_a_zone() -> None:
    zones = [column.type.timezone for column in COLUMNS if isinstance(column.type, DateTime)]
    assert zones
    assert all(zones)


def test_an_absent_json_value_is_null_everywhere() -> None:
    nulls = [column.type.none_as_null for column in COLUMNS if isinstance(column.type, JSONB)]
    assert nulls
    assert all(nulls)


def test_constraints_are_named_as_postgresql_names_them() -> None:
    names = {str(c.name) for table in Base.metadata.sorted_tables for c in table.constraints}
    assert {"runs_pkey", "runs_patient_id_fkey", "users_email_key"} <= names
