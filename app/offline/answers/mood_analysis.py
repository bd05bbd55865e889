"""The patient's mood: weighed words, and the number that a patient gives on being asked for one."""

import re
from itertools import groupby
from typing import Any

from app.offline.cues import compile_cue, matches_cue
from app.offline.disfluency import with_straight_apostrophes, without_disfluencies
from app.offline.kinds import better, hard, less_often, unsaid
from app.offline.lexicon import Feeling, feeling_of
from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import is_plain, quotation_of, said_once
from app.therapy.evidence import MAX_QUOTE_CHARS
from app.therapy.wording import words

FIELDS = frozenset({"key_indicators", "counter_indicators", "rationale", "emotional_tone", "mood_score", "confidence"})
MAX_INDICATORS = 5
INDICATOR_CHARS = 120
MIN_TELLING = 2
"""Telling sentences; with fewer no mood can be told."""

_DAMPING = 6.0
"""Weight of an even mood that is added to every visit, so that few words make no extreme score."""
_SPREAD = 6.0
_FIRST_PERSON = frozenset({"i", "im", "ive", "id", "ill", "me", "my", "myself", "mine"})
_NUMBERS = {name: value for value, name in enumerate("zero one two three four five six seven eight nine ten".split())}
_BARE_NUMBER = re.compile(
    rf"(?:an? |about |maybe )?({'|'.join(_NUMBERS)})(?: out of ten)?[.,!]|({'|'.join(_NUMBERS)}) and a half\b"
)
_CLAUSE = re.compile(r"[,;:.!]| (?:but|because|when|that|than|if|and|so|with my|about|as) ")
_NO_STATE = re.compile(
    r"\b(?:good|better|bad|worse|best|worst) at\b|\bin bed\b|\bdrinking\b|\blying\b|\bworth\b|\bbut (?:better|worse"
    r"|fine|okay)\b|\bfeel"
    r" that\b"
    r"|\b(?:work|try|train)\w* (?:\w+ )?hard\b|\bI (?:got|get) (?:to|my|a|the|rid)\b"
    r"|\bconfident (?:that|I|in)\b|\btired of\b|\bfeel (?:where|what|how|why)\b|\bphysical\w*\b"
    r"|\bnot (?:a|an|\w+ of)\b|\bfeel it\b",
    re.I,
)
_BODILY = re.compile(
    r"\b(?:back|knees?|legs?|arms?|hips?|tooth|teeth|ankles?|foot|feet|wrists?|ears?|pains?|hurts?|aches?|aching|sore"
    r"|cold|cough\w*|rash|itch\w*|fever|swelling)\b",
    re.I,
)
"""The body's own complaints, which are no mood."""
_ON_THE_SCALE = re.compile(r"\band a half\b|\bout of ten\b", re.I)
_TONES = ((2.0, "very low"), (4.0, "low and strained"), (5.0, "mixed, rather low"), (7.0, "mixed"), (8.5, "bright"))
BRIGHTEST = "very bright"

Told = tuple[Sentence, Feeling]
Rating = tuple[Sentence, float]


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """Indicators, score and tone from the patient's sentences; None where fewer than two of them tell a mood, or none
    of those that do is plainly about the patient."""
    said = prompt.sentences()
    telling = [(sentence, felt) for sentence in said if (felt := _owned(sentence.text)).strength]
    if len(telling) < MIN_TELLING:
        return None
    rating = _own_rating(said)
    score, indicators = _score(telling, rating), _indicators(telling, rating)
    if not indicators:
        return None
    return {
        "key_indicators": indicators,
        "counter_indicators": [],
        "rationale": _rationale(telling, rating),
        "emotional_tone": next((tone for below, tone in _TONES if score < below), BRIGHTEST),
        "mood_score": score,
        "confidence": _confidence(len(telling), rating),
    }


def _owned(text: str) -> Feeling:
    """A sentence without I or my may be about somebody else, and counts half."""
    felt = feeling_of(text)
    return felt if _is_own(text) else felt._replace(good=felt.good / 2, bad=felt.bad / 2)


def _is_own(text: str) -> bool:
    return any(word.form in _FIRST_PERSON for word in words(text))


def _score(telling: list[Told], rating: Rating | None) -> float:
    """From 0 to 10, in halves: the patient's own number where they give one, else what the words come to."""
    good = sum(felt.good for _, felt in telling)
    bad = sum(felt.bad for _, felt in telling)
    by_words = 5 + _SPREAD * (good - bad) / (good + bad + _DAMPING)
    score = by_words if rating is None else rating[1]
    return round(min(10.0, max(0.0, score)) * 2) / 2


def _confidence(telling: int, rating: Rating | None) -> float:
    """Low where little was said of how they are; a number of theirs counts as ten sentences."""
    return round(min(0.75, 0.05 + 0.03 * (telling + (10 if rating else 0))), 2)


def _own_rating(said: list[Sentence]) -> Rating | None:
    """The number, 0 to 10, that a patient gives for a mood; None where nobody gives one.

    Only the patient's lines are shown, so the question is not. The first segment counts that gives a number as a
    sentence of its own and says more of the kind beside it: moods are asked for early in a visit.
    """
    for _, segment in groupby(said, key=lambda sentence: sentence.segment):
        rating = _rating_in(list(segment))
        if rating:
            return rating
    return None


def _rating_in(segment: list[Sentence]) -> Rating | None:
    """ "Four. Maybe a four and a half on Friday." as 4. With an "if" it tells of another mood than today's."""
    text = " ".join(sentence.text for sentence in segment)
    forms = [word.form for word in words(text)]
    more_of_it = sum(form in _NUMBERS for form in forms) > 1 or _ON_THE_SCALE.search(text)
    if "if" in forms or not more_of_it:
        return None
    found = [
        (_with_next(segment, at), number)
        for at, sentence in enumerate(segment)
        if (number := _bare_number(sentence.text)) is not None
    ]
    if len(found) > 1 and found[1][1] == found[0][1] + 0.5:
        return found[0][0], found[1][1]  # "Two. Two and a half, because I'm sitting up."
    return found[0] if found else None


def _with_next(segment: list[Sentence], at: int) -> Sentence:
    """A bare number with the sentence after it, which says what it is a number of."""
    both = " ".join(sentence.text for sentence in segment[at : at + 2])
    return segment[at]._replace(text=both) if len(both) <= MAX_QUOTE_CHARS else segment[at]


def _bare_number(text: str) -> float | None:
    found = _BARE_NUMBER.match(text.lower())
    return None if found is None else float(_NUMBERS[found[1]]) if found[1] else min(10.0, _NUMBERS[found[2]] + 0.5)


def _indicators(telling: list[Told], rating: Rating | None) -> list[dict[str, Any]]:
    """The patient's own number, then the sentences that weigh most among those that say how they are."""
    heaviest = sorted(telling, key=lambda told: -told[1].strength)
    own = [{**quotation_of(rating[0]), "text": f"The patient's own number: {rating[1]:g}."}] if rating else []
    plain = [
        {**quotation_of(sentence), "text": text}
        for sentence, _ in heaviest
        if (text := _shown(without_disfluencies(sentence.text)))
    ]
    return said_once([*own, *plain])[:MAX_INDICATORS]


def _shown(text: str) -> str | None:
    """A sentence and what it weighs toward; None where it says no such fact of the patient, or is too long."""
    weight = 0.0 if matches_cue(unsaid.CUES, text) or not is_plain(text) else _of_themselves(text)
    toward = f"Toward a {'better' if weight > 0 else 'lower'} mood: “{text}”"
    return toward if weight and len(toward) <= INDICATOR_CHARS else None


def _of_themselves(text: str) -> float:
    """How pleasant a state is that the patient says they are in, or something of theirs got better or is hard."""
    found = compile_cue("{I_am}").search(with_straight_apostrophes(text))
    clause = _CLAUSE.split(with_straight_apostrophes(text)[found.end() :])[0] if found else ""
    felt = Feeling(0, 0) if _NO_STATE.search(text) else feeling_of(clause)
    if felt.strength or _NO_STATE.search(text) or _BODILY.search(text):
        return felt.good - felt.bad
    got_better = matches_cue((*better.CUES, *less_often.CUES), text) and not matches_cue(better.WORSE, text)
    is_hard = matches_cue(hard.CUES, text) and not matches_cue(hard.NOT_HARD, text)
    return float(got_better - is_hard)


def _rationale(telling: list[Told], rating: Rating | None) -> str:
    good, bad = sum(felt.good > felt.bad for _, felt in telling), sum(felt.bad > felt.good for _, felt in telling)
    counted = (
        f"Of {len(telling)} sentences with words of feeling, {good} lean toward a better mood, {bad} toward a lower."
    )
    return f"{counted} The score is the patient's own number, {rating[1]:g}." if rating else counted
