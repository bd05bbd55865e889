"""What the patient said themselves: their words, and whether a sentence tells what they told, in the same words."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from app.therapy.wording import sentences, words

MIN_SHARE = 0.75
"""Of the words that carry a sentence, so many stand together in what the patient said where it is their own account."""
TOGETHER = 3
"""Sentences of one turn that are read as one account."""

_ENDINGS = ("ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s", "e", "y")
_MIN_STEM = 3
_LIGHT = frozenset(
    """
    a about after again all also always am an and any are as at be because been before being both but by can could did
    do does doing dont down each even ever every for from get gets getting go goes going got had has have having he her
    here hers him his how i if im in into is it its ive just like made make me mine more most much my myself no not now
    of off often on once one only or other our out over own perhaps quite rather really said say says she should since
    so some something still such tell tells than that the their them then there these they thing things this those
    though through to told too under until up very was way we well went were what when where whether which while who
    why will with without would you your yours yourself id ill youd youll youre youve mean maybe know didnt doesnt
    """.split()
)
_NEUTRAL = {"i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "im": "youre", "ive": "youve"}


def stem(form: str) -> str:
    """A word without its ending, so that "learned" and "learning" are the same."""
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= _MIN_STEM:
            return form[: -len(ending)].rstrip("eiy") or form
    return form


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry a text."""
    return frozenset(stem(word.form) for word in words(text) if word.form not in _LIGHT)


def person_neutral(text: str) -> list[str]:
    """The words of a text, the same whether one speaks of oneself or is spoken to."""
    return [_NEUTRAL.get(word.form, word.form) for word in words(text)]


class OwnWords:
    """The turns of a patient."""

    def __init__(self, turns: Iterable[str]) -> None:
        self._turns = tuple(turns)

    def said(self, found: Sequence[str]) -> bool:
        """Whether the patient used every word of what was found."""
        return all(stem(word.form) in self._said for words_found in found for word in words(words_found))

    def told(self, sentence: str, found: Sequence[str]) -> bool:
        """Whether the patient told most of a sentence at one go, and everything that was found in it."""
        whole, claimed = stems(sentence), stems(" ".join(found))
        least = MIN_SHARE * len(whole)
        return bool(whole) and any(claimed <= told and len(whole & told) >= least for told in self._accounts)

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset(stem(word.form) for turn in self._turns for word in words(turn))

    @cached_property
    def _accounts(self) -> list[frozenset[str]]:
        return [account for turn in self._turns for account in _accounts_of(turn)]


def _accounts_of(turn: str) -> list[frozenset[str]]:
    """The stems of every few sentences that follow one another."""
    of_each = [stems(turn[start:end]) for start, end in sentences(turn)]
    ends = range(1, len(of_each) + 1)
    return [frozenset().union(*of_each[max(0, end - TOGETHER) : end]) for end in ends]
