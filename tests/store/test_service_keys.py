"""Service keys: only hashes, and revoking."""

from app.store import service_keys
from app.store.database import Database


async def test_a_revoked_key_lives_no_more_but_stays_listed(database: Database) -> None:
    async with database.transaction() as db:
        for name, digest in (("a", b"1"), ("a", b"2"), ("b", b"3")):
            await service_keys.add(db, name, digest)
        assert await service_keys.revoke(db, "a") == 2
        assert await service_keys.revoke(db, "a") == 0
        assert await service_keys.revoke(db, "nobody") == 0
        assert await service_keys.active_hashes(db) == [b"3"]
        assert [(row.name, row.revoked_at is None) for row in await service_keys.list_keys(db)] == [
            ("a", False),
            ("a", False),
            ("b", True),
        ]
