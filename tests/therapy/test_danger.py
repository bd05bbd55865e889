"""Words of danger are noticed, whatever sense they are said in; everyday words are not."""

import pytest

from app.therapy.danger import discloses_danger, speaks_of_danger


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


@pytest.mark.parametrize(
    "said",
    [
        "I wish I could just be dead.",
        "I don't want to be here any more.",
        "She cuts her arms when she is alone.",
        "I just want to go to sleep and never wake up.",
        "They would be better off without me.",
        "I do not see the point of going on.",
        "I took forty paracetamol.",
        "I keep thinking about jumping.",
        "My husband slapped me in the kitchen.",
        "Asked about it, the patient denied plans. At night there were thoughts of suicide.",
    ],
)
def test_a_disclosure_is_told_from_a_denial(said: str) -> None:
    assert discloses_danger(said)


@pytest.mark.parametrize(
    "said",
    [
        "Asked as in every visit, the patient denies any thoughts of suicide.",
        "There were no thoughts of suicide this week.",
        "No, I don't want to die.",
        "I haven't thought about killing myself.",
        "I have not had any thoughts of harming myself.",
    ],
)
def test_a_denial_is_no_disclosure(said: str) -> None:
    assert speaks_of_danger(said)
    assert not discloses_danger(said)
