"""Lists in pages: every item once, in order, and no cursor but ours."""

import base64
import json
from typing import Any

from support.http_service import Service, is_problem
from support.tables import each_row


async def pages(service: Service, path: str, limit: int) -> list[list[Any]]:
    found, cursor = [], None
    while True:
        params = {"limit": limit} | ({"cursor": cursor} if cursor else {})
        body = await service.get(path, **params)
        found.append(body["items"])
        cursor = body["next"]
        if cursor is None:
            return found


@each_row(("limit", "sizes"), [(1, [1, 1, 1]), (2, [2, 1]), (3, [3]), (200, [3])])
async def test_pages_hold_every_visit_once_in_order(shared: Service, limit: int, sizes: list[int]) -> None:
    patient = await shared.patient()
    third, first, second = [await shared.visit(patient, number) for number in (3, 1, 2)]

    found = await pages(shared, f"/patients/{patient}/sessions", limit)

    assert [len(page) for page in found] == sizes
    assert [item["session_id"] for page in found for item in page] == [first, second, third]


async def test_visits_at_the_same_moment_are_in_the_order_of_their_ids(shared: Service) -> None:
    patient = await shared.patient()
    sessions = [await shared.visit(patient, 1) for _ in range(4)]

    found = await pages(shared, f"/patients/{patient}/sessions", 1)

    assert [page[0]["session_id"] for page in found] == sorted(sessions)


@each_row("limit", ["0", "-1", "201", "x", "1.5", "9" * 5000, "true"])
async def test_a_limit_out_of_range_is_refused(shared: Service, limit: str) -> None:
    patient = await shared.patient()
    answer = await shared.http.get(f"/v1/patients/{patient}/sessions", params={"limit": limit})
    is_problem(answer, 422, "invalid_request")


def written(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


SOMEBODY = "11111111-2222-3333-4444-555555555555"
FORGED = {
    "words": "next page please",
    "umlauts": "äöü",
    "NUL": "\x00",
    "empty": "",
    "no list": written({"a": 1}),
    "too short": written([]),
    "too long": written([1, 2, 3]),
    "nulls": written([None, None]),
    "no date": written(["yesterday", SOMEBODY]),
    "no id": written(["2026-05-07T10:00:00+00:00", "x"]),
    "the year 1": written(["0001-01-01T00:00:00+14:00", SOMEBODY]),
    "the year 9999": written(["9999-12-31T23:59:59-14:00", SOMEBODY]),
    "a huge number": written([10**40]),
    "a text for a number": written(["1"]),
    "true for a number": written([True]),
    "nought": written([0]),
    "deep": base64.urlsafe_b64encode(b"[" * 20_000).decode(),
    "many digits": base64.urlsafe_b64encode(b"[" + b"9" * 5000 + b"]").decode(),
    "NaN": written([float("nan")]),
    "no utf-8": base64.urlsafe_b64encode(b"\xff\xfe").decode(),
}


@each_row("name", FORGED)
@each_row("path", ["sessions", "your-journey/versions"])
async def test_a_forged_cursor_is_refused(shared: Service, path: str, name: str) -> None:
    patient = await shared.patient()
    answer = await shared.http.get(f"/v1/patients/{patient}/{path}", params={"cursor": FORGED[name]})
    is_problem(answer, 422, "invalid_request")


async def test_a_cursor_whose_date_names_no_offset_is_taken_for_utc(shared: Service) -> None:
    patient, session = await shared.visited(1)
    cursor = written(["2026-05-07T09:59:59", SOMEBODY])
    assert (await shared.get(f"/patients/{patient}/sessions", cursor=cursor))["items"][0]["session_id"] == session
