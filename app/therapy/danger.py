"""Words that speak of danger: death wished for, harm to oneself or others, abuse. A floor, not a finding.

`speaks_of_danger` and `discloses_danger` read any text, notes too, whoever it is about; `said_of_self` reads what a
patient says. In doubt it is danger. English only: in another language nothing is noticed.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from app.therapy.dangers import abuse, harm_to_others, self_harm, suicidal_thoughts
from app.therapy.dangers.denial import is_denied
from app.therapy.dangers.idioms import without_idioms
from app.therapy.dangers.phrasing import Lexicon, Own
from app.therapy.utterance import Utterance, utterances


class Kind(StrEnum):
    """What the danger is."""

    SUICIDAL_THOUGHTS = "suicidal_thoughts"
    SELF_HARM = "self_harm"
    HARM_TO_OTHERS = "harm_to_others"
    ABUSE = "abuse"


LEXICON: Mapping[Kind, Lexicon] = {
    Kind.SUICIDAL_THOUGHTS: suicidal_thoughts.WORDS,
    Kind.SELF_HARM: self_harm.WORDS,
    Kind.HARM_TO_OTHERS: harm_to_others.WORDS,
    Kind.ABUSE: abuse.WORDS,
}
_FIRST_PERSON = re.compile(r"\b(?:i|im|ive|id|ill|me|my|myself|us)\b")
_ABOUT_THE_QUESTION = re.compile(
    r"\b(?:you mean|are you asking|you asking|you want to know|am i|do i|have i|did i|kill myself$)\b"
)
_OWN_YES = re.compile(
    r"^(?:(?:oh|well|god|honestly|and),? )*(?:(?:of )?course i (?:do|have|did|am)|yes|yeah|yep|sometimes|often"
    r"|all the time"
    r"|every (?:day|night|morning)|i do|i have)\b"
)
_DENIED = re.compile(
    r"\bden(?:y|ies|ied|ying|ial)\b"
    r"|\bno(?: (?:current|such|longer|more|thoughts?|wish|plans?|intent\w*|urges?))+\b"
    r"|(?:\bnot|\w+nt|\bnever) (?:had|have|having|been|want|wanted|think|thinking|thought)\b(?: \w+){0,7}?"
    r" (?:suicid\w*|die|dead|dying|death|kill\w*|harm\w*|hurt\w*)"
)


class Said(NamedTuple):
    """A sentence of danger: what kind, where it stands, text[char_start:char_end], and whether it leaves no doubt."""

    kind: Kind
    char_start: int
    char_end: int
    clear: bool


def said_of_self(text: str) -> Iterator[Said]:
    """The sentences of one turn in which somebody speaks of danger of their own, once for each kind; neither denials,
    questions, turns of phrase nor what others did to others."""
    for utterance, following in pairwise([*utterances(text), None]):
        assert utterance is not None
        line = without_idioms(utterance.line)
        if utterance.asks and not _tells_of_self(line) and not _says_yes(following):
            continue
        for kind, words in LEXICON.items():
            clear = _affirmed(words.clear, line)
            if clear or _affirmed(words.doubtful, line):
                yield Said(kind, utterance.char_start, utterance.char_end, clear and not utterance.asks)


def named(utterance: Utterance) -> frozenset[Kind]:
    """The kinds that a sentence speaks of, whoever's they are."""
    line = without_idioms(utterance.line)
    return frozenset(kind for kind, words in LEXICON.items() if words.named.search(line))


def speaks_of_danger(text: str) -> bool:
    """Whether a text holds words of danger, in whatever sense."""
    return any(named(utterance) or _is_clear(utterance) for utterance in utterances(text))


def discloses_danger(text: str) -> bool:
    """Whether a sentence of a text speaks of danger without denying it."""
    return any(
        _is_clear(utterance) or (named(utterance) and not _DENIED.search(utterance.line))
        for utterance in utterances(text)
    )


def _is_clear(utterance: Utterance) -> bool:
    """Whether a sentence of a patient's own leaves no doubt."""
    line = without_idioms(utterance.line)
    return not utterance.asks and any(_affirmed(words.clear, line) for words in LEXICON.values())


def _affirmed(own: Own, line: str) -> bool:
    """Whether a phrase stands there that nothing before it denies."""
    return any(not is_denied(line[:at]) for at in own.places(line))


def _says_yes(following: Utterance | None) -> bool:
    """Whether somebody answers their own question: "Do I think of it? Of course I do."."""
    return following is not None and _OWN_YES.search(following.line) is not None


def _tells_of_self(line: str) -> bool:
    """Whether a question of the patient's says something, and not only gives back a word: "What, like suicidal?"."""
    return _FIRST_PERSON.search(line) is not None and _ABOUT_THE_QUESTION.search(line) is None
