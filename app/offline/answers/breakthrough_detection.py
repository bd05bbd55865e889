"""A breakthrough, where the patient says in so many words that they had themselves wrong, and how they are instead.

Crying, relief, decisions and insights into others have none of these words, and are none.
"""

import re
from typing import Any

from app.offline.cues import matches_cue
from app.offline.disfluency import with_straight_apostrophes, without_disfluencies
from app.offline.kinds import unsaid
from app.offline.lexicon import feeling_of
from app.offline.notes_for_patient import is_discreet
from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import is_plain, quotation_of
from app.therapy.evidence import MAX_QUOTE_CHARS

FIELDS = frozenset({"breakthrough"})
PATIENT = "Patient"
MAX_QUOTES = 3
DESCRIPTION_CHARS = 300
LABEL_CHARS = 40
NEAR = 4
"""Segments between the turn and what the patient now says of themselves."""
NEW_VIEW = "New self-view"


def _cue(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


_WHOLE = _cue(
    r"\bI(?:'d| had| have|'ve)? never (?:once |really )?(?:knew|known|reali[sz]ed|saw|seen|thought|believed)"
    r" (?:that|it|this) (?:about|of) (?:me|myself)\b",
    r"\bI(?:'ve| have)? had (?:it|myself|that) (?:all )?wrong about (?:me|myself)\b",
    r"\bI(?:'ve| have)? had myself (?:all )?wrong\b",
    r"\bit turns out (?:that )?(?:I'm|I am) (?:not|actually|someone|somebody|good|an?|quite|stronger|braver)\b",
    r"\bI(?:'ve| have)? (?:always |never )?(?:thought|believed|assumed) I (?:was|am|couldn't|could never)\b.*"
    r"\b(?:but|and) (?:now |actually |it turns out )?(?:I'm|I am) (?:not|actually|someone|an?)\b",
    r"\bI (?:didn't|never) (?:know|knew) I (?:had it in me|could be"
    r"|was (?:someone|somebody|able|capable|that strong))\b",
)
"""A turn and a discovery about oneself in one sentence."""
_TURN = _cue(
    r"\bI (?:really )?never(?:,[^,]*,)? knew (?:that|this|it)\b",
    r"\bhad the wrong (?:name|idea|word|picture)\b",
    r"\b(?:my|this) (?:whole|entire) life I(?:'ve| have)?\b",
    r"\ball my life I(?:'ve| have)?\b",
    r"\bI(?:'ve| have)? always (?:thought|believed|assumed|told myself|been told)\b",
    r"\bI never (?:once )?thought (?:that )?of (?:me|myself)\b",
    r"\bthing to find out\b",
)
"""What had been believed, and is not any more."""
_BUT_THAT = re.compile(r"\bI(?:'m| am) (?:an? (?P<new>[a-z]+)[.!]|someone\b|somebody\b|good \w+[.!])")
"""How the patient is, said as a plain fact: "I'm a listener."."""


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """The breakthrough, or that there is none; None where the patient says nothing."""
    said = prompt.sentences(PATIENT)
    return {"breakthrough": _breakthrough(said)} if said else None


def _breakthrough(said: list[Sentence]) -> dict[str, Any] | None:
    whole = [sentence for sentence in said if _opens(sentence, _WHOLE)]
    turns = [
        sentence for sentence in said if _TURN.search(with_straight_apostrophes(sentence.text)) and _asserts(sentence)
    ]
    found = [sentence for sentence in said if _opens(sentence, _BUT_THAT)]
    shown = whole or _together(turns, found)
    description = _description(shown[:MAX_QUOTES])
    if not shown or description is None:
        return None
    return {
        "evidence": [quotation_of(sentence) for sentence in shown[:MAX_QUOTES]],
        "description": description,
        "label": _label(shown),
        "confidence": 0.5,
    }


def _together(turns: list[Sentence], found: list[Sentence]) -> list[Sentence]:
    """The first discovery that a turn stands near, with that turn; in the order spoken."""
    for discovery in found:
        near = [turn for turn in turns if abs(turn.segment - discovery.segment) <= NEAR and turn != discovery]
        if near:
            closest = min(near, key=lambda turn: abs(turn.segment - discovery.segment))
            return sorted([discovery, closest], key=lambda sentence: sentence.segment)
    return []


def _asserts(sentence: Sentence) -> bool:
    return not sentence.text.endswith("?") and len(sentence.text) <= MAX_QUOTE_CHARS


def _opens(sentence: Sentence, cue: re.Pattern[str]) -> bool:
    """Whether it has the cue, and nothing painful beside the cue's own words."""
    text = with_straight_apostrophes(sentence.text)
    felt = feeling_of(cue.sub("", text))
    return (
        bool(cue.search(text)) and _asserts(sentence) and felt.bad <= felt.good and not matches_cue(unsaid.CUES, text)
    )


def _description(shown: list[Sentence]) -> str | None:
    """What they say, in their own words; None where it would have to be cut."""
    said = " ".join(f"“{without_disfluencies(sentence.text)}”" for sentence in shown)
    return said if len(said) <= DESCRIPTION_CHARS and is_plain(said) else None


def _label(shown: list[Sentence]) -> str:
    """ "Being a listener" where the patient says what they are in one word."""
    named = (_BUT_THAT.search(with_straight_apostrophes(sentence.text)) for sentence in shown)
    new = next((found["new"] for found in named if found and found["new"]), None)
    label = f"Being {'an' if new[0] in 'aeiou' else 'a'} {new}" if new else NEW_VIEW
    return label if len(label) <= LABEL_CHARS and is_discreet(label) else NEW_VIEW
