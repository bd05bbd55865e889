"""Words that speak of danger: death wished for, harm to oneself or others, abuse. A floor, not a finding.

`speaks_of_danger` and `discloses_danger` read any text, notes too, whoever it is about; `said_of_self` reads what a
patient says. English only: in another language nothing is noticed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from app.therapy.dangers.denial import is_denied
from app.therapy.dangers.files import entries_of
from app.therapy.dangers.idioms import is_about_play, without_idioms
from app.therapy.lexicon import Entry, Lexicon
from app.therapy.utterance import Utterance, utterances


class Kind(StrEnum):
    """What the danger is."""

    SUICIDAL_THOUGHTS = "suicidal_thoughts"
    SELF_HARM = "self_harm"
    HARM_TO_OTHERS = "harm_to_others"
    ABUSE = "abuse"


CERTAIN, LIKELY, NAMED, ASKED, HINTED = "certain", "likely", "named", "asked", "hinted"
"""Certainties of an entry: plain words about oneself; what is to be looked at; what names a danger, whoever's it is;
what names one in a therapist's question, and much else elsewhere; what may lead up to one there."""
STRICT = (CERTAIN, LIKELY)
"""The list that decides."""

_OTHERS = (
    "he|she|they|we|you|it|its|his|her|my|their|who|that|which|where|someone|somebody|people|hes|shes|theyre"
    "|theyd|hed|hell|shell|youre|youd|told|tells|telling|says|dog|cat|puppy|kitten|toddler|vet|nurse|barber|brambles|roses"
)
_SELF_BEFORE = re.compile(
    rf"(?:\b(?:i|im|ive|id|ill|me|myself|part of me|half of me)(?:,? (?!(?:{_OTHERS})\b)\w+){{0,8}}?,? "
    rf"|(?:^|, )(?:(?!(?:{_OTHERS})\b)\w+,? ){{0,4}}?)$"
)
"""The patient as who does it: "I", with up to eight words after it; or nobody, where a sentence leaves its "I" out."""
_TOLD_BY_OTHERS = re.compile(
    r"\b(?:he|she|they|hes|shes|(?:my|the|our) (?:\w+ )?\w+|people|somebody|someone|who) (?:always |just |once |also )?"
    r"(?:says|said|thinks|tells me|told me|keeps saying|reckons|told us|wrote|texted)(?: me| that| how)?"
    r"(?! (?:im|i am|ive|i)\b)"
)
_OF_ONESELF = frozenset({Kind.SUICIDAL_THOUGHTS, Kind.SELF_HARM})
_DONE_BY_PEOPLE = frozenset({Kind.HARM_TO_OTHERS, Kind.ABUSE})
_GOES_ON = re.compile(r"^(?:that|to|with|from|on|at|in|of|by|because|until|till|into|onto|for)\b(?:,? \w+){1,7}$")
"""A sentence of few words that has no beginning of its own."""
_FIRST_PERSON = re.compile(r"\b(?:i|im|ive|id|ill|me|my|myself|us)\b")
_IN_FIRST_PERSON = re.compile(r"^(?!.*\b(?:you|your|youre|youve|youd|yourself)\b).*\b(?:i|im|ive|id|me|my|myself)\b")
_ABOUT_THE_QUESTION = re.compile(
    r"\b(?:you mean|are you asking|you asking|you want to know|am i|do i|have i|did i|kill myself$)\b"
)
_OWN_YES = re.compile(
    r"^(?:(?:oh|well|god|honestly|and),? )*(?:(?:of )?course i (?:do|have|did|am)|yes|yeah|yep|sometimes|often"
    r"|all the time|every (?:day|night|morning)|i do|i have)\b"
)
_DENIED = re.compile(
    r"\bden(?:y|ies|ied|ying|ial)\b"
    r"|\bno(?: (?:current|such|longer|more|thoughts?|wish|plans?|intent\w*|urges?))+\b"
    r"|(?:\bnot|\w+nt|\bnever) (?:had|have|having|been|want|wanted|think|thinking|thought)\b(?: \w+){0,7}?"
    r" (?:suicid\w*|die|dead|dying|death|kill\w*|harm\w*|hurt\w*)"
)


class DangerSentence(NamedTuple):
    """A sentence of danger: what kind, where it stands, text[char_start:char_end], and how certain its words are."""

    kind: Kind
    char_start: int
    char_end: int
    certainty: str

    @property
    def clear(self) -> bool:
        """Whether the words leave no doubt."""
        return self.certainty == CERTAIN


class LexiconHit(NamedTuple):
    """An entry of a kind's lexicon that a line matches."""

    kind: Kind
    entry: Entry


def lexicon_hits(line: str, *certainties: str) -> Iterator[LexiconHit]:
    """The entries of those certainties that a line, idioms gone, matches and does not deny."""
    for found in _entries(*certainties).matches(line):
        kind = Kind(found.entry.rest["kind"])
        if is_said(found.entry, line, found.start, kind):
            yield LexiconHit(kind, found.entry)


@cache
def _entries(*certainties: str) -> Lexicon:
    """The entries of all kinds, each with its kind."""
    return Lexicon(
        [
            replace(entry, rest={**entry.rest, "kind": kind})
            for kind in Kind
            for entry in entries_of(kind, *certainties).entries
        ]
    )


def said_of_self(text: str, *, by_therapist: bool = False) -> Iterator[DangerSentence]:
    """The sentences of one turn in which somebody speaks of danger of their own, once for each kind; neither denials,
    questions, turns of phrase nor what others did to others. Of a therapist's, who gives back what was heard, only
    plain words in the first person are."""
    return danger_sentences(tuple(utterances(text)), by_therapist=by_therapist)


def danger_sentences(said: Sequence[Utterance], *, by_therapist: bool = False) -> Iterator[DangerSentence]:
    """The same of a turn's sentences."""
    spared = _DONE_BY_PEOPLE if is_about_play(said) else frozenset()
    for utterance, following in pairwise([*join_sentences(said), None]):
        assert utterance is not None
        found = _certainties(utterance.line)
        if not found or (utterance.asks and not _tells_of_self(utterance.line) and not _says_yes(following)):
            continue
        if by_therapist and (utterance.asks or not _IN_FIRST_PERSON.search(utterance.line)):
            continue
        for kind, certain in found.items():
            told = LIKELY if certain == CERTAIN and utterance.asks else certain
            if kind not in spared and (told == CERTAIN or not by_therapist):
                yield DangerSentence(kind, utterance.char_start, utterance.char_end, told)


def join_sentences(said: Iterable[Utterance]) -> Iterator[Utterance]:
    """The sentences of a turn; those that only go on with the one before ("It's disappointing. That I woke up.") as
    part of it."""
    whole: Utterance | None = None
    for utterance in said:
        if whole and not whole.asks and not utterance.asks and _GOES_ON.search(utterance.line):
            line = f"{whole.line}, {utterance.line}"
            whole = Utterance(whole.char_start, utterance.char_end, line, False)
            continue
        if whole:
            yield whole
        whole = utterance
    if whole:
        yield whole


def _certainties(line: str) -> dict[Kind, str]:
    """The kinds that a line speaks of, each with the greatest certainty found."""
    bare = without_idioms(line)
    found: dict[Kind, str] = {}
    for kind, entry in lexicon_hits(bare, *STRICT) if bare else ():
        found[kind] = min(found.get(kind, entry.certainty), entry.certainty, key=STRICT.index)
    return found


def kinds_named(utterance: Utterance, *certainties: str) -> frozenset[Kind]:
    """The kinds that a sentence speaks of, whoever's they are, by the entries of those certainties; else that name."""
    line = without_idioms(utterance.line)
    tried = _entries(*(certainties or (NAMED,))).tried(line)
    return frozenset(Kind(entry.rest["kind"]) for entry in tried if entry.expression.search(line))


def speaks_of_danger(text: str) -> bool:
    """Whether a text holds words of danger, in whatever sense."""
    return any(kinds_named(utterance) or _is_clear(utterance) for utterance in utterances(text))


def discloses_danger(text: str) -> bool:
    """Whether a sentence of a text speaks of danger without denying it."""
    return any(
        _is_clear(utterance) or (kinds_named(utterance) and not _DENIED.search(utterance.line))
        for utterance in utterances(text)
    )


def _is_clear(utterance: Utterance) -> bool:
    """Whether a sentence of a patient's own leaves no doubt."""
    return not utterance.asks and CERTAIN in _certainties(utterance.line).values()


def is_said(entry: Entry, line: str, at: int, kind: Kind) -> bool:
    """Whether what a line says from `at` on, where an entry matches, is said of the speaker and not denied."""
    return _is_own(entry, line, at, kind) and not is_denied(line[:at])


def _is_own(entry: Entry, line: str, at: int, kind: Kind) -> bool:
    if entry.rest.get("by") == "self" and not _SELF_BEFORE.search(line, 0, at):
        return False
    return kind not in _OF_ONESELF or not _TOLD_BY_OTHERS.search(line, 0, at)


def _says_yes(following: Utterance | None) -> bool:
    """Whether somebody answers their own question: "Do I think of it? Of course I do."."""
    return following is not None and _OWN_YES.search(following.line) is not None


def _tells_of_self(line: str) -> bool:
    """Whether a question of the patient's says something, and not only gives back a word: "What, like suicidal?"."""
    return _FIRST_PERSON.search(line) is not None and _ABOUT_THE_QUESTION.search(line) is None
