"""Carries agreed tasks to the next visit: what became of them, and where they appear on a patient's pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.therapy.evidence import Dropped, Evidence, Settled
from app.therapy.sharing.audience import Audience, Place
from app.therapy.sharing.guard import Guard
from app.therapy.sharing.patient_view import view_for
from app.therapy.sharing.withholding import ListItem
from app.therapy.visit import Note, Visit

AGREED = "action items"
"""The kind of notes on what was agreed."""
MAX_HOMEWORK = 6
OPEN, NOT_TOLD = "open", "not_told"
"""How homework stands that is still to be done, and of which nobody has said what became."""


def homework_outcomes(settled: Settled, visit: Visit) -> tuple[list[dict[str, Any]], list[Evidence], list[Dropped]]:
    """What became of what was agreed in the visit before, under its own words; without what names nothing that was
    agreed, or the same again."""
    agreed = dict(enumerate(visit.agreed, visit.first_agreed))
    kept: list[dict[str, Any]] = []
    evidence: list[Evidence] = []
    dropped: list[Dropped] = []
    for at, entry in enumerate((settled.result or {})["homework"]):
        note = agreed.pop(entry["item"], None)
        if note is None:
            dropped.append(Dropped(f"/homework/{at}/item", "note_not_found"))
            continue
        own = [item for item in settled.evidence if item.path == f"/homework/{at}"]
        evidence += [replace(item, path=f"/homework/{len(kept)}") for item in own]
        kept.append({"agreed": note.text, "status": entry["status"], "text": entry["text"]})
    return kept, evidence, dropped


def homework_told(visit: Visit, guard: Guard) -> tuple[list[dict[str, str]], list[Evidence]]:
    """What was agreed in this visit, still open, then in the one before, with what became of it: each in its own words,
    as far as the patient may read them."""
    analysis = visit.results.get("deep_analysis") or {}
    became = {one["agreed"]: one["status"] for one in analysis.get("homework", ())}
    now = [(note, OPEN) for note in _readable(agreed_now(visit), guard, Place.JOURNEY)]
    before = _readable(view_for(Audience.PATIENT, visit).agreed, guard, Place.JOURNEY)
    told = [*now, *((note, became.get(note.text, NOT_TOLD)) for note in before)][:MAX_HOMEWORK]
    evidence = [replace(words, path=f"/homework/{at}") for at, (note, _) in enumerate(told) for words in note.evidence]
    return [{"text": note.text, "status": status} for note, status in told], evidence


def agreed_now(visit: Visit) -> list[Note]:
    """What was agreed in this visit, as far as it may be shown to the patient."""
    return [note for note in view_for(Audience.PATIENT, visit).notes if note.kind == AGREED]


def agreed_first(preparation: Sequence[ListItem], visit: Visit, guard: Guard) -> list[ListItem]:
    """A page's preparation, beginning with what was agreed: entries that rest on it, and, in its own words, what no
    entry rests on."""
    notes = _readable(agreed_now(visit), guard, Place.PREPARATION)
    homework = [item for item in preparation if any(_rests_on(item, note) for note in notes)]
    left_out = [note for note in notes if not any(_rests_on(item, note) for item in homework)]
    added = [ListItem(note.text, "", note.evidence) for note in left_out]
    return [*homework, *added, *(item for item in preparation if item not in homework)]


def _readable(notes: Sequence[Note], guard: Guard, place: Place) -> list[Note]:
    return [note for note in notes if note.text and guard.review(note.text, place).kept == note.text]


def _rests_on(item: ListItem, note: Note) -> bool:
    return not set(_places(item.evidence)).isdisjoint(_places(note.evidence))


def _places(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    return (replace(words, path="") for words in evidence)
