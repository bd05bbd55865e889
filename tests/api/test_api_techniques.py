"""The technique library over HTTP."""

from urllib.parse import quote

from support.http_service import Json, Service, is_problem
from support.tables import each_row

from app.therapy.techniques import modalities, techniques


async def all_pages(service: Service, **params: object) -> list[Json]:
    items: list[Json] = []
    cursor: str | None = None
    while True:
        body = await service.get("/techniques", **params, **({"cursor": cursor} if cursor else {}))
        items += body["items"]
        cursor = body["next"]
        if cursor is None:
            return items


async def test_the_pages_together_are_the_library(shared: Service) -> None:
    items = await all_pages(shared, limit=40)

    assert [(item["modality"], item["name"]) for item in items] == [(t.modality, t.name) for t in techniques()]
    assert all(item.keys() == {"name", "modality", "aliases", "definition"} for item in items)


async def test_a_page_that_ends_with_the_library_has_no_next(shared: Service) -> None:
    body = await shared.get("/techniques", limit=len(techniques()))

    assert len(body["items"]) == len(techniques())
    assert body["next"] is None


@each_row("modality", modalities())
async def test_a_modality_can_be_listed_alone(shared: Service, modality: str) -> None:
    items = await all_pages(shared, limit=3, modality=modality)

    assert [item["name"] for item in items] == [t.name for t in techniques() if t.modality == modality]


async def test_an_unknown_modality_is_refused_with_the_known_ones(shared: Service) -> None:
    answer = await shared.http.get("/v1/techniques", params={"modality": "astrology"})

    body = is_problem(answer, 422, "invalid_request")
    assert "DBT" in body["detail"]
    assert "astrology" not in answer.text


async def test_a_cursor_that_no_page_gave_is_refused(shared: Service) -> None:
    of_dbt = (await shared.get("/techniques", limit=1, modality="DBT"))["next"]

    for params in ({"cursor": "x"}, {"cursor": "WzFd"}, {"cursor": of_dbt, "modality": "ACT"}):
        is_problem(await shared.http.get("/v1/techniques", params=params), 422, "invalid_request")


@each_row("name", ["Cognitive Defusion", "ACT - Cognitive Defusion", "thought defusion", "cognitive–defusion"])
async def test_a_technique_is_read_by_all_it_is_called(shared: Service, name: str) -> None:
    body = await shared.get(f"/techniques/{quote(name)}")

    assert (body["name"], body["modality"]) == ("Cognitive Defusion", "ACT")
    assert "thought defusion" in body["aliases"]
    assert body["definition"]


@each_row("name", ["Cognitive Fusion", "Cognitive Defusio", "CBT - Cognitive Defusion", "Not specified"])
async def test_a_near_miss_is_not_found(shared: Service, name: str) -> None:
    answer = await shared.http.get(f"/v1/techniques/{quote(name)}")

    is_problem(answer, 404, "not_found")
    assert name not in answer.text
