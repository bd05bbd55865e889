"""Sentences that say whose words they tell."""

from support.lexicon_checks import misses

from app.therapy.lexicon import Entry
from app.therapy.sharing.reading import lexicon, normalise_line
from app.therapy.sharing.retellings import AGREED, ATTRIBUTED, names_therapist_as_source, tells_agreement


def finds(entry: Entry, sentence: str) -> bool:
    return entry.expression.search(normalise_line(sentence)) is not None


def test_each_entry_finds_its_sentence_and_spares_the_other() -> None:
    assert misses(lexicon("retelling"), finds) == []
    assert {entry.certainty for entry in lexicon("retelling").entries} == {AGREED, ATTRIBUTED}


def test_an_agreement_and_the_therapists_words_are_told_apart() -> None:
    assert tells_agreement("The two of you agreed on a sleep diary.")
    assert not names_therapist_as_source("The two of you agreed on a sleep diary.")
    assert names_therapist_as_source("Steering round works for a while, your therapist said.")
    assert not tells_agreement("Steering round works for a while, your therapist said.")
