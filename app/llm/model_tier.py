"""The two axes of a choice of model: how hard a task is, and how much the caller wants to spend."""

from enum import StrEnum

from app.settings import Settings
from app.tiers import DEFAULT_TIER, ModelTier

__all__ = ["DEFAULT_TIER", "Grade", "ModelTier"]


class Grade(StrEnum):
    """How hard a task is, hardest first. A generator names its grade, never a model."""

    REASON = "reason"
    WRITE = "write"
    JUDGE = "judge"
    EXTRACT = "extract"
    SCORE = "score"

    def deadline(self, settings: Settings) -> float:
        """Seconds within which an answer has to stand once the call has its turn, repairs and retries included."""
        return {
            Grade.REASON: settings.deadline_reason_seconds,
            Grade.WRITE: settings.deadline_write_seconds,
            Grade.JUDGE: settings.deadline_judge_seconds,
            Grade.EXTRACT: settings.deadline_extract_seconds,
            Grade.SCORE: settings.deadline_score_seconds,
        }[self]
