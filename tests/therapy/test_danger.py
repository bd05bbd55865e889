"""Words of danger are noticed, whatever sense they are said in; everyday words are not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.therapy.danger import (
    CERTAIN,
    LIKELY,
    Kind,
    discloses_danger,
    kinds_named,
    lexicon_hits,
    said_of_self,
    speaks_of_danger,
)
from app.therapy.utterance import utterances

NOTICED = [
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
]
EVERYDAY = [
    "I walked to the harbour twice.",
    "The end of the month is always hard.",
    "I want to be a better father.",
    "I took my tablets at eight, as I do.",
    "My back hurt all week.",
    "We live above a bakery.",
    "I cut the grass on Sunday.",
    "It hit me that I had never asked.",
    "We had hit a buoy.",
]
DISCLOSED = [
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
]
DENIED = [
    "Asked as in every visit, the patient denies any thoughts of suicide.",
    "There were no thoughts of suicide this week.",
    "No, I don't want to die.",
    "I haven't thought about killing myself.",
    "I have not had any thoughts of harming myself.",
]


def test_words_of_danger_are_noticed_and_everyday_words_are_not() -> None:
    assert [said for said in NOTICED if not speaks_of_danger(said)] == []
    assert [said for said in EVERYDAY if speaks_of_danger(said)] == []


def test_a_disclosure_is_told_from_a_denial() -> None:
    assert [said for said in DISCLOSED if not discloses_danger(said)] == []
    assert [said for said in DENIED if not speaks_of_danger(said) or discloses_danger(said)] == []


def test_what_is_said_of_oneself_has_its_kind() -> None:
    table = {
        "I want to die. I cut again.": {Kind.SUICIDAL_THOUGHTS, Kind.SELF_HARM},
        "He hit me and I hit him.": {Kind.ABUSE, Kind.HARM_TO_OTHERS},
        "I walked to the harbour.": set(),
    }
    assert {text: {said.kind for said in said_of_self(text)} for text in table} == table


def test_it_stands_in_its_sentence() -> None:
    text = "It rained. I want to die. It rained."
    (said,) = said_of_self(text)
    assert (text[said.char_start : said.char_end], said.clear) == ("I want to die.", True)


def test_a_question_of_ones_own_is_in_doubt() -> None:
    assert [said.clear for said in said_of_self("Would anybody mind if I just killed myself?")] == [False]


def test_what_others_say_of_themselves_is_none() -> None:
    said = [
        "My sister says she wants to die.",
        "He keeps saying there's no point going on.",
        "Mum told me she overdosed.",
    ]
    assert [one for one in said if any(said_of_self(one))] == []


def test_in_a_therapists_line_only_plain_words_in_the_first_person_are() -> None:
    spared = [
        "So you wanted to kill yourself.",
        "That is domestic violence.",
        "I could have killed him.",
        "I want to die?",
    ]
    assert [one for one in spared if any(said_of_self(one, by_therapist=True))] == []
    assert [said.clear for said in said_of_self("I want to die.", by_therapist=True)] == [True]


def test_an_entry_is_found_with_its_certainty() -> None:
    assert {hit.entry.certainty for hit in lexicon_hits("i want to die", CERTAIN, LIKELY)} == {CERTAIN}
    assert {hit.kind for hit in lexicon_hits("i could have killed him", LIKELY)} == {Kind.HARM_TO_OTHERS}


def test_each_kind_has_its_words() -> None:
    (utterance,) = utterances("abused, suicide, self harm, homicidal")
    assert kinds_named(utterance) == set(Kind)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_it_is_read(text: str) -> None:
    for said in said_of_self(text):
        assert text[said.char_start : said.char_end].strip()
