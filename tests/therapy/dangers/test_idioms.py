"""Turns of phrase are taken out before danger is looked for, and leave a gap."""

import pytest

from app.therapy.dangers.idioms import without_idioms


@pytest.mark.parametrize(
    "line",
    [
        "im dying to see it",
        "i could murder a curry",
        "the battery was dead",
        "i hit the gym",
        "they beat us up on the wings",
        "they thrashed us five nil",
        "my granddad hit my dad with a strap",
        "i beat myself up",
        "i cut down on wine",
        "it hit me that she was right",
    ],
)
def test_a_turn_of_phrase_goes(line: str) -> None:
    assert without_idioms(line) != line


@pytest.mark.parametrize(
    "line", ["i want to die", "i could murder a man", "i cut my wrists", "he hit me", "i killed time and myself"]
)
def test_danger_stays(line: str) -> None:
    assert without_idioms(line).endswith(line.rpartition(" ")[2])


def test_what_stood_around_one_makes_no_phrase() -> None:
    assert without_idioms("i want hang out to die").split() == ["i", "want", ",", "to", "die"]
