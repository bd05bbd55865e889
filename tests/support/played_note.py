"""The sample patient's second visit as a strong model screens it and writes it down: answers written by hand."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from app.generators.generation import Generation
from app.sample.visits import sample_visits
from app.therapy.evidence import Evidence
from app.therapy.transcript import Role, Transcript
from app.therapy.visit import Note, Visit
from support.scripted_model import Model

PLAYED = Path(__file__).parents[1] / "texts" / "progress_note_visit_02.json"
ROLES = {"SPEAKER_00": Role.PATIENT, "SPEAKER_01": Role.THERAPIST}


def played_answers() -> Any:
    """The answers: `risk_screen`, `findings` of the analysis, `progress_note`."""
    return json.loads(PLAYED.read_text(encoding="utf-8"))


def troubled_visit() -> Visit:
    """The visit as it was handed over."""
    sample = sample_visits()[1]
    date = datetime.fromisoformat(sample.session_date)
    return Visit(sample.session_id, date, Transcript(sample.segments), ROLES)


def screened_visit() -> tuple[Visit, Generation[Any]]:
    """The visit with its screen and with notes of its analysis, and the screen."""
    visit = troubled_visit()
    screen = Model([played_answers()["risk_screen"]]).generate("risk_screen", visit)
    assert screen.result is not None
    notes = tuple(_note(visit, finding) for finding in played_answers()["findings"])
    words, results = tuple(screen.evidence), {"risk_screen": screen.result}
    return replace(visit, notes=notes, screen_words=words, results=results), screen


def written_note() -> tuple[Visit, Generation[Any]]:
    """The visit and its note."""
    visit, _ = screened_visit()
    return visit, Model([played_answers()["progress_note"]]).generate("progress_note", visit)


def _note(visit: Visit, finding: dict[str, Any]) -> Note:
    said = visit.transcript.segments[finding["segment"]]
    begin = said.text.index(finding["quote"])
    where = (finding["segment"], begin, begin + len(finding["quote"]), said.start, said.end, said.speaker)
    words = (Evidence("/0", visit.session_id, finding["quote"], *where),)
    return Note(visit.session_id, "this visit", finding["kind"], finding["text"], words)
