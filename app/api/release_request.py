"""What whoever releases a held version or letter may say about it."""

from pydantic import BaseModel, ConfigDict, Field

from app.api.storable import Storable

REASON_CHARS = 500


class ReleaseRequest(BaseModel):
    """Why a held version or letter is released. The reason is stored with it, and logged nowhere."""

    model_config = ConfigDict(extra="forbid")
    reason: Storable | None = Field(default=None, min_length=1, max_length=REASON_CHARS)


def reason_of(body: ReleaseRequest | None) -> str | None:
    """Return the reason given, if any."""
    return body.reason if body is not None else None
