"""The quality report as it is printed."""

import io
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from rich.console import Console
from support.stored_rows import add_patient, add_result

from app.errors import NotFound
from app.store.database import Database
from app.terminal.quality import print_quality

PROSE = "You slept well on most nights, zwiebel."
MEMORY = {"strategy": "hierarchical", "sessions": [str(uuid4())], "missing": [], "left_out": 4, "shortened": 0}


async def printed(database: Database, patient: UUID | None = None, **more: Any) -> str:
    said = io.StringIO()
    await print_quality(database, patient, console=Console(file=said, width=140), **more)
    return said.getvalue()


@pytest.fixture
async def patient(database: Database) -> UUID:
    patient, (session,) = await add_patient(database, 1)
    lost = [{"path": "/prose/0", "reason": reason} for reason in ("quote_not_found", "withheld_name")]
    prose = {"prose": PROSE, "word_count": 7}
    await add_result(
        database, patient, session, "prose_generation", result=prose, evidence=[{"path": "/prose"}], dropped=lost
    )
    await add_result(database, patient, session, "deep_analysis", memory=MEMORY)
    await add_result(database, patient, session, state="insufficient", result=None, reason="insufficient_data")
    return patient


async def test_the_tables_show_what_was_measured(database: Database, patient: UUID) -> None:
    said = await printed(database, patient)
    for part in (
        "offline 3",
        "insufficient data 1",
        "50.0%",
        "quotes found",
        "whether it bears the claim beside it is not measured here",
        "quote not found 1",
        "withheld name 1",
        "1 of 1",
        "2026-05-07",
        "1 / 0 / 4",
        "total",
    ):
        assert part in said
    assert "zwiebel" not in said


async def test_of_all_patients_memory_is_a_row(database: Database, patient: UUID) -> None:
    said = await printed(database)
    assert "1 (1 to 1) / 0 / 4" in said
    assert "2026-05-07" not in said


async def test_as_json_the_same_can_be_read_by_a_program(database: Database, patient: UUID) -> None:
    told = json.loads(await printed(database, patient, as_json=True))
    assert told["patient_id"] == str(patient)
    assert told["tasks"]["prose_generation"]["dropped"] == {"quote_not_found": 1}
    assert told["tasks"]["prose_generation"]["withheld"] == {"withheld_name": 1}
    assert told["tasks"]["mood_analysis"]["insufficient"] == {"insufficient_data": 1}
    assert told["memory"]["deep_analysis"]["left_out"] == 4
    assert told["visits"][0]["session_date"].startswith("2026-05-07")
    assert "zwiebel" not in json.dumps(told)


async def test_without_results_there_is_a_report_all_the_same(database: Database) -> None:
    said = await printed(database)
    assert "no results" in said
    assert "%" not in said


async def test_a_patient_nobody_knows_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound):
        await printed(database, uuid4())
