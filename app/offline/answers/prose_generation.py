"""The visit told back to the patient in five paragraphs: the weightiest of what they said, in the order they said it.

Each sentence of theirs is turned to "you", or stands in quotation marks; what a note found in it introduces it. The
engine never fills up: where too little may be told, or its text was sent back, it answers null.
"""

import re
from itertools import count, pairwise
from typing import Any

from app.offline import cues
from app.offline.answers.deep_analysis import DANGER
from app.offline.cues import straight
from app.offline.keywords import about
from app.offline.lexicon import feeling
from app.offline.prompt import Prompt
from app.offline.retelling import Passage, passages, turned
from app.offline.telling import may_be_told, parted

FIELDS = frozenset({"paragraphs"})
PARAGRAPHS = 5
MOST_QUOTES = 6
FEWEST_WORDS = 500
TALKATIVE_WORDS = 1_000
ENOUGH_WORDS = 560
"""Of the patient's, so that the text with what stands between them stays below 750 words."""

_WEIGHTS = (
    (cues.REALIZATION, 3), (cues.CHANGE, 3), (cues.STRENGTH, 3), (cues.PATTERN, 2), (cues.STRUGGLE, 2),
    (cues.GOAL, 2), (cues.SYMPTOM, 1),
)  # fmt: skip
_NOTED = 4
_SAID = re.compile(r"- words that the patient said: (\d+)")
_PAST = {"says": "said", "speaks": "spoke", "names": "named"}
_SUBJECT = re.compile(rf"The patient ({'|'.join(_PAST)})\b(.*)")
_PRONOUNS = {"they": "you", "them": "you", "their": "your", "themselves": "yourself"}
_PRONOUN = re.compile(rf"\b({'|'.join(_PRONOUNS)})\b")

_OPENINGS = (
    "This is what you said in your last visit, told back to you, much of it in your own words.",
    "From there, your words went further.",
    "There was more that you found words for.",
    "You had more to say after that.",
    "What follows comes from later in your visit.",
)
_CLOSING = "Not all that you said stands here. What does is yours, and you can come back to any of it."
_TURNED = ("You said that {}.", "You also said that {}.", "You went on to say that {}.", "You mentioned that {}.")
_QUOTED = (
    "You put it this way: {}", "In your own words: {}", "You also said: {}", "You told it like this: {}",
    "Then you said: {}",
)  # fmt: skip


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """Five paragraphs; None where too little may be told, or after a first text was sent back.

    None also where a note is about death or harm: words alone do not show what else of that day belonged to it.
    """
    if prompt.sent_back or any(DANGER in note.text for note in prompt.notes("notes")):
        return None
    leads, fewest = _leads(prompt), FEWEST_WORDS if _talkative(prompt) else 1
    for fluent in (True, False):
        chosen = _weightiest(passages(prompt, fluent=fluent), leads)
        paragraphs = _paragraphs(chosen, leads) if len(chosen) >= PARAGRAPHS else []
        if sum(len(paragraph["text"].split()) for paragraph in paragraphs) >= fewest:
            return {"paragraphs": paragraphs}
    return None


def _talkative(prompt: Prompt) -> bool:
    found = map(_SAID.fullmatch, prompt.fences.get("visit", ()))
    return any(int(line[1]) >= TALKATIVE_WORDS for line in found if line)


def _leads(prompt: Prompt) -> dict[str, str]:
    """What the notes found, said to the patient, by the words that it was found in."""
    leads: dict[str, str] = {}
    for note in filter(may_be_told, prompt.notes("notes")):
        shows, named = parted(note.text)
        subject = _SUBJECT.fullmatch(shows)
        if subject and named:
            rest = _PRONOUN.sub(lambda pronoun: _PRONOUNS[pronoun[1]], subject[2])
            leads.setdefault(named, f"You {_PAST[subject[1]]}{rest}")
    return leads


def _lead(passage: Passage, leads: dict[str, str]) -> str | None:
    named = (parted(about(part))[1] for part in passage.parts)
    return next((leads[words] for words in named if words in leads), None)


def _weightiest(found: list[Passage], leads: dict[str, str]) -> list[Passage]:
    """As many as there is room for, in the order spoken."""
    chosen: list[Passage] = []
    for passage in sorted(found, key=lambda passage: _weight(passage, leads), reverse=True):
        fits = sum(one.length for one in chosen) + passage.length <= ENOUGH_WORDS
        if fits and len(chosen) < PARAGRAPHS * MOST_QUOTES and not any(_the_same(passage, one) for one in chosen):
            chosen.append(passage)
    return sorted(chosen, key=found.index)


def _the_same(one: Passage, other: Passage) -> bool:
    """Whether a sentence of either stands in the other: what was said twice is told once."""
    return any(_core(part) in other.text.lower() for part in one.parts) or any(
        _core(part) in one.text.lower() for part in other.parts
    )


def _core(part: str) -> str:
    return part.lower().rstrip(".!")


def _weight(passage: Passage, leads: dict[str, str]) -> float:
    """What a passage shows counts most, then how much is felt in it, then its length."""
    shown = sum(weight for cue, weight in _WEIGHTS if cue.search(straight(passage.text)))
    noted = _NOTED if _lead(passage, leads) else 0
    return noted + shown + min(feeling(passage.text).strength, 2.0) + passage.length / 45


def _paragraphs(chosen: list[Passage], leads: dict[str, str]) -> list[dict[str, Any]]:
    """The passages in shares that differ by one at most."""
    size, over = divmod(len(chosen), PARAGRAPHS)
    ends = [size * number + min(number, over) for number in range(PARAGRAPHS + 1)]
    told = _told(chosen, leads)
    return [
        _paragraph(number, chosen[start:end], told[start:end]) for number, (start, end) in enumerate(pairwise(ends))
    ]


def _paragraph(number: int, share: list[Passage], told: list[str]) -> dict[str, Any]:
    closing = [_CLOSING] if number == PARAGRAPHS - 1 else []
    return {
        "text": " ".join([_OPENINGS[number], *told, *closing]),
        "evidence": [{"segment": passage.segment, "quote": passage.text} for passage in share],
    }


def _told(chosen: list[Passage], leads: dict[str, str]) -> list[str]:
    """Each passage as the patient reads it. What was found is said once, before the first words it was found in."""
    turn, quote, told = count(), count(), []
    unsaid = dict(leads)
    for passage in chosen:
        lead = _lead(passage, unsaid)
        unsaid = {words: shown for words, shown in unsaid.items() if shown != lead}
        said = [turned(part) for part in passage.parts]
        if lead:
            told.append(f"{lead}: {_in_marks(passage)}")
        elif all(said) and len(said) <= 2:
            told.append(_TURNED[next(turn) % len(_TURNED)].format(", and that ".join(part or "" for part in said)))
        else:
            told.append(_QUOTED[next(quote) % len(_QUOTED)].format(_in_marks(passage)))
    return told


def _in_marks(passage: Passage) -> str:
    stop = "" if passage.text[-1] in ".!?" else "."
    return f"“{passage.text}”{stop}"
