"""What is remembered of earlier visits: three strategies, each inside its budget.

hierarchical: the last three visits whole, the fourth to seventh as 300 characters each, all older ones together in
at most 360 tokens. progressive: the last written journey alone. full: everything, the oldest visits treated as
hierarchical would when they do not fit.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal
from uuid import UUID

from app.therapy.visit import Memory, Note

Strategy = Literal["full", "progressive", "hierarchical"]
CountTokens = Callable[[str], int]

WHOLE_VISITS = 3
SHORT_VISITS = 4
SHORT_CHARS, SHORT_TOKENS = 300, 150
"""Characters of a short visit, and the most tokens that they and their numbering come to."""
OLD_TOKENS = 360
"""With 600, prompts about a 200th visit were up to 1.16 times as long as about a 10th; so they are at most 1.08."""


@dataclass(frozen=True, slots=True)
class PastVisit:
    """An earlier visit. `notes` is None where there is no result to remember; `weighty` visits hold a risk
    disclosure, which is never dropped, or a breakthrough."""

    session_id: UUID
    notes: tuple[Note, ...] | None
    disclosure: bool = False
    breakthrough: bool = False


def remember(
    strategy: Strategy,
    past: Sequence[PastVisit],
    journey: Sequence[Note],
    count: CountTokens,
    budget: int,
) -> Memory:
    """Memory of `past` visits, nearest first, and of the journey last written. `budget` is in tokens and binds the
    full strategy; the others stay within their own."""
    missing = tuple(visit.session_id for visit in past if visit.notes is None)
    if strategy == "progressive":
        held = tuple(dict.fromkeys(note.session_id for note in journey))
        return Memory(strategy, journey=tuple(journey), sessions=held, missing=missing)
    known = [visit for visit in past if visit.notes]
    spent = sum(_cost(note, count) for note in journey)
    whole = WHOLE_VISITS if strategy == "hierarchical" else _fitting(known, count, budget - spent)
    notes = [note for visit in known[:whole] for note in visit.notes or ()]
    short, rest = _shortened(known[whole : whole + SHORT_VISITS]), known[whole + SHORT_VISITS :]
    old, left_out = _oldest(rest, count)
    left_out += sum(len(visit.notes or ()) for visit in known[whole : whole + SHORT_VISITS]) - len(short)
    kept = tuple(notes + short + old)
    sessions = tuple(dict.fromkeys(note.session_id for note in (*kept, *journey)))
    shortened = len(known) - whole if strategy == "full" and len(known) > whole else 0
    return Memory(strategy, kept, tuple(journey), sessions, missing, left_out, shortened)


def _fitting(known: Sequence[PastVisit], count: CountTokens, budget: int) -> int:
    """How many visits, nearest first, fit as a whole; where not all do, beside what is kept of the others."""
    costs = [sum(_cost(note, count) for note in visit.notes or ()) for visit in known]
    if sum(costs) <= budget:
        return len(known)
    room = budget - OLD_TOKENS - SHORT_VISITS * SHORT_TOKENS
    return sum(1 for used in accumulate(costs) if used <= room)


def _shortened(visits: Sequence[PastVisit]) -> list[Note]:
    """Each visit's notes in their order, as far as the characters reach."""
    kept: list[Note] = []
    for visit in visits:
        room = SHORT_CHARS
        for note in visit.notes or ():
            if len(note.text) > room:
                break
            room -= len(note.text)
            kept.append(note)
    return kept


def _oldest(visits: Sequence[PastVisit], count: CountTokens) -> tuple[list[Note], int]:
    """Notes of the oldest visits, as far as the tokens reach, and how many were left out.

    Each visit's first note before any visit's second; weighty visits first, then the newest. The first note of a
    visit with a disclosure stays even when the tokens are used up.
    """
    ranked = sorted(visits, key=lambda visit: not (visit.disclosure or visit.breakthrough))
    most = max((len(visit.notes or ()) for visit in visits), default=0)
    turns = [(visit, turn) for turn in range(most) for visit in ranked if turn < len(visit.notes or ())]
    room, chosen = OLD_TOKENS, set[tuple[UUID, int]]()
    for visit, turn in turns:
        price = _cost((visit.notes or ())[turn], count)
        if price <= room or (visit.disclosure and turn == 0):
            room -= price
            chosen.add((visit.session_id, turn))
    kept = [
        note for visit in visits for turn, note in enumerate(visit.notes or ()) if (visit.session_id, turn) in chosen
    ]
    return kept, len(turns) - len(kept)


def _cost(note: Note, count: CountTokens) -> int:
    return count(f"[000] ({note.about}, {note.kind}) {note.text}\n")


def notes_as_of(notes: Sequence[Note], visits_ago: int) -> tuple[Note, ...]:
    """Notes as of so many visits ago."""
    about = "1 visit ago" if visits_ago == 1 else f"{visits_ago} visits ago"
    return tuple(replace(note, about=about) for note in notes)
