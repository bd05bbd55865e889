"""Words of the trade, and words that everybody uses."""

from support.lexicon_checks import misses

from app.therapy.lexicon import Entry
from app.therapy.sharing.jargon import jargon_words
from app.therapy.sharing.reading import lexicon, normalise_line


def finds(entry: Entry, sentence: str) -> bool:
    return entry.expression.search(normalise_line(sentence)) is not None


def test_each_entry_finds_its_sentence_and_spares_the_other() -> None:
    assert misses(lexicon("jargon"), finds) == []


def test_words_of_the_trade_are_jargon() -> None:
    cases = [
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
    ]
    assert [word for word in cases if not jargon_words(f"You noticed {word} again.")] == []


def test_everyday_words_are_not() -> None:
    cases = (
        "therapy therapist anxious anxiety stress mood breathing exercise boundary trigger panic depressed worry"
        " grounding mindfulness sleep treatment perfectionism"
    ).split()
    assert [word for word in cases if jargon_words(f"You noticed {word} again.")] == []


def test_the_words_are_told_once() -> None:
    assert jargon_words("You noticed transference, and transference again.") == ["transference"]
