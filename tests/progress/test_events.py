"""An event as the log stores it."""

from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest

from app.generators.registry import generators
from app.progress.events import PHASES, Event


@pytest.mark.parametrize(("wave", "phase"), list(enumerate(PHASES)))
def test_a_wave_is_told_as_its_phase(wave: int, phase: str) -> None:
    row = Event(UUID(int=1), datetime(2026, 5, 7).astimezone(), wave, "START", "started").row()
    assert (row["phase"], row["wave"], row["attempt"], row["details"]) == (phase, phase.lower(), 1, {})


def test_a_document_is_told_by_its_own_name() -> None:
    row = Event(UUID(int=1), datetime(2026, 5, 7).astimezone(), 3, "YOUR_JOURNEY_GENERATION", "success").row()
    assert (row["phase"], row["wave"]) == ("WAVE3", "your_journey")


def test_dates_are_told_in_utc() -> None:
    date = datetime(2026, 5, 7, 1, tzinfo=timezone(timedelta(hours=2)))
    assert Event(UUID(int=1), date, 1, "START", "started").row()["session_date"] == "2026-05-06T23:00:00+00:00"


def test_the_events_of_a_document_bear_its_key_as_their_wave() -> None:
    for heir in generators().values():
        told = Event(None, None, heir.declared.wave, heir.declared.event, "started").wave_name
        document = heir.DOCUMENT
        assert told == (document.key if document else PHASES[heir.declared.wave].lower())
