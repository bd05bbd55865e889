"""Turns of phrase are taken out before danger is looked for, and leave a gap."""

from app.therapy.dangers.idioms import without_idioms

IDIOMS = [
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
]
DANGER = ["i want to die", "i could murder a man", "i cut my wrists", "he hit me", "i killed time and myself"]


def test_a_turn_of_phrase_goes_and_danger_stays() -> None:
    assert [line for line in IDIOMS if without_idioms(line) == line] == []
    assert [line for line in DANGER if not without_idioms(line).endswith(line.rpartition(" ")[2])] == []


def test_what_stood_around_one_makes_no_phrase() -> None:
    assert without_idioms("i want hang out to die").split() == ["i", "want", ",", "to", "die"]
