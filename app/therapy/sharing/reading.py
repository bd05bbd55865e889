"""How a text is read for the lexicons, and where the lexicons lie."""

from functools import cache, lru_cache
from pathlib import Path

from app.therapy.lexicon import Lexicon, load_lexicon
from app.therapy.sharing.unmasking import unmasked

READ_AGAIN = 4
"""Texts whose line is kept for the next lexicon: each sentence is read for all of them in a row."""
FOLDER = Path(__file__).parent / "lexicons"


@cache
def lexicon(name: str) -> Lexicon:
    """The lexicon of that name, read once from its file."""
    return load_lexicon(FOLDER / f"{name}.json")


@lru_cache(maxsize=READ_AGAIN)
def as_line(text: str) -> str:
    """A text in small letters, unmasked, without apostrophes: "don't" as "dont"."""
    return unmasked(text).lower().replace("'", "")
