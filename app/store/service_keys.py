"""Service keys: only their hashes are kept."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from app.store.database import Db
from app.store.models import ServiceKey


async def add(db: Db, name: str, key_hash: bytes) -> None:
    """Store a new key's hash."""
    await db.execute(insert(ServiceKey).values(name=name, key_hash=key_hash))


async def active_hashes(db: Db) -> list[bytes]:
    """Hashes of all keys that were not revoked."""
    return list(await db.scalars(select(ServiceKey.key_hash).where(ServiceKey.revoked_at.is_(None))))


async def ever_stored(db: Db) -> bool:
    """Whether a key was ever created, including revoked ones."""
    return bool(await db.scalar(select(select(ServiceKey.id).exists())))


async def list_keys(db: Db) -> Sequence[ServiceKey]:
    """All keys, oldest first, including revoked ones."""
    return (await db.scalars(select(ServiceKey).order_by(ServiceKey.created_at, ServiceKey.name))).all()


async def revoke(db: Db, name: str) -> int:
    """Revoke every active key of that name; how many there were."""
    living = update(ServiceKey).where(ServiceKey.name == name, ServiceKey.revoked_at.is_(None))
    revoked = await db.execute(living.values(revoked_at=func.now()).returning(ServiceKey.id))
    return len(revoked.all())
