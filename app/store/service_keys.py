"""Service keys: only their hashes are kept."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store.database import Db
from app.store.models import ServiceKey


async def insert_key(db: Db, name: str, key_hash: bytes) -> None:
    """Store the hash of a new key."""
    await db.execute(insert(ServiceKey).values(name=name, key_hash=key_hash))


async def active_key_hashes(db: Db) -> list[bytes]:
    """Return the hashes of all keys that are not revoked."""
    return list(await db.scalars(select(ServiceKey.key_hash).where(ServiceKey.revoked_at.is_(None))))


async def has_any_key(db: Db) -> bool:
    """Return whether a key was ever created, including revoked ones."""
    return bool(await db.scalar(select(select(ServiceKey.id).exists())))


async def list_keys(db: Db) -> Sequence[ServiceKey]:
    """Return all keys, oldest first, including revoked ones."""
    return (await db.scalars(select(ServiceKey).order_by(ServiceKey.created_at, ServiceKey.name))).all()


async def revoke_keys(db: Db, name: str) -> int:
    """Revoke every active key with a name, and return how many there were."""
    living = update(ServiceKey).where(ServiceKey.name == name, ServiceKey.revoked_at.is_(None))
    revoked = await db.execute(living.values(revoked_at=func.now()).returning(ServiceKey.id))
    return len(revoked.all())
