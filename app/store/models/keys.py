"""Service keys of callers."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import Base, Key, Now


class ServiceKey(Base):
    """A key that a caller holds; only its hash is kept."""

    __tablename__ = "service_keys"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(String(100))
    key_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[Now]
    revoked_at: Mapped[datetime | None]
