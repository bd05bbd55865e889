"""Harm done to others, and the urge to; anger and figures of speech are none."""

import pytest

from app.therapy.danger import Kind, said_of_self


def found(text: str) -> list[bool]:
    return [one.clear for one in said_of_self(text) if one.kind is Kind.HARM_TO_OTHERS]


@pytest.mark.parametrize(
    "text",
    [
        "I glassed a lad in a pub.",
        "I gave her a good hiding.",
        "I'm gonna run him over.",
        "The voices tell me to stab him.",
        "I kept kicking.",
        "I pushed my girlfriend down the stairs.",
        "I've thought about putting a pillow over his face.",
        "I want to smash his head in.",
        "I shook the baby, only once.",
        "If he comes near me I'm going to stab him.",
        "I get these thoughts of hurting my little boy.",
        "I grabbed her by the throat and I couldn't stop.",
        "I hit him. I hit my own son.",
    ],
)
def test_it_is_noticed(text: str) -> None:
    assert found(text)[:1] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "I'd kill for a decent night's sleep.",
        "I never hit my kids and I never will.",
        "I lost my temper and shouted at him.",
        "I shot him a look.",
        "I pushed her away when she asked.",
        "I beat him at chess.",
        "I shook her hand.",
        "I hit her car with mine.",
        "He hit his brother at school.",
    ],
)
def test_anger_and_figures_of_speech_are_none(text: str) -> None:
    assert found(text) == []


def test_what_may_be_a_figure_of_speech_is_in_doubt() -> None:
    assert found("I could have killed him.") == [False]
