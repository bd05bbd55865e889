"""Your Journey from notes: the patient's own sentences, each once on the page, under what they say themselves."""

from collections.abc import Callable, Sequence
from typing import Any

from app.offline.patient_statements import Kind
from app.offline.prompt import Prompt
from app.offline.remembered_statements import HEADINGS, THIS_VISIT, RememberedStatement, remembered_sentences
from app.therapy.headings import HEADINGS as JOURNEY_HEADINGS

FIELDS = frozenset({"summary", "achievements", "currentFocus", "sections"})
MAX_ACHIEVEMENTS = 5
MAX_FOCUS = 3
MAX_PER_SECTION = 2
MIN_BESIDE_SUMMARY = 2
"""A summary of two sentences is taken only where the page keeps as many."""
POINT_CHARS = 160
LATEST, EARLIER, JOURNEY = "latest_visit", "earlier_visits", "previous_journey"
_WEIGHING = (Kind.ON_MIND, Kind.HARD, Kind.WANTED)
_SECTIONS = (
    ("Clinical Progress", (Kind.BETTER,)),
    ("Therapeutic Strategies", (Kind.SKILL,)),
    ("Long-term Goals", (Kind.WANTED,)),
)
"""Sections take before the lists do, so that each has its own."""
_REACHED = (Kind.DONE, Kind.CHANGED, Kind.BETTER, Kind.SKILL, Kind.SEEN)

Entry = dict[str, Any]


def answer(prompt: Prompt) -> Entry | None:
    """The journey; None where no sentence is left that may be told."""
    left = remembered_sentences(note for name in (LATEST, EARLIER, JOURNEY) for note in prompt.notes(name))
    if not left:
        return None
    summary = _summary(left)
    sections = [_section(title, kinds, left) for title, kinds in _SECTIONS]
    achievements = _points(left, _REACHED, MAX_ACHIEVEMENTS)
    now = [told for told in left if told.about == THIS_VISIT]
    focus = _points(now, _WEIGHING, MAX_FOCUS)
    rest = _section("Current Treatment Focus", (Kind.HARD,), now)
    return {
        "summary": summary,
        "achievements": achievements,
        "currentFocus": focus,
        "sections": [section for section in (*sections, rest) if section],
    }


def _taken(
    left: list[RememberedStatement], kinds: Sequence[Kind], most: int, fits: Callable[[RememberedStatement], bool]
) -> list[RememberedStatement]:
    """At most so many of the kinds, latest first, out of what is left of the sentences: none stands twice."""
    taken = [told for told in left if told.kind in kinds and fits(told)][:most]
    left[:] = [told for told in left if told not in taken]
    return taken


def _summary(left: list[RememberedStatement]) -> Entry:
    """What was on the patient's mind, and what they did, where enough is left for the page."""
    kinds = {told.kind for told in left}
    first = next((kind for kind in (*_WEIGHING, *Kind) if kind in kinds), left[0].kind)
    chosen = _taken(left, (first,), 1, lambda _: True)
    if len(left) > MIN_BESIDE_SUMMARY and first in _WEIGHING:
        better = _taken(left, (Kind.BETTER,), 1, lambda told: told.about == chosen[0].about)
        chosen += better or _taken(left, (Kind.DONE, Kind.CHANGED), 1, lambda told: told.about == chosen[0].about)
    when = " in your latest visit" if chosen[0].about == THIS_VISIT else chosen[0].when
    return {"notes": [told.note for told in chosen], "text": f"You said{when}: {_quoted(chosen)}"}


def _points(left: list[RememberedStatement], kinds: Sequence[Kind], most: int) -> list[Entry]:
    chosen = _taken(left, kinds, most, lambda told: len(_point(told)) <= POINT_CHARS)
    return [{"notes": [told.note], "text": _point(told)} for told in chosen]


def _point(told: RememberedStatement) -> str:
    return f"{HEADINGS[told.kind]}{told.when}: {_quoted([told])}"


def _section(title: str, kinds: Sequence[Kind], left: list[RememberedStatement]) -> Entry | None:
    """At most two sentences, of the same visit."""
    latest = next((told.about for told in left if told.kind in kinds), "")
    chosen = _taken(left, kinds, MAX_PER_SECTION, lambda told: told.about == latest)
    if not chosen:
        return None
    content = f"{HEADINGS[chosen[0].kind]}{chosen[0].when}: {_quoted(chosen)}"
    return {
        "notes": [told.note for told in chosen],
        "title": title,
        "heading": JOURNEY_HEADINGS[title],
        "content": content,
    }


def _quoted(told: Sequence[RememberedStatement]) -> str:
    return " ".join(f"“{one.text}”" for one in told)
