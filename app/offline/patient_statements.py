"""What the patient says of themselves, sentence by sentence: each whole, tidied of hesitations, under one kind at most.

A sentence is taken for what it says itself, and for nothing else; where it might be a condition, a wish, a part that is
played, somebody else's words or long ago, it is taken for nothing.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from app.offline.cues import matches_cue
from app.offline.disfluency import with_straight_apostrophes, without_disfluencies
from app.offline.kinds import (
    better,
    done,
    faced,
    functioning,
    hard,
    in_the_moment,
    less_often,
    on_mind,
    own_words,
    seen,
    skills,
    unsaid,
    wanted,
)
from app.offline.lexicon import feeling_of
from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import is_plain
from app.therapy.danger import speaks_of_danger
from app.therapy.evidence import MAX_QUOTE_CHARS
from app.therapy.wording import words

PATIENT, THERAPIST = "Patient", "Therapist"
MIN_WORDS, MAX_WORDS = 3, 45
MAX_CHARS = 180
"""What is longer fits under no heading, and is left out rather than cut."""
MIN_TELLING = 2
MIN_ON_MIND = 5
HEAVY = 1.0
"""What a sentence weighs, by the mood words, to be more than a remark."""
PLAYED_LINES = 6
"""So many lines after a part is given out are taken to be played."""
POINTING = frozenset(
    """
    that this them they those these with just really even then when what have been thing things stuff yeah the and but
    for was were had has did not you she him her his its our who how why got get too one all any out are can ive dont
    didnt drove did done finished brought went took made put came ticked
    about with into from over some like more much very know mean because well also him here there now
    """.split()
)
"""Words that tell nothing by themselves."""


class Kind(StrEnum):
    """What a sentence says, in the words that stand before it in an answer."""

    BETTER = "Better"
    SKILL = "Used"
    CHANGED = "Done otherwise"
    DONE = "Done"
    SEEN = "Seen"
    WANTED = "Wanted"
    HARD = "Hard"
    ON_MIND = "On the mind"


DANGER = "May be about death or harm"
"""Said of what words alone cannot tell a wish from a denial in; never of what is shown to the patient."""
_LABELLED = re.compile(rf"({'|'.join(Kind)}): “(.*)”")


class PatientStatement(NamedTuple):
    """One sentence of the patient's: what kind of thing it says, where it stands, and its words, tidied."""

    kind: Kind
    sentence: Sentence
    text: str


_HYPOTHETICAL = re.compile(
    r"\b(?:(?:what|how|where|who|which|when|why)\b[^?.]{0,80}\b(?:would|might)\b|would (?:it|that|there|things|he|she"
    r"|they)"
    r"|if (?:you|i|we|that|it|he|she|they|things|your|somebody|someone)\b(?! (?:don't|do not) mind)|imagine|what if"
    r"|suppose|miracle"
    r"|magic wand|looking back|when you were|ten years|in the future|someday|ideal)",
    re.I,
)
"""Asked like this, the answer is about what is not so, or not now."""
_GIVES_A_PART = re.compile(
    r"\b(?:role[- ]?play\w*|pretend(?:ing)?|let's (?:practi[sc]e|try it out|act)|I'll (?:be|play) (?:your|him|her"
    r"|the)|say it to me as"
    r"|rehearse|empty chair|practi[sc]e (?:saying|telling|that conversation))\b",
    re.I,
)
_Is = Callable[[str], bool]


def said_by_patient(prompt: Prompt) -> list[PatientStatement]:
    """What the patient says of themselves, in the order spoken, each sentence once."""
    found: dict[str, PatientStatement] = {}
    for sentence in _of_their_days(prompt):
        text = without_disfluencies(sentence.text)
        kind = kind_of(text) if _is_whole(sentence.text) else None
        if kind:
            found.setdefault(text.casefold(), PatientStatement(kind, sentence, text))
    return list(found.values())


def with_label(label: str, text: str) -> str:
    """A sentence as it stands in a finding: behind what it is said to be, between quotation marks."""
    return f"{label}: “{text}”"


def split_label(finding: str) -> tuple[Kind, str] | None:
    """What a finding of ours is said to be, and its sentence; None where it is none."""
    found = _LABELLED.fullmatch(finding)
    return (Kind(found[1]), found[2]) if found else None


def kind_of(text: str) -> Kind | None:
    """What a tidied sentence says of its speaker; None where it says none of it, or not plainly."""
    if not MIN_WORDS <= len(words(text)) <= MAX_WORDS or len(text) > MAX_CHARS or not is_plain(text):
        return None
    if matches_cue(unsaid.CUES, text) or speaks_of_danger(text):
        return None
    kind = next((kind for kind, says in _KINDS.items() if says(text)), None)
    if kind is Kind.SKILL:
        return kind
    enough = telling_word_count(text) >= (1 if kind is Kind.BETTER else MIN_TELLING)
    return kind if enough and not matches_cue(unsaid.SPEECH, text) else None


def sentence_weight(said: PatientStatement) -> float:
    """How much a sentence carries: what it tells of, and how strongly, long ones for no more than their words."""
    return min(12, telling_word_count(said.text)) + min(3.0, feeling_of(said.text).strength)


def telling_word_count(text: str) -> int:
    """How many words of a text tell something, and do not only point."""
    return sum(len(word.form) > 2 and word.form not in POINTING for word in words(text))


def weightiest_sentences(said: list[PatientStatement], most: int) -> list[PatientStatement]:
    """At most so many, those that carry most, in the order spoken."""
    return sorted(sorted(said, key=sentence_weight, reverse=True)[:most], key=said.index)


def _of_their_days(prompt: Prompt) -> Iterator[Sentence]:
    """The patient's sentences, but for answers to what is only imagined, and parts that are played."""
    not_so: set[int] = set()
    for at, line in enumerate(prompt.lines):
        if line.speaker == PATIENT:
            continue
        if _GIVES_A_PART.search(with_straight_apostrophes(line.text)):
            not_so |= {after.number for after in prompt.lines[at : at + 1 + PLAYED_LINES]}
        elif _HYPOTHETICAL.search(with_straight_apostrophes(line.text)):
            not_so |= {after.number for after in prompt.lines[at : at + 2]}
    return (sentence for sentence in prompt.sentences(PATIENT) if sentence.segment not in not_so)


def _is_whole(spoken: str) -> bool:
    """Whether a sentence came to its end, in few enough characters to be quoted."""
    return (
        spoken.rstrip("\"'”’)")[-1:] in {".", "!", "?"} and not spoken.endswith("..") and len(spoken) <= MAX_QUOTE_CHARS
    )


def _is_better(text: str) -> bool:
    return matches_cue((*better.CUES, *less_often.CUES, *functioning.CUES), text) and not matches_cue(
        better.WORSE, text
    )


def _is_skill(text: str) -> bool:
    return matches_cue((*skills.CUES, *own_words.CUES, *in_the_moment.CUES), text) and not matches_cue(
        skills.NOT_IN_USE, text
    )


def _is_creditable(text: str) -> bool:
    if matches_cue(done.LEFT_OFF, text):
        return True
    return not matches_cue(done.NOT_TO_BE_PROUD_OF, text) and feeling_of(text).bad < 3


def _is_changed(text: str) -> bool:
    return matches_cue(done.TURNED, text) and _is_creditable(text)


def _is_done(text: str) -> bool:
    return matches_cue((*done.CONTACT, *done.EFFORT, *done.DOING, *done.GENERAL, *faced.CUES), text) and _is_creditable(
        text
    )


def _is_seen(text: str) -> bool:
    return matches_cue(seen.CUES, text) and not matches_cue(seen.NOT_SEEN, text)


def _is_wanted(text: str) -> bool:
    return matches_cue(wanted.CUES, text) and not matches_cue(wanted.NOT_WANTED, text)


def _is_hard(text: str) -> bool:
    return matches_cue(hard.CUES, text) and not matches_cue(hard.NOT_HARD, text)


def _is_on_mind(text: str) -> bool:
    felt = feeling_of(text)
    weighs = felt.bad >= HEAVY and felt.bad > felt.good and len(words(text)) >= MIN_ON_MIND
    return weighs and matches_cue(on_mind.CUES, text) and not matches_cue((*on_mind.NOT_OWN, *on_mind.REFUSED), text)


_KINDS: dict[Kind, _Is] = {
    Kind.SKILL: _is_skill,
    Kind.BETTER: _is_better,
    Kind.CHANGED: _is_changed,
    Kind.DONE: _is_done,
    Kind.SEEN: _is_seen,
    Kind.WANTED: _is_wanted,
    Kind.HARD: _is_hard,
    Kind.ON_MIND: _is_on_mind,
}
"""In the order in which they are looked for: a skill in use often names what it was used on."""
