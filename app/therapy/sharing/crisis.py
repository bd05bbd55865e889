"""Crises: suicide, harm to oneself or others, violence and abuse, in plain words and in the softer ones that a text
for a patient would choose. Here, unlike in `danger`, a hint counts: two of different groups in one text do."""

import re

from app.therapy.sharing.deobfuscation import is_starred
from app.therapy.sharing.reading import lexicon, matched_words, normalise_line

PAIRS = frozenset(
    {
        frozenset({"means", "deed"}),
        frozenset({"place", "deed"}),
        frozenset({"means", "plan"}),
        frozenset({"place", "plan"}),
        frozenset({"vessel", "plan"}),
        frozenset({"means", "fear"}),
        frozenset({"means", "prey"}),
        frozenset({"weapon", "prey"}),
        frozenset({"note", "stow"}),
        frozenset({"means", "stow"}),
        frozenset({"hurt", "hide"}),
        frozenset({"hurt", "fear"}),
        frozenset({"hide", "fear"}),
    }
)
"""The groups of hints of which two make a crisis: a means and what was done with it, a wound and its hiding."""


_OF_ONESELF = {
    "i": "you", "im": "youre", "ive": "youve", "id": "youd", "ill": "youll", "me": "you", "my": "your",
    "mine": "yours", "myself": "yourself", "am": "are",
}  # fmt: skip
_OWN = re.compile(rf"\b(?:{'|'.join(_OF_ONESELF)})\b")


def crisis_words(text: str) -> list[str]:
    """The words by which a text speaks of a crisis or hints at one, in whatever sense; a denial does too. Whoever
    speaks of themselves is read as if they were spoken to."""
    line = _OWN.sub(lambda own: _OF_ONESELF[own[0]], normalise_line(text))
    if is_starred(line):
        return [word for word in line.split() if is_starred(word)]
    return matched_words(line, lexicon("crisis"), PAIRS)


def speaks_of_crisis(text: str) -> bool:
    """Whether a text speaks of a crisis or hints at one."""
    return bool(crisis_words(text))
