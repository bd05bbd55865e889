"""An event as the log stores it."""

from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest

from app.generators.registry import generators
from app.progress.events import PHASES, WAVE_NAMES, Event


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


def test_every_generator_of_documents_has_a_name_for_its_wave() -> None:
    assert {heir.declared.event for heir in generators().values() if heir.declared.wave == 3} <= set(WAVE_NAMES)
