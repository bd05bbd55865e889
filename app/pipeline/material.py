"""Gathers what a generator is shown of a visit, and what its result will then rest on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.llm.tokens import count_tokens
from app.pipeline.graph import LABELING, SCREEN, generator, needs
from app.pipeline.screening import that_holds
from app.pipeline.staleness import Sources, fingerprint, is_unfounded
from app.pipeline.standing import Standing
from app.store import generations, versions, visits
from app.store.database import Db
from app.store.models import Generation
from app.therapy.danger import discloses_danger
from app.therapy.evidence import Evidence
from app.therapy.memory import PastVisit, Strategy, dated, remember
from app.therapy.notes import notes_of
from app.therapy.risk import DISCLOSED, HOLDING
from app.therapy.visit import Memory, Note, Visit

REMEMBERED = "session_insights"
"""The task whose findings are what is remembered of a visit."""
BREAKTHROUGH = "breakthrough_detection"
JOURNEY = "roadmap_generation"
HIDDEN = {"deep_analysis": "/therapeutic_relationship"}
"""What a therapist may read of the relationship is nothing for the patient's pages, nor to be remembered."""
THIS_VISIT = "this visit"
PROMPT_SHARE = 0.5
"""Of the model's context, what a full memory may fill; the rest is for the visit itself and the answer."""

Rows = Mapping[tuple[UUID, str], Generation]
"""The newest result of each visit and task."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is shown, and the fingerprints of all words it was made from."""

    visit: Visit
    sources: Sources

    @property
    def session_ids(self) -> set[UUID]:
        """The visits that it holds anything of."""
        return {UUID(session) for session in self.sources}


async def gather(
    db: Db,
    standing: Standing,
    task: str,
    strategy: Strategy,
    context_tokens: int,
    completed_tasks: Sequence[str],
    disabled: frozenset[str] = frozenset(),
) -> Material:
    """The material for a task about a visit, from what stands of it and of earlier ones, save what is switched off."""
    stored, rows = standing.visit, _rows_needed(standing, task, disabled)
    memory, remembered = Memory(), dict[str, str]()
    if generator(task).REMEMBERS:
        budget = round(context_tokens * PROMPT_SHARE)
        memory, remembered = await _recall(db, standing, task, strategy, budget, disabled)
    visit = Visit(
        session_id=stored.session_id,
        session_date=stored.session_date,
        transcript=stored.transcript,
        roles=standing.ground.roles if task != LABELING else None,
        roles_failed=LABELING not in (task, *disabled) and not standing.roles_are_known,
        results={row.task: row.result for row in rows if row.result},
        notes=tuple(note for row in rows for note in _notes(row, THIS_VISIT)),
        memory=memory,
        completed_tasks=completed_tasks,
    )
    own = {str(stored.session_id): fingerprint(standing.ground, task)}
    return Material(visit, _united([own, *(row.sources for row in rows), remembered]))


def _rows_needed(standing: Standing, task: str, disabled: frozenset[str]) -> list[Generation]:
    """The results that a task's needs name, of its own visit, as far as they still hold: the words under a finding
    of another transcript stand elsewhere now."""
    same_visit = [need for need in needs(task) if need.visit == "same" and not need.order_only]
    usable = (standing.usable(need.task) for need in same_visit if need.task not in (LABELING, *disabled))
    return [row for row in usable if row is not None]


async def _recall(
    db: Db, standing: Standing, task: str, strategy: Strategy, budget: int, disabled: frozenset[str]
) -> tuple[Memory, Sources]:
    patient_id = standing.visit.patient_id
    grounds = await visits.grounds(db, patient_id)
    earlier = [ground.session_id for ground in grounds.values() if _before(ground, standing)]
    earlier.reverse()
    told = [each for each in (REMEMBERED, BREAKTHROUGH, JOURNEY, SCREEN) if each not in disabled]
    stored = await generations.newest_of_patient(db, patient_id, told)
    counts = {key: await that_holds(db, row, grounds) if key[1] == SCREEN else row for key, row in stored.items()}
    rows = {key: row for key, row in counts.items() if not is_unfounded(row, grounds)}
    past = [_past(rows, session, ago) for ago, session in enumerate(earlier, 1)]
    journey, written = await _last_journey(db, rows, earlier) if generator(task).declared.wave == 3 else ([], {})
    memory = remember(strategy, past, journey, count_tokens, budget)
    held = [rows[session, REMEMBERED].sources for session in memory.sessions if (session, REMEMBERED) in rows]
    return memory, _united([*held, written])


def _before(ground: visits.Ground, standing: Standing) -> bool:
    return (ground.session_date, ground.session_id) < standing.visit.order


def _past(rows: Rows, session_id: UUID, visits_ago: int) -> PastVisit:
    """An earlier visit, what speaks of danger first."""
    row, breakthrough, screen = (rows.get((session_id, task)) for task in (REMEMBERED, BREAKTHROUGH, SCREEN))
    if row is None:
        return PastVisit(session_id, None)
    notes = _notes(row, "")
    if _may_disclose(screen):
        notes.sort(key=lambda note: not _tells_of_danger(note))
    return PastVisit(
        session_id,
        dated(notes, visits_ago),
        disclosure=_may_disclose(screen) and (_disclosed(screen) or any(map(_tells_of_danger, notes[:1]))),
        breakthrough=bool(breakthrough and (breakthrough.result or {}).get("breakthrough")),
    )


def _may_disclose(screen: Generation | None) -> bool:
    """Whether its words have to be looked at: not where a screen found nothing, or a denial."""
    return screen is None or screen.result is None or screen.result["state"] in HOLDING


def _disclosed(screen: Generation | None) -> bool:
    return bool(screen and screen.result and screen.result["state"] == DISCLOSED)


def _tells_of_danger(note: Note) -> bool:
    """By its own words or those it rests on, a denial aside: a summary may be worded more mildly than what was said."""
    return discloses_danger(note.text) or any(discloses_danger(item.quote) for item in note.evidence)


async def _last_journey(db: Db, rows: Rows, earlier: Iterable[UUID]) -> tuple[list[Note], Sources]:
    """The newest journey of the nearest earlier visit that has one, and what it rests on. One that is held was not
    read by the patient, and its words are not to reach them by way of the next."""
    for session in earlier:
        row = rows.get((session, JOURNEY))
        if row is None or row.state != "success" or row.generation_metadata_id is None:
            continue
        version = await versions.of_metadata(db, versions.YOUR_JOURNEY, row.generation_metadata_id)
        if version is not None and not version.held:
            return notes_of(session, "last journey", version.data, _evidence(row.evidence)), row.sources
    return [], {}


def _notes(row: Generation, about: str) -> list[Note]:
    if row.result is None:
        return []
    hidden = HIDDEN.get(row.task, "//")
    shown = [item for item in _evidence(row.evidence) if not item.path.startswith(hidden)]
    return notes_of(row.session_id, about, row.result, shown)


def _evidence(stored: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    return [Evidence(**{**item, "session_id": UUID(item["session_id"])}) for item in stored]


def _united(sources: Iterable[Sources]) -> Sources:
    """All sources. Where two differ over a visit, one of them is outdated and the result is stale from birth: the
    one that comes later in the chain of results is kept, so that this shows."""
    united: Sources = {}
    for some in sources:
        united |= some
    return united
