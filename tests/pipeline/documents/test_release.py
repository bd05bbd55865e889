"""What was held is released once, and that is published once."""

from datetime import UTC, datetime
from typing import Any

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN
from support.stored_rows import add_result

from app.pipeline.documents.release import release_letter, release_version
from app.store import patients, versions
from app.store.versions import YOUR_JOURNEY

RELEASES = "SELECT wave, metadata FROM pipeline_events WHERE event = 'VERSION_RELEASE' AND patient_id = :patient"


async def test_a_version_is_released_and_published_once(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    facts = {"last_session_id": session, "held": True}
    async with shared.context.database.transaction() as db:
        await patients.lock(db, patient)
        await versions.add(db, YOUR_JOURNEY, patient, {}, facts)
    for _ in range(2):
        async with shared.context.database.transaction() as db:
            await patients.lock(db, patient)
            version = await versions.find_version(db, YOUR_JOURNEY, patient, 1)
            assert version is not None
            await release_version(db, shared.context.logger, YOUR_JOURNEY, patient, version)
    async with shared.context.database.snapshot() as db:
        assert await versions.current_version(db, YOUR_JOURNEY, patient) is not None
    published: list[dict[str, Any]] = await shared.rows(RELEASES, patient=patient)
    assert published == [{"wave": "your_journey", "metadata": {"version_number": 1}}]


async def test_a_letter_is_released_and_published_once(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(speaker_roles=GIVEN)
    letter = await add_result(
        shared.context.database, patient, session, "prose_generation", result={"prose": "You walked."}, held=True
    )
    for _ in range(2):
        async with shared.context.database.transaction() as db:
            await release_letter(db, shared.context.logger, letter, datetime.now(UTC))
    published = await shared.rows(RELEASES, patient=patient)
    assert published == [{"wave": "wave2", "metadata": {"generation_id": str(letter.id)}}]
