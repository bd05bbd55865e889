"""Progress is told in words that count nothing."""

import pytest

from app.therapy.sharing.quantities import COUNTED, is_counted


@pytest.mark.parametrize("example", COUNTED)
def test_each_example_of_a_quantity_is_one(example: str) -> None:
    assert is_counted(f"You walked, {example}.")


@pytest.mark.parametrize(
    "quantity",
    [
        "3",
        "50%",
        "twice",
        "once.",
        "again and again",
        "all of the exercises",
        "Two walks",
        "a dozen",
        "forty percent",
        "every day for three weeks",
        "each evening",
        "every single night",
        "a few times",
        "several days",
        "many evenings",
        "one hour",
        "an hour",
        "for a week",
        "once a week",
        "one line a day",
        "for the first time",
        "for the second time",
        "thousands",
        "daily",
        "most nights",
        "for hours",
        "day after day",
        "more often",
        "on Saturdays",
        "٣",
    ],
)
def test_a_number_or_quantity_is_counted(quantity: str) -> None:
    assert is_counted(f"You walked {quantity}.")


@pytest.mark.parametrize(
    "words",
    [
        "on some evenings",
        "one of the walks",
        "once more",
        "on your own behalf",
        "tense",
        "as a couple",
        "your daily log",
        "whenever it rained",
        "at night",
        "one small step",
        "each time it rained",
        "on Sunday",
        "in the evenings",
        "once you are home",
    ],
)
def test_words_that_say_no_number_are_not(words: str) -> None:
    assert not is_counted(f"You walked, {words}.")
