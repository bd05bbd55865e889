"""The two axes of a choice of model: how hard a task is, and how much the caller wants to spend."""

from enum import StrEnum


class ModelTier(StrEnum):
    """What a caller asks for. A tier's name model answers its hardest task; lighter tasks get lighter models."""

    PRECISION = "precision"
    BALANCED = "balanced"
    RAPID = "rapid"


class Grade(StrEnum):
    """How hard a task is, hardest first. A generator names its grade, never a model."""

    REASON = "reason"
    WRITE = "write"
    JUDGE = "judge"
    EXTRACT = "extract"
    SCORE = "score"

    @property
    def deadline(self) -> float:
        """Seconds within which an answer has to stand, repairs and retries included."""
        return _DEADLINES[self]


_DEADLINES = {
    Grade.REASON: 300.0,
    Grade.WRITE: 180.0,
    Grade.JUDGE: 180.0,
    Grade.EXTRACT: 60.0,
    Grade.SCORE: 60.0,
}
