"""Crises in soft words, and everyday words that only sound like one."""

from app.therapy.sharing.crisis import speaks_of_crisis


def test_a_crisis_is_heard_in_soft_words_and_in_a_denial() -> None:
    cases = [
        "you wanted to die",
        "dark thoughts",
        "not being around any more",
        "the marks on your arm",
        "the night with the pills",
        "ending things",
        "no reason to go on",
        "a burden to your family",
        "the goodbye letter",
        "the urge to hurt yourself",
        "he hit you",
        "what your uncle did to you",
        "unsafe at home",
        "your safety plan",
        "the psychiatric ward",
        "no thoughts of suicide",
        "putting your affairs in order",
        "whether there is a point to any of it",
        "how he grabs you",
        "a weight on everybody",
        "calling 988 at night",
        "what you did to your arm",
    ]
    assert [words for words in cases if not speaks_of_crisis(f"It was about {words}, and it was hard.")] == []


def test_everyday_words_are_no_crisis() -> None:
    cases = [
        "ending things with your girlfriend",
        "a dead battery",
        "the deadline",
        "cutting the grass",
        "the panic attack on the bus",
        "your grandfather, who died in the winter",
        "the rope that you carried home",
        "the hanging lamp",
        "the bridge over the river",
        "your blood pressure",
    ]
    assert [words for words in cases if speaks_of_crisis(f"It was about {words}, and it was hard.")] == []
