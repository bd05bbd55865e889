"""The two axes of choosing a model: a task's grade, and the caller's tier."""

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
        """Seconds for an answer from when the call has its permit, including repairs and retries."""
        return {
            Grade.REASON: settings.deadline_reason_seconds,
            Grade.WRITE: settings.deadline_write_seconds,
            Grade.JUDGE: settings.deadline_judge_seconds,
            Grade.EXTRACT: settings.deadline_extract_seconds,
            Grade.SCORE: settings.deadline_score_seconds,
        }[self]
