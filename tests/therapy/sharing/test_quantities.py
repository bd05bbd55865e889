"""Progress is told in words that count nothing."""

from app.therapy.sharing.quantities import COUNTED, is_counted, quantity_words


def test_each_example_of_a_quantity_is_one() -> None:
    cases = COUNTED
    assert [example for example in cases if not is_counted(f"You walked, {example}.")] == []


def test_a_number_or_quantity_is_counted() -> None:
    cases = [
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
    ]
    assert [quantity for quantity in cases if not is_counted(f"You walked {quantity}.")] == []


def test_words_that_say_no_number_are_not() -> None:
    cases = [
        "on some evenings",
        "to clean a few contacts",
        "on an evening when it rained",
        "for the days when it was quiet",
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
    ]
    assert [words for words in cases if is_counted(f"You walked, {words}.")] == []


def test_a_task_keeps_the_quantities_of_its_own_words() -> None:
    assert quantity_words("You read chapter three.", "Read chapter 3") == []
    assert quantity_words("You took a daily break.", "Take a daily break at noon") == []
    assert quantity_words("You read chapter 3 twice.", "Read chapter 3") == ["twice"]
    assert quantity_words("You went on both Monday and Thursday.") == ["both Monday and"]
