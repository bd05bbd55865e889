"""Service keys."""

import pytest
from sqlalchemy.exc import IntegrityError
from support.visit_rows import add

from app.store.database import Database
from app.store.models import ServiceKey


async def test_two_keys_cannot_have_one_hash(database: Database) -> None:
    await add(database, ServiceKey(name="a", key_hash=b"\x00\xff"))
    with pytest.raises(IntegrityError, match="service_keys_key_hash_key"):
        await add(database, ServiceKey(name="b", key_hash=b"\x00\xff"))


async def test_two_keys_may_have_one_name(database: Database) -> None:
    await add(database, ServiceKey(name="a", key_hash=b"1"), ServiceKey(name="a", key_hash=b"2"))
