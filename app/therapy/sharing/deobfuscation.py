"""Undoes tricks of writing that hide words from the lexicons."""

import re
import unicodedata
from functools import lru_cache

_MARKS = str.maketrans(
    dict.fromkeys("’‘ʼ＇`´′", "'") | dict.fromkeys("“”„«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-") | {"…": "..."}
)
_LOOKS = str.maketrans("013457@$", "oieastas")
_MIXED = re.compile(
    r"(?<!\w)(?=[^\W\d_]*[013457@$])(?:[^\W\d_]+[013457@$]+)+[^\W\d_]*(?!\w)"
    r"|(?<![\w$@])[013457@$][^\W\d_]{4,}(?!\w)"
)
"""A word with digits or signs where letters should be; "F32" and "4th" are not: one ends with them, and few letters
follow on the other's."""
_DIGIT_LIKE_A_LETTER = re.compile(r"[013457@$]")
_LETTERS_APART = re.compile(r"(?<!\w)(?:[^\W\d_][ .*_-]{1,3}){3,}[^\W\d_](?!\w)")
READ_AGAIN = 16
"""Texts that are kept: each sentence is asked for by several in a row."""
MIN_LETTERS = 3
"""Different ones, in a word whose letters stand apart."""
_STARRED = re.compile(r"[^\W\d_][*#]+[^\W\d_]|[^\W\d_][*#]{2,}")


@lru_cache(maxsize=READ_AGAIN)
def deobfuscated(text: str) -> str:
    """`text` in plain letters and straight marks, letters set apart joined, unseen characters gone."""
    straight = " ".join((text if text.isascii() else _plain(text)).translate(_MARKS).split())
    joined = _LETTERS_APART.sub(_together, straight)
    return _MIXED.sub(_as_letters, joined) if _DIGIT_LIKE_A_LETTER.search(joined) else joined


def _plain(text: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKC", text) if unicodedata.category(mark) != "Cf")


def _together(run: re.Match[str]) -> str:
    """Letters set apart as a word; a stammer ("I-I-I-I") stays."""
    letters = re.sub(r"[\W_]", "", run[0])
    return letters if len(set(letters.lower())) >= MIN_LETTERS else run[0]


def _as_letters(word: re.Match[str]) -> str:
    """A word that ends in its only digits is a code or a size, and stays."""
    bare = word[0].rstrip("0123456789")
    return word[0].translate(_LOOKS) if re.search(r"[\d@$]", bare) else word[0]


def is_starred(text: str) -> bool:
    """Whether letters of a word are put out by stars: such a word does not belong on a patient's page."""
    return ("*" in text or "#" in text) and _STARRED.search(text) is not None
