"""Where the mood goes over visits."""

from collections.abc import Sequence
from statistics import fmean

from app.therapy.visit import Trend

NOTABLE = 1.0
"""Points of the mood's scale by which the later visits have to differ from the earlier ones."""


def compute_trend(scores: Sequence[float]) -> Trend | None:
    """Whether the later half of the scores, in the order of the visits, is higher than the earlier half or lower. The
    middle one of an odd number is in neither. None for fewer than two."""
    half = len(scores) // 2
    if not half:
        return None
    difference = fmean(scores[-half:]) - fmean(scores[:half])
    if abs(difference) < NOTABLE:
        return "steady"
    return "rising" if difference > 0 else "falling"
