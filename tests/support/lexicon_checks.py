"""What every lexicon file is tested for: each entry finds its sentence, spares the other, and is found by its keys."""

from collections.abc import Callable, Iterator

from app.therapy.lexicon import Entry, Lexicon

Finds = Callable[[Entry, str], bool]


def misses(lexicon: Lexicon, finds: Finds) -> list[str]:
    """Every entry that fails, a line each; `finds` says whether an entry matches a sentence, as the code reads it."""
    return [f"{entry.pattern}: {fault}" for entry in lexicon.entries for fault in _faults(lexicon, entry, finds)]


def in_small_letters(entry: Entry, sentence: str) -> bool:
    """For a lexicon that is matched against the text itself, in small letters."""
    return entry.expression.search(sentence.lower()) is not None


def _faults(lexicon: Lexicon, entry: Entry, finds: Finds) -> Iterator[str]:
    if not finds(entry, entry.finds):
        yield f"does not find {entry.finds!r}"
    if finds(entry, entry.spares):
        yield f"does not spare {entry.spares!r}"
    if entry.expression.search(entry.finds.lower()) and entry not in lexicon.tried(entry.finds.lower()):
        yield f"is not looked up by {sorted(entry.keys)} in {entry.finds!r}"
