"""Words of danger are noticed, whatever sense they are said in; everyday words are not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.therapy.danger import LEXICON, Kind, discloses_danger, said_of_self, speaks_of_danger


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


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I want to die. I cut again.", {Kind.SUICIDAL_THOUGHTS, Kind.SELF_HARM}),
        ("He hit me and I hit him.", {Kind.ABUSE, Kind.HARM_TO_OTHERS}),
        ("I walked to the harbour.", set()),
    ],
)
def test_what_is_said_of_oneself_has_its_kind(text: str, kinds: set[Kind]) -> None:
    assert {said.kind for said in said_of_self(text)} == kinds


def test_it_stands_in_its_sentence() -> None:
    text = "It rained. I want to die. It rained."
    (said,) = said_of_self(text)
    assert (text[said.char_start : said.char_end], said.clear) == ("I want to die.", True)


def test_a_question_of_ones_own_is_in_doubt() -> None:
    assert [said.clear for said in said_of_self("Would anybody mind if I just killed myself?")] == [False]


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_has_its_words(kind: Kind) -> None:
    assert LEXICON[kind].named.search("abused, suicide, self harm, homicidal")


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_it_is_read(text: str) -> None:
    for said in said_of_self(text):
        assert text[said.char_start : said.char_end].strip()
