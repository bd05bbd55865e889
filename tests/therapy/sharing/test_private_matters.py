"""What is nobody else's business, and other people's secrets."""

from support.lexicon_checks import misses

from app.therapy.lexicon import Entry
from app.therapy.sharing.private_matters import private_words
from app.therapy.sharing.reading import lexicon, normalise_line


def finds(entry: Entry, sentence: str) -> bool:
    return entry.expression.search(normalise_line(sentence)) is not None


def test_each_entry_finds_its_sentence_and_spares_the_other() -> None:
    assert misses(lexicon("private"), finds) == []


def test_the_words_are_told() -> None:
    assert private_words("She asked you not to tell anybody.") == ["asked you not to tell"]
    assert private_words("You told your sister about the job.") == []
