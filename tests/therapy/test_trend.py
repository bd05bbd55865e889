"""Where the mood goes over visits."""

from app.therapy.trend import compute_trend


def test_the_later_half_is_held_against_the_earlier_one() -> None:
    cases = [
        ([], None),
        ([5.0], None),
        ([3.0, 4.0], "rising"),
        ([4.0, 3.0], "falling"),
        ([4.0, 4.5], "steady"),
        ([3.0, 9.0, 3.5], "steady"),
        ([2.0, 3.0, 5.0, 6.0], "rising"),
        ([6.0, 6.0, 0.0, 3.0, 3.0], "falling"),
    ]
    assert [(scores, compute_trend(scores)) for scores, told in cases if compute_trend(scores) != told] == []
