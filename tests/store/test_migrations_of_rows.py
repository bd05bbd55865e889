"""The platform's rows go through the migrations, up and down, in both shapes of the tables."""

import pytest
from support.platform_tables import (
    JOURNEYS,
    SHAPES,
    VERSIONS,
    create_platform,
    downgrade,
    fingerprints,
    run,
    upgrade,
    values,
)

FOREIGN_KEYS = """
SELECT conname FROM pg_constraint
WHERE contype = 'f' AND conrelid IN ('{0}'::regclass, '{1}'::regclass) ORDER BY conname"""

SHOWS_THE_HIGHEST = (
    "SELECT v.version = (SELECT max(version) FROM your_journey_versions o WHERE o.patient_id = j.patient_id)"
    " FROM patient_your_journey j JOIN your_journey_versions v ON v.id = j.current_version_id"
    " AND v.roadmap_id = j.id"
)
FIRST_PATIENT = "SELECT patient_id FROM {} ORDER BY patient_id LIMIT 1"


@pytest.mark.parametrize("shape", SHAPES)
async def test_the_rows_survive_all_migrations_up_down_and_up_again(empty_database_url: str, shape: str) -> None:
    url = empty_database_url
    await create_platform(url, shape)
    before = await fingerprints(url, shape)
    old = await values(url, FOREIGN_KEYS.format("patient_roadmap", "roadmap_versions"))
    assert [count for count, _ in before.values()] == [JOURNEYS, VERSIONS]

    await upgrade(url, "014")
    assert await fingerprints(url, shape) == before
    new = await values(url, FOREIGN_KEYS.format("patient_your_journey", "your_journey_versions"))
    points_to_journey = ["your_journey_versions_roadmap_id_fkey"] if shape == "A" else []
    assert new == [
        "patient_your_journey_patient_id_fkey",
        "your_journey_versions_patient_id_fkey",
        *points_to_journey,
    ]
    await downgrade(url, "013")
    assert await fingerprints(url, shape) == before
    assert await values(url, FOREIGN_KEYS.format("patient_roadmap", "roadmap_versions")) == old

    await upgrade(url, "head")
    assert await fingerprints(url, shape) == before
    assert await values(url, SHOWS_THE_HIGHEST) == [True] * JOURNEYS
    for move, revision in ((downgrade, "014"), (downgrade, "013"), (upgrade, "head")):
        await move(url, revision)
        assert await fingerprints(url, shape) == before


@pytest.mark.parametrize("shape", SHAPES)
async def test_a_journey_without_versions_gets_its_first_and_versions_without_a_journey_get_one(
    empty_database_url: str, shape: str
) -> None:
    url = empty_database_url
    await create_platform(url, shape)
    await run(url, f"DELETE FROM roadmap_versions WHERE patient_id = ({FIRST_PATIENT.format('patient_roadmap')})")
    if shape == "B":
        last = "SELECT patient_id FROM roadmap_versions ORDER BY patient_id DESC LIMIT 1"
        await run(url, f"DELETE FROM patient_roadmap WHERE patient_id = ({last})")
    await upgrade(url, "head")
    same = await values(
        url,
        "SELECT v.version = 1 AND v.roadmap_data = j.roadmap_data AND v.metadata = j.metadata"
        " FROM patient_your_journey j JOIN your_journey_versions v ON v.id = j.current_version_id"
        f" WHERE j.patient_id = ({FIRST_PATIENT.format('patient_your_journey')})",
    )
    assert same == [True]
    assert await values(url, "SELECT count(*) FROM patient_your_journey") == [JOURNEYS]
    if shape == "B":
        assert await values(
            url,
            "SELECT DISTINCT v.roadmap_data = j.roadmap_data FROM patient_your_journey j"
            " JOIN your_journey_versions v ON v.id = j.current_version_id WHERE j.roadmap_data ? 'version'",
        ) == [True]


async def test_rows_of_ours_survive_the_downgrade(empty_database_url: str) -> None:
    url = empty_database_url
    await create_platform(url, "A")
    await upgrade(url, "head")
    await run(
        url,
        "UPDATE patient_your_journey SET roadmap_data = NULL, metadata = NULL",
        "UPDATE your_journey_versions SET metadata = NULL WHERE version = 5",
    )
    await downgrade(url, "014")
    assert await values(url, "SELECT DISTINCT roadmap_data ->> 'summary' FROM patient_your_journey") == ["für Zoë"]
    assert await values(url, "SELECT DISTINCT metadata FROM your_journey_versions WHERE version = 5") == [{}]


async def test_the_chain_goes_down_to_nothing_and_up_again(empty_database_url: str) -> None:
    url = empty_database_url
    await upgrade(url, "head")
    await downgrade(url, "base")
    tables = "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    assert await values(url, tables) == ["alembic_version"]
    assert await values(url, "SELECT typname FROM pg_type WHERE typname = 'LogEvent'") == []
    await upgrade(url, "head")
