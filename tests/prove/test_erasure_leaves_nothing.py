"""Erasing proved on the whole database: every row of every table, the engine's too, is searched for planted words."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from support.http_service import Json, Service, serve
from support.sample_visits import visit

pytestmark = pytest.mark.quick

PLANTED = {1: "quillowburr", 2: "brindlewash"}
"""A word for each visit, said in every turn of its patient, and by nobody else."""
TABLES = """
SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"""


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    async with serve(database_url) as service:
        yield service


def planted(number: int) -> Json:
    body = visit(number)
    for place, segment in enumerate(body["segments"]):
        if segment["speaker"] == "B":
            segment["text"] = f"{segment['text']} I think of the {PLANTED[number]}, and I feel calm about it."
            segment["start"], segment["end"] = 6.0 * place, 6.0 * place + 5
    return body


async def dump(service: Service) -> dict[str, list[str]]:
    """All rows of all tables as text, by table."""
    tables = [row["name"] for row in await service.rows(TABLES)]
    return {
        name: [row["said"] for row in await service.rows(f"SELECT t::text AS said FROM {name} t")] for name in tables
    }


def holding(rows: dict[str, list[str]], words: str) -> dict[str, int]:
    """How many rows of each table hold some words, letters' case and JSON's escapes aside."""
    found = {name: sum(words.lower() in row.lower() for row in said) for name, said in rows.items()}
    return {name: count for name, count in found.items() if count}


async def worked_through(service: Service) -> tuple[str, dict[int, str]]:
    """A patient with two visits, run through all waves."""
    patient = await service.patient()
    sessions = {
        number: await service.visit(patient, number, segments=planted(number)["segments"]) for number in PLANTED
    }
    run = await service.ended((await service.run(f"/patients/{patient}"))["run_id"])
    assert run["status"] in {"completed", "partial"}
    return patient, sessions


async def erased(service: Service, path: str) -> dict[str, list[str]]:
    answer = await service.http.delete(f"/v1{path}")
    assert answer.status_code == 204
    return await dump(service)


async def test_a_visit_leaves_no_word_in_any_table_and_the_others_stay(service: Service) -> None:
    _, sessions = await worked_through(service)
    before = await dump(service)
    assert {"public.generations", "public.therapy_sessions"} <= holding(before, PLANTED[2]).keys()

    after = await erased(service, f"/sessions/{sessions[2]}")

    assert holding(after, PLANTED[2]) == {}
    assert holding(after, sessions[2]) == {}
    assert "public.therapy_sessions" in holding(after, PLANTED[1])
    assert (await service.get(f"/sessions/{sessions[1]}"))["results"]["mood_analysis"] is not None


async def test_a_patient_leaves_no_word_and_no_id_in_any_table(service: Service) -> None:
    patient, sessions = await worked_through(service)
    run_ids = [str(row["id"]) for row in await service.rows("SELECT id FROM runs")]
    other, theirs = await service.visited(1)
    before = await dump(service)
    assert all(holding(before, run_id) for run_id in run_ids)

    after = await erased(service, f"/patients/{patient}")

    gone: list[Any] = [*PLANTED.values(), patient, *sessions.values(), *run_ids]
    assert {word: holding(after, word) for word in gone if holding(after, word)} == {}
    assert holding(after, other)
    assert holding(after, theirs)


async def test_a_patient_erased_in_the_middle_of_a_run_leaves_nothing_either(service: Service) -> None:
    patient = await service.patient()
    for number in PLANTED:
        await service.visit(patient, number, segments=planted(number)["segments"])
    run_id = (await service.run(f"/patients/{patient}"))["run_id"]
    while await service.count("generations") < 5:  # noqa: ASYNC110 - a row sets no event
        await asyncio.sleep(0.1)

    await erased(service, f"/patients/{patient}")

    await service.work.end()  # whoever was still working has stopped
    after = await dump(service)
    assert {word: holding(after, word) for word in (*PLANTED.values(), patient, run_id) if holding(after, word)} == {}
