"""Words of danger are noticed, whatever sense they are said in; everyday words are not."""

import pytest

from app.therapy.danger import speaks_of_danger


@pytest.mark.parametrize(
    "said",
    [
        "Some nights I wish I could just be dead.",
        "I have been thinking about suicide.",
        "I wanted to kill myself back then.",
        "They would be better off if I was dead.",
        "I don't want to be here any more.",
        "I thought about ending my life.",
        "There is no point in living.",
        "I started cutting myself again.",
        "I counted all my tablets on the table.",
        "He hit me, more than once.",
        "Reports passive thoughts of suicide; a safety plan was agreed.",
        "No, I don't want to die.",
        "I am scared I will hurt myself.",
        "Has had thoughts of dying since the summer.",
        "I was beaten at home.",
    ],
)
def test_words_of_danger_are_noticed(said: str) -> None:
    assert speaks_of_danger(said)


@pytest.mark.parametrize(
    "said",
    [
        "I walked to the harbour twice.",
        "The end of the month is always hard.",
        "I want to be a better father.",
        "I took my tablets at eight, as I do.",
        "My back hurt all week.",
        "We live above a bakery.",
        "I cut the grass on Sunday.",
        "It hit me that I had never asked.",
        "We had hit a buoy.",
    ],
)
def test_everyday_words_are_not(said: str) -> None:
    assert not speaks_of_danger(said)
