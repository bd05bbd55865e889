"""The metadata of a version, edited: merged, shown at once, and lost to nobody who edits at the same time."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from support.http_service import NOBODY, Json, Service, is_problem


@pytest.fixture(scope="module")
async def made(shared: Service) -> tuple[str, str]:
    """A patient, and the id of the metadata of their journey."""
    patient, session = await shared.visited()
    return patient, (await shared.journey_after(patient, session))["generation_metadata"]["id"]


EDITS: list[Json] = [
    {"sessions_analyzed": 7},
    {"total_sessions": 0},
    {"model_used": "by hand 🙂"},
    {"model_used": "m" * 50},
    {"generation_timestamp": "2026-05-07T10:00:00+00:00"},
    {"compaction_strategy": "full"},
    {"sessions_analyzed": None, "model_used": None},
]


@pytest.mark.parametrize("edit", EDITS, ids=str)
async def test_an_edit_shows_on_the_card_at_once(shared: Service, made: tuple[str, str], edit: Json) -> None:
    patient, metadata = made

    answer = await shared.http.patch(f"/v1/generation-metadata/{metadata}", json=edit)

    assert answer.status_code == 200, answer.text
    assert edit.items() <= answer.json().items()
    assert edit.items() <= (await shared.get(f"/patients/{patient}/your-journey"))["metadata"].items()
    assert answer.json() == await shared.get(f"/generation-metadata/{metadata}")


async def test_notes_of_any_shape_are_kept(shared: Service, made: tuple[str, str]) -> None:
    notes = {"a": [1, 1.5, None, {"b": ["ü", "\\u0000"]}], "": {}, "n": 10**300}

    answer = await shared.http.patch(f"/v1/generation-metadata/{made[1]}", json={"metadata_json": notes})

    assert notes.items() <= answer.json()["metadata_json"].items()
    assert answer.json() == await shared.get(f"/generation-metadata/{made[1]}")


REFUSED: dict[str, Any] = {
    "nothing": "{}",
    "null": "null",
    "a list": "[]",
    "a version key": json.dumps({"your_journey_version_id": NOBODY}),
    "the other version key": json.dumps({"session_bridge_version_id": None, "total_sessions": 1}),
    "an id": json.dumps({"id": NOBODY}),
    "a cost": json.dumps({"api_cost": "0"}),
    "a tier": json.dumps({"model_tier": "rapid"}),
    "an unknown key": json.dumps({"colour": "red"}),
    "negative": json.dumps({"sessions_analyzed": -1}),
    "too large": json.dumps({"sessions_analyzed": 2**31}),
    "a fraction": json.dumps({"sessions_analyzed": 1.5}),
    "true": json.dumps({"sessions_analyzed": True}),
    "a number in quotes": json.dumps({"sessions_analyzed": "1"}),
    "NaN": '{"metadata_json": {"a": NaN}}',
    "1e999": '{"metadata_json": {"a": [1e999]}}',
    "NaN for a number": '{"total_sessions": NaN}',
    "400 digits": '{"metadata_json": {"a": ' + "9" * 400 + "}}",
    "5000 digits": '{"metadata_json": {"a": ' + "9" * 5000 + "}}",
    "NUL": json.dumps({"metadata_json": {"a": "\x00"}}),
    "NUL in a key": json.dumps({"metadata_json": {"\x00": 1}}),
    "NUL in a name": json.dumps({"model_used": "a\x00"}),
    "half a pair": json.dumps({"metadata_json": {"a": "\ud800"}}),
    "half a pair in a name": json.dumps({"model_used": "\udc00"}),
    "51 characters": json.dumps({"model_used": "m" * 51}),
    "notes that are a list": json.dumps({"metadata_json": []}),
    "nested 300 deep": '{"metadata_json": {"a": ' + "[" * 300 + "]" * 300 + "}}",
    "nested 900 deep": '{"metadata_json": {"a": ' + "[" * 900 + "]" * 900 + "}}",
    "an unknown strategy": json.dumps({"compaction_strategy": "full\n"}),
    "the year 1": json.dumps({"generation_timestamp": "0001-01-01T00:00:00+14:00"}),
    "the year 9999": json.dumps({"generation_timestamp": "9999-12-31T23:59:59-14:00"}),
    "a time that is a number": json.dumps({"generation_timestamp": 5}),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_bad_edit_is_refused_and_changes_nothing(shared: Service, made: tuple[str, str], name: str) -> None:
    path = f"/v1/generation-metadata/{made[1]}"
    before = (await shared.http.get(path)).json()

    answer = await shared.http.patch(path, content=REFUSED[name], headers={"content-type": "application/json"})

    is_problem(answer, 422, "invalid_request")
    assert (await shared.http.get(path)).json() == before


async def edited(service: Service, made: tuple[str, str], edit: Json, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await service.http.patch(f"/v1/generation-metadata/{made[1]}", json=edit, headers=named)


async def test_notes_are_laid_over_what_is_there_and_provenance_stays(shared: Service, made: tuple[str, str]) -> None:
    before = (await shared.get(f"/generation-metadata/{made[1]}"))["metadata_json"]
    assert {"memory", "prompt_version"} <= before.keys()

    await edited(shared, made, {"metadata_json": {"reviewed": {"by": "a", "on": "monday"}, "shown": True}})
    await edited(shared, made, {"metadata_json": {"reviewed": {"on": None, "again": [1, None]}, "shown": None}})
    patch = {"metadata_json": {"memory": {"reviewed": 1}}}
    merging = {"content-type": "application/merge-patch+json"}
    last = await shared.http.patch(f"/v1/generation-metadata/{made[1]}", content=json.dumps(patch), headers=merging)

    told = last.json()["metadata_json"]
    assert told == {
        **before,
        "memory": {**before["memory"], "reviewed": 1},
        "reviewed": {"by": "a", "again": [1, None]},
    }


async def test_edits_of_several_at_once_are_all_there(shared: Service, made: tuple[str, str]) -> None:
    answers = await asyncio.gather(
        *(edited(shared, made, {"metadata_json": {"notes": {f"of {number}": number}}}) for number in range(12))
    )
    assert {answer.status_code for answer in answers} == {200}
    told = (await shared.get(f"/generation-metadata/{made[1]}"))["metadata_json"]
    assert told["notes"] == {f"of {number}": number for number in range(12)}


async def test_an_edit_of_a_row_that_has_changed_is_refused_and_changes_nothing(
    shared: Service, made: tuple[str, str]
) -> None:
    path = f"/v1/generation-metadata/{made[1]}"
    tag = (await shared.http.get(path)).headers["etag"]
    first = await edited(shared, made, {"total_sessions": 41}, if_match=tag)
    assert first.headers["etag"] == (await shared.http.get(path)).headers["etag"] != tag

    for lost in (tag, f'{tag}, "another"', "W/" + first.headers["etag"], "nonsense", "", first.headers["etag"][1:-1]):
        is_problem(await edited(shared, made, {"total_sessions": 42}, if_match=lost), 412, "precondition_failed")
    assert (await shared.get(f"/generation-metadata/{made[1]}"))["total_sessions"] == 41

    for good in (first.headers["etag"], f'"another", {first.headers["etag"]}', "*"):
        assert (await edited(shared, made, {"total_sessions": 41}, if_match=good)).status_code == 200
    is_problem(await edited(shared, made, {"total_sessions": -1}, if_match=tag), 422, "invalid_request")


async def test_of_two_who_edit_what_they_read_at_once_one_is_told(shared: Service, made: tuple[str, str]) -> None:
    tag = (await shared.http.get(f"/v1/generation-metadata/{made[1]}")).headers["etag"]
    answers = await asyncio.gather(
        *(edited(shared, made, {"sessions_analyzed": number}, if_match=tag) for number in (501, 502))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412]


async def test_a_release_changes_the_row_too(service: Service) -> None:
    patient, session = await service.visited()
    metadata = (await service.journey_after(patient, session))["generation_metadata"]["id"]
    tag = (await service.http.get(f"/v1/generation-metadata/{metadata}")).headers["etag"]
    await service.http.post(f"/v1/patients/{patient}/your-journey/versions/1/release")
    lost = await service.http.patch(
        f"/v1/generation-metadata/{metadata}", json={"total_sessions": 1}, headers={"if-match": tag}
    )
    is_problem(lost, 412, "precondition_failed")


async def test_notes_do_not_grow_for_ever(service: Service) -> None:
    patient, session = await service.visited()
    metadata = (await service.journey_after(patient, session))["generation_metadata"]["id"]
    path, part = f"/v1/generation-metadata/{metadata}", "x" * 100_000
    sizes = [(await service.http.patch(path, json={"metadata_json": {str(n): part}})).status_code for n in range(4)]
    assert sizes == [200, 200, 413, 413]


async def test_nobodys_metadata_is_not_found(shared: Service) -> None:
    answer = await shared.http.patch(
        f"/v1/generation-metadata/{NOBODY}", json={"total_sessions": 1}, headers={"if-match": "*"}
    )
    is_problem(answer, 404, "not_found")
