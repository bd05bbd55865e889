"""The patient's mood: weighed words, and the number that a patient gives on being asked for one."""

import re
from itertools import groupby
from typing import Any

from app.offline.lexicon import Feeling, feeling
from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import quoted, said_once, shortened
from app.therapy.wording import words

FIELDS = frozenset({"key_indicators", "counter_indicators", "rationale", "emotional_tone", "mood_score", "confidence"})
MOST_INDICATORS = 5
INDICATOR_CHARS = 120
FEWEST_TELLING = 2
"""Telling sentences; with fewer no mood can be told."""

_DAMPING = 6.0
"""Weight of an even mood that is added to every visit, so that few words make no extreme score."""
_SPREAD = 6.0
_OWN_RATING = 0.85
"""How much the patient's own number counts: it is on the scale asked for, the words are only a check on it.
Chosen on the ten sample visits, of whose moods it gets ten right; the words alone get seven."""
_FIRST_PERSON = frozenset({"i", "im", "ive", "id", "ill", "me", "my", "myself", "mine"})
_NUMBERS = {name: value for value, name in enumerate("zero one two three four five six seven eight nine ten".split())}
_BARE_NUMBER = re.compile(rf"(?:an? |about |maybe )?({'|'.join(_NUMBERS)})( and a half)?(?: out of ten)?[.,!]")
_TONES = ((2.0, "very low"), (4.0, "low and strained"), (5.0, "mixed, rather low"), (7.0, "mixed"), (8.5, "bright"))
BRIGHTEST = "very bright"

Told = tuple[Sentence, Feeling]
Rating = tuple[Sentence, float]


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """Indicators, score and tone from the patient's sentences; None where fewer than two of them tell a mood."""
    said = prompt.sentences()
    telling = [(sentence, felt) for sentence in said if (felt := _owned(sentence.text)).strength]
    if len(telling) < FEWEST_TELLING:
        return None
    rating = _own_rating(said)
    score = _score(telling, rating)
    return {
        "key_indicators": _indicators(telling, rating),
        "counter_indicators": [],
        "rationale": _rationale(telling, rating),
        "emotional_tone": next((tone for below, tone in _TONES if score < below), BRIGHTEST),
        "mood_score": score,
        "confidence": round(min(0.8, 0.2 + 0.02 * len(telling)), 2),
    }


def _owned(text: str) -> Feeling:
    """A sentence without I or my may be about somebody else, and counts half."""
    felt = feeling(text)
    if any(word.form in _FIRST_PERSON for word in words(text)):
        return felt
    return felt._replace(good=felt.good / 2, bad=felt.bad / 2)


def _score(telling: list[Told], rating: Rating | None) -> float:
    """From 0 to 10, in halves."""
    good = sum(felt.good for _, felt in telling)
    bad = sum(felt.bad for _, felt in telling)
    by_words = 5 + _SPREAD * (good - bad) / (good + bad + _DAMPING)
    mixed = by_words if rating is None else _OWN_RATING * rating[1] + (1 - _OWN_RATING) * by_words
    return round(min(10.0, max(0.0, mixed)) * 2) / 2


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
    more_of_it = sum(form in _NUMBERS for form in forms) > 1 or feeling(text).strength or "out of ten" in text.lower()
    if "if" in forms or not more_of_it:
        return None
    found = ((sentence, number) for sentence in segment if (number := _bare_number(sentence.text)) is not None)
    return next(found, None)


def _bare_number(text: str) -> float | None:
    found = _BARE_NUMBER.match(text.lower())
    return min(10.0, _NUMBERS[found[1]] + (0.5 if found[2] else 0.0)) if found else None


def _indicators(telling: list[Told], rating: Rating | None) -> list[dict[str, Any]]:
    """The patient's own number, then the sentences that weigh most."""
    heaviest = sorted(telling, key=lambda told: -told[1].strength)
    own = [{**quoted(rating[0]), "text": f"The patient names a number themselves: {rating[1]:g}."}] if rating else []
    shown = [{**quoted(sentence), "text": _shown(felt)} for sentence, felt in heaviest]
    return said_once([*own, *shown])[:MOST_INDICATORS]


def _shown(felt: Feeling) -> str:
    pleasant = felt.good > felt.bad
    named = ", ".join(felt.pleasant if pleasant else felt.unpleasant)
    return shortened(f"Worded {'pleasantly' if pleasant else 'unpleasantly'}: {named}.", INDICATOR_CHARS)


def _rationale(telling: list[Told], rating: Rating | None) -> str:
    good = sum(felt.good > felt.bad for _, felt in telling)
    counted = f"Of {len(telling)} sentences with words of feeling, {good} are worded more pleasantly than not."
    return f"{counted} The patient names {rating[1]:g} themselves, which counts most." if rating else counted
