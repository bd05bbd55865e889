"""Abuse as a child or now, by blows, force, touch and control; being moved or beaten at a game is none."""

import pytest

from app.therapy.danger import Kind, said_of_self


def said(text: str) -> bool:
    return any(one.kind is Kind.ABUSE for one in said_of_self(text))


@pytest.mark.parametrize(
    "text",
    [
        "They used to shut me in the coal shed.",
        "Coach makes me send him pictures.",
        "She's scalded me with the kettle.",
        "He did it anyway.",
        "CSA, when I was six.",
        "My husband chokes me when he's drunk.",
        "My dad used to come into my room at night.",
        "He made me do things I didn't want to.",
        "She throws plates at me.",
        "Mum would lock me in the cupboard for hours.",
        "My stepbrother touched me when I was eight.",
        "My partner won't give me any money and reads all my messages.",
        "He broke my wrist in January.",
        "I got the belt most Fridays.",
        "I was raped at university.",
        "He grabs my hair and drags me to the bedroom.",
        "My ex said he'd burn the house down with me in it.",
        "She hits me. I know how that sounds.",
        "We were beaten at home, all three of us.",
    ],
)
def test_it_is_noticed(text: str) -> None:
    assert said(text)


@pytest.mark.parametrize(
    "text",
    [
        "The news hit me hard.",
        "That song touched me.",
        "He beat me at tennis.",
        "He kicked me out of the group chat.",
        "He'll murder me when he sees the dent in the car.",
        "They forced me to take the early shift.",
        "My anxiety attacks me at night.",
        "I'm scared of flying.",
        "He never hit me.",
        "Her husband hits her.",
        "We had a training day on child abuse.",
    ],
)
def test_everyday_words_are_none(text: str) -> None:
    assert not said(text)
