"""The lexicons of danger: one file per kind, one of turns of phrase, one of questions and answers."""

from functools import cache
from pathlib import Path

from app.therapy.lexicon import Lexicon, load_lexicon

FOLDER = Path(__file__).parent
SHARED = FOLDER / "words.json"


@cache
def lexicon_of(name: str) -> Lexicon:
    """The lexicon of `name`.json, read at first use."""
    return load_lexicon(FOLDER / f"{name}.json", shared=SHARED)


@cache
def entries_of(name: str, *certainties: str) -> Lexicon:
    """Its entries of those certainties."""
    return Lexicon([entry for entry in lexicon_of(name).entries if entry.certainty in certainties])
