import pytest

from app.therapy.sharing.jargon import is_jargon


@pytest.mark.parametrize(
    "word",
    [
        "maladaptive habits",
        "mal-adaptive habits",
        "transference",
        "emotional dysregulation",
        "cognitive distortions",
        "your avoidant attachment",
        "comorbid worries",
        "psychomotor slowing",
        "the rumination cycle",
        "the exposure hierarchy",
        "a core belief",
        "your thought-record",
        "CBT",
    ],
)
def test_words_of_the_trade_are_jargon(word: str) -> None:
    assert is_jargon(f"You noticed {word} again.")


@pytest.mark.parametrize(
    "word",
    "therapy therapist anxious anxiety stress mood breathing exercise boundary trigger panic depressed worry grounding"
    " mindfulness sleep treatment perfectionism".split(),
)
def test_everyday_words_are_not(word: str) -> None:
    assert not is_jargon(f"You noticed {word} again.")
