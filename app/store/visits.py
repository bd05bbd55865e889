"""Visits as the platform uploaded them: transcript, given roles, and their order in time."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, case, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import aliased

from app.errors import Conflict, NotFound
from app.store import generations
from app.store.database import Db
from app.store.models import Generation, TherapySession
from app.store.patients import NO_SUCH_VISIT
from app.therapy.transcript import Role, Roles, Segment, Transcript

LABELING = "speaker_labeling"
REMEMBERED = "session_insights"


Version = tuple[str | None, Roles | None]
"""The stored fingerprint of a transcript, and the roles given with it."""


@dataclass(frozen=True)
class StoredVisit:
    """A stored visit. `given_roles` come from the caller; `transcript_hash` is the fingerprint of the transcript."""

    session_id: UUID
    patient_id: UUID
    session_date: datetime
    transcript: Transcript
    transcript_hash: str
    given_roles: Roles | None
    stored_hash: str | None = None
    """The same as it is stored: None for a row of the platform's."""
    earlier: tuple[UUID, ...] = ()
    """The patient's visits before this one, in their order."""

    @property
    def version(self) -> "Version":
        """The version that was read, for comparison with a later one."""
        return self.stored_hash, self.given_roles

    @property
    def sort_key(self) -> tuple[datetime, UUID]:
        """The sort key of visits: date, then id."""
        return self.session_date, self.session_id


@dataclass(frozen=True, slots=True)
class VisitFingerprints:
    """What the results of a visit rest on: `words` is the fingerprint of its transcript, `roles` are given or labelled,
    `past` is the fingerprint of the visits before it.
    """

    session_id: UUID
    session_date: datetime
    words: str
    roles: Roles | None
    past: str = ""
    remembered: int = 0
    """The number of the last result by which one of the visits before it came to be remembered for the first time."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """The result of one speaker labelling: the roles, if any, and the fingerprint of its transcript."""

    number: int
    roles: Roles | None
    words: str | None


def shorten_fingerprint(words: str) -> str:
    """Return the part of a transcript's fingerprint that is stored with results."""
    return words[:16]


def fingerprint_of_past(earlier: Iterable[UUID]) -> str:
    """Return the fingerprint of the earlier visits, in order, that is stored with results."""
    return hashlib.sha256(b"".join(session.bytes for session in earlier)).hexdigest()[:16]


def labelled_roles(labellings: Collection[Labelling], words: str) -> Roles | None:
    """Return the roles from the newest labelling. If it found none, use the last one of the same
    transcript that did.
    """
    newest_first = sorted(labellings, key=lambda labelling: labelling.number, reverse=True)
    for place, labelling in enumerate(newest_first):
        if labelling.roles and (place == 0 or labelling.words == shorten_fingerprint(words)):
            return labelling.roles
    return None


_KEPT = TherapySession.erased_at.is_(None)


async def store_visit(db: Db, visit: StoredVisit) -> bool:
    """Store a visit. Return True if it is new. Raises Conflict if the id belongs to another patient."""
    values = _values(visit)
    added = insert(TherapySession).values(id=visit.session_id, created_by_service=True, **values)
    fresh = await db.execute(added.on_conflict_do_nothing().returning(TherapySession.id))
    if fresh.first() is not None:
        return True
    mine = (TherapySession.id == visit.session_id, TherapySession.patient_id == visit.patient_id)
    changed = update(TherapySession).where(*mine).values(**values, erased_at=None)
    known = await db.execute(changed.returning(TherapySession.id))
    if known.first() is None:
        raise Conflict("This session id belongs to another patient.")
    return False


async def find_visit(db: Db, session_id: UUID) -> StoredVisit:
    """Return a visit. Raises NotFound."""
    row = (await db.execute(_FIND, {"id": session_id})).first()
    if row is None:
        raise NotFound(NO_SUCH_VISIT)
    return _visit(row)


async def lock_visits_for_reading(db: Db, session_ids: Collection[UUID]) -> dict[UUID, Version]:
    """Lock visits against erasure until the transaction ends, and return their versions. Raises NotFound if one was
    erased.
    """
    held = (await db.execute(_HOLD, {"ids": list(session_ids)})).all()
    if len(held) < len(session_ids):
        raise NotFound("The session, or one that is remembered in it, was erased meanwhile.")
    return {row.id: (row.transcript_hash, _roles(row.speaker_roles)) for row in held}


async def find_erased_visits(db: Db, session_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the given visits that were erased."""
    if not session_ids:
        return set()
    kept = select(TherapySession.id).where(TherapySession.id.in_(session_ids), _KEPT)
    return set(session_ids) - set(await db.scalars(kept))


async def lock_visits_for_writing(db: Db, session_ids: Collection[UUID]) -> None:
    """Lock visits exclusively: no result that rests on them can be stored until the transaction ends.

    Take this lock before the patient's lock, as holding does; in the opposite order two transactions could deadlock.
    """
    mine = select(TherapySession.id).where(TherapySession.id.in_(session_ids)).order_by(TherapySession.id)
    await db.execute(mine.with_for_update())


async def list_visits(
    db: Db, patient_id: UUID, after: tuple[datetime, UUID] | None = None, limit: int | None = None
) -> Sequence[tuple[UUID, datetime]]:
    """Return the ids and dates of a patient's visits by date, after a given one."""
    query = select(TherapySession.id, TherapySession.session_date)
    query = query.where(TherapySession.patient_id == patient_id, _KEPT)
    if after is not None:
        query = query.where(tuple_(TherapySession.session_date, TherapySession.id) > after)
    rows = await db.execute(query.order_by(TherapySession.session_date, TherapySession.id).limit(limit))
    return [(row.id, row.session_date) for row in rows]


async def fingerprints_of_patient(db: Db, patient_id: UUID) -> dict[UUID, VisitFingerprints]:
    """Return the fingerprints of each of a patient's visits, in the order of visits."""
    labelled = await _labellings(db, patient_id)
    # Only rows that the platform wrote have no hash; their transcripts have to be read to make one.
    transcript = case((TherapySession.transcript_hash.is_(None), TherapySession.transcript))
    columns = (TherapySession.id, TherapySession.session_date, TherapySession.transcript_hash)
    query = select(*columns, TherapySession.speaker_roles, transcript.label("transcript"))
    ordered = query.order_by(TherapySession.session_date, TherapySession.id)
    rows = (await db.execute(ordered.where(TherapySession.patient_id == patient_id, _KEPT))).all()
    found, earlier, remembered = dict[UUID, VisitFingerprints](), hashlib.sha256(), 0
    first = await generations.first_generation_numbers(db, patient_id, REMEMBERED)
    for row in rows:
        ground = _ground(row, labelled.get(row.id, []), earlier.hexdigest()[:16])
        found[row.id] = replace(ground, remembered=remembered)
        earlier.update(row.id.bytes)
        remembered = max(remembered, first.get(row.id, 0))
    return found


_WHOLE = (
    TherapySession.id,
    TherapySession.patient_id,
    TherapySession.session_date,
    TherapySession.transcript,
    TherapySession.transcript_hash,
    TherapySession.speaker_roles,
)
_OTHER = aliased(TherapySession)
_EARLIER = (
    select(_OTHER.id)
    .where(
        _OTHER.patient_id == TherapySession.patient_id,
        _OTHER.erased_at.is_(None),
        tuple_(_OTHER.session_date, _OTHER.id) < tuple_(TherapySession.session_date, TherapySession.id),
    )
    .order_by(_OTHER.session_date, _OTHER.id)
    .correlate(TherapySession)
)
# Made once: building a statement takes longer than running it.
_FIND = select(*_WHOLE, func.array(_EARLIER.scalar_subquery(), type_=ARRAY(Uuid())).label("earlier")).where(
    TherapySession.id == bindparam("id"), _KEPT
)
_HOLD = (
    select(TherapySession.id, TherapySession.transcript_hash, TherapySession.speaker_roles)
    .where(TherapySession.id == any_(bindparam("ids", type_=ARRAY(Uuid()))), _KEPT)
    .order_by(TherapySession.id)
    .with_for_update(read=True, key_share=True)
)


def fingerprints_of_visit(visit: StoredVisit, labellings: Iterable[Generation]) -> VisitFingerprints:
    """Return the fingerprints of one visit. `labellings` are its newest speaker labellings, as found
    by `generations`.
    """
    words, made = visit.transcript_hash, [_labelling(row, (row.result or {}).get("roles")) for row in labellings]
    roles = visit.given_roles or labelled_roles(made, words)
    return VisitFingerprints(visit.session_id, visit.session_date, words, roles, fingerprint_of_past(visit.earlier))


async def _labellings(db: Db, patient_id: UUID) -> dict[UUID, list[Labelling]]:
    columns = (Generation.session_id, Generation.number, Generation.sources, Generation.result["roles"].label("roles"))
    newest = (
        select(*columns)
        .where(Generation.patient_id == patient_id, Generation.task == LABELING)
        .ext(distinct_on(Generation.session_id, Generation.state))
        .order_by(Generation.session_id, Generation.state, Generation.number.desc())
    )
    found = defaultdict[UUID, list[Labelling]](list)
    for row in await db.execute(newest):
        found[row.session_id].append(_labelling(row, row.roles))
    return found


def _labelling(row: Any, roles: Mapping[str, str] | None) -> Labelling:
    return Labelling(row.number, _roles(roles), row.sources.get(str(row.session_id)))


def _values(visit: StoredVisit) -> dict[str, Any]:
    segments = [
        {"start": s.start, "end": s.end, "text": s.text, "speaker": s.speaker} for s in visit.transcript.segments
    ]
    roles = {speaker: role.value for speaker, role in visit.given_roles.items()} if visit.given_roles else None
    return {
        "patient_id": visit.patient_id,
        "session_date": visit.session_date,
        "transcript": segments,
        "transcript_hash": visit.transcript_hash,
        "speaker_roles": roles,
    }


def _visit(row: Any) -> StoredVisit:
    transcript = _transcript(row.transcript)
    return StoredVisit(
        session_id=row.id,
        patient_id=row.patient_id,
        session_date=row.session_date,
        transcript=transcript,
        transcript_hash=row.transcript_hash or transcript.fingerprint(),
        given_roles=_roles(row.speaker_roles),
        stored_hash=row.transcript_hash,
        earlier=tuple(row.earlier),
    )


def _ground(row: Any, labelled: Collection[Labelling], past: str) -> VisitFingerprints:
    words = row.transcript_hash or _transcript(row.transcript).fingerprint()
    return VisitFingerprints(
        row.id, row.session_date, words, _roles(row.speaker_roles) or labelled_roles(labelled, words), past
    )


def _roles(stored: Mapping[str, str] | None) -> Roles | None:
    return {speaker: Role(role) for speaker, role in stored.items()} if stored else None


def _transcript(stored: Any) -> Transcript:
    """Read a stored transcript. Rows of the platform may hold the audio pipeline's whole file, with every segment."""
    rows = stored.get("segments", []) if isinstance(stored, dict) else stored or []
    whole = [row for row in rows if isinstance(row, dict) and isinstance(row.get("text"), str)]
    return Transcript(tuple(_segment(row) for row in whole))


def _segment(row: dict[str, Any]) -> Segment:
    start = float(row.get("start") or 0.0)
    speaker = str(row.get("speaker") or row.get("speaker_id") or "unknown")
    return Segment(start, float(row.get("end") or start), row["text"], speaker)


async def visits_with_given_roles(db: Db, patient_id: UUID) -> set[UUID]:
    """Return a patient's visits for which the caller gave the speaker roles."""
    given = TherapySession.speaker_roles.is_not(None)
    return set(await db.scalars(select(TherapySession.id).where(TherapySession.patient_id == patient_id, given)))
