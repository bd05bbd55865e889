"""Crises in soft words, and everyday words that only sound like one."""

from support.lexicon_checks import misses

from app.therapy.lexicon import Entry
from app.therapy.sharing.crisis import PAIRS, crisis_words, speaks_of_crisis
from app.therapy.sharing.reading import CERTAIN, lexicon, normalise_line


def finds(entry: Entry, sentence: str) -> bool:
    return entry.expression.search(normalise_line(sentence)) is not None


def test_each_entry_finds_its_sentence_and_spares_the_other() -> None:
    assert misses(lexicon("crisis"), finds) == []


def test_each_hint_is_of_a_group_that_makes_a_pair() -> None:
    hints = lexicon("crisis").where(certainty="hint").entries
    assert {entry.certainty for entry in lexicon("crisis").entries} == {CERTAIN, "hint"}
    assert {str(entry.rest["group"]) for entry in hints} == {group for pair in PAIRS for group in pair}


def test_a_crisis_is_heard_in_soft_words_and_in_a_denial() -> None:
    cases = [
        "you wanted to die",
        "dark thoughts",
        "not being around any more",
        "the marks on your arm",
        "the night with the pills",
        "thoughts of ending it",
        "no reason to go on living",
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
        "the boyfriend who keeps your wages",
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
        "the burden that you did not want to be to your flatmate",
        "harmony at the table",
        "the pills that you took in the morning",
        "hitting your goal",
    ]
    assert [words for words in cases if speaks_of_crisis(f"It was about {words}, and it was hard.")] == []


def test_two_hints_of_groups_that_make_a_pair_are_a_crisis_and_one_is_none() -> None:
    assert not speaks_of_crisis("You spoke of the bottles on the sill.")
    assert not speaks_of_crisis("You told what you had in mind with them.")
    assert crisis_words("You spoke of the bottles on the sill, and of what you had in mind with them.")
    assert not speaks_of_crisis("You spoke of the bottles and of the bruise.")


def test_whoever_speaks_of_themselves_is_read_as_if_spoken_to() -> None:
    assert speaks_of_crisis("He hit me.")
    assert speaks_of_crisis("I'm tired of living.")


def test_the_words_are_told() -> None:
    assert crisis_words("It was about dark thoughts.") == ["dark thoughts"]
    assert crisis_words("You wanted to k*ll it.") == ["k*ll"]
    assert crisis_words("You slept.") == []
