"""What may be told between visits: in words, not in numbers, and nothing that happened in the room."""

import pytest

from app.therapy.between_visits import COUNTED, OF_THE_ROOM, is_counted, is_of_the_room


@pytest.mark.parametrize("example", COUNTED)
def test_each_example_of_a_quantity_is_one(example: str) -> None:
    assert is_counted(f"You walked, {example}.")


@pytest.mark.parametrize(
    "quantity",
    [
        "3",
        "50%",
        "twice",
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
        "for the second time",
        "thousands",
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
        "for the first time",
        "one small step",
        "each time it rained",
        "on Sunday",
    ],
)
def test_words_that_say_no_number_are_not(words: str) -> None:
    assert not is_counted(f"You walked, {words}.")


@pytest.mark.parametrize("example", OF_THE_ROOM)
def test_each_example_of_the_room_is_of_it(example: str) -> None:
    assert is_of_the_room(f"How {example}, it is allowed to be hard.")


@pytest.mark.parametrize(
    "told",
    [
        "what you saw in our last session",
        "what came up during the visit",
        "the calm that you felt in the room",
        "how you spoke of it with your therapist",
        "that you told your therapist about the letter",
        "what the counsellor suggested",
        "what you took from the session",
    ],
)
def test_what_happened_in_the_room_is_of_it(told: str) -> None:
    assert is_of_the_room(f"You might share {told}.")


@pytest.mark.parametrize(
    "told",
    [
        "You might share how it has been since your visit.",
        "You might share at your next session how the walks went.",
        "You might share with your therapist how the walks went.",
        "You might share what helped in between sessions.",
        "You brought the list for your therapist.",
        "You were calm during your visit to your mother.",
        "You sat in the living room.",
    ],
)
def test_what_happened_outside_is_not(told: str) -> None:
    assert not is_of_the_room(told)
