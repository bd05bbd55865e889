"""The event streams over HTTP: what they hold, where they begin, how they are resumed, and when they end."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

from support.http_service import NOBODY, Service, is_problem
from support.sample_visits import GIVEN
from support.sse_client import Message, open_sse, tell
from support.tables import each_row

from app.sample.visits import sample_visits

Served = Callable[..., Any]
FIELDS = {
    *("sequence", "occurred_at", "patient_id", "run_id", "session_id", "session_date", "attempt"),
    *("phase", "event", "status", "wave", "details"),
}


async def told(service: Service, patient: str, session: str, count: int = 1, run: object = None) -> int:
    return await tell(service.database, UUID(patient), UUID(session), count, run)


async def read(service: Service, path: str, last: object = None) -> list[Message]:
    async with open_sse(service.http, path, last) as stream:
        return await stream.rest()


def numbers(messages: list[Message]) -> list[int]:
    return [int(message.id or -1) for message in messages]


async def test_a_stream_begins_with_a_comment_and_how_soon_to_come_back(shared: Service) -> None:
    patient, session = await shared.visited()
    async with open_sse(shared.http, f"/patients/{patient}/events") as stream:
        await told(shared, patient, session, 2)
        await stream.numbers(2)

        first, *others = stream.seen
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert stream.answer.headers["cache-control"] == "no-store"
        assert stream.answer.headers["x-accel-buffering"] == "no"
        assert (first.comment, first.retry, first.event) == ("open", "2000", None)
        assert [message.retry for message in others] == [None, None]


async def test_an_event_is_told_with_its_number_and_all_its_fields(shared: Service) -> None:
    patient, session = await shared.visited()
    async with open_sse(shared.http, f"/patients/{patient}/events") as stream:
        await told(shared, patient, session)
        message = await stream.next()

    assert (message.id, message.event, message.data.keys()) == ("1", "progress", FIELDS)
    assert (message.data["sequence"], message.data["patient_id"], message.data["session_id"]) == (1, patient, session)
    assert (message.data["run_id"], message.data["details"]) == (None, {"n": 0})
    assert message.data["occurred_at"].endswith(("Z", "+00:00"))


async def test_a_patients_stream_begins_at_now(shared: Service) -> None:
    patient, session = await shared.visited()
    await told(shared, patient, session, 3)
    async with open_sse(shared.http, f"/patients/{patient}/events") as stream:
        await told(shared, patient, session)
        assert await stream.numbers(1) == [4]


@each_row("named", ["header", "query", "both"])
async def test_a_stream_is_resumed_right_after_the_last_event(shared: Service, named: str) -> None:
    patient, session = await shared.visited()
    await told(shared, patient, session, 5)
    params = {"header": {}, "query": {"last_event_id": 2}, "both": {"last_event_id": 4}}[named]
    last = None if named == "query" else 2
    async with open_sse(shared.http, f"/patients/{patient}/events", last, params=params) as stream:
        assert await stream.numbers(3) == [3, 4, 5]
        await told(shared, patient, session)
        assert await stream.numbers(1) == [6]


async def test_an_empty_last_event_id_is_none(shared: Service) -> None:
    patient, session = await shared.visited()
    await told(shared, patient, session, 2)
    async with open_sse(shared.http, f"/patients/{patient}/events", params={"last_event_id": ""}) as stream:
        await told(shared, patient, session)
        assert await stream.numbers(1) == [3]


@each_row("last", ["-1", "x", "1.0", "٣", "9" * 101])
async def test_what_is_no_number_is_refused(shared: Service, last: str) -> None:
    patient, _ = await shared.visited()
    is_problem(
        await shared.http.get(f"/v1/patients/{patient}/events", params={"last_event_id": last}), 422, "invalid_request"
    )


async def test_whoever_is_not_known_is_not_found(shared: Service) -> None:
    is_problem(await shared.http.get(f"/v1/patients/{NOBODY}/events"), 404, "not_found")
    is_problem(await shared.http.get(f"/v1/runs/{NOBODY}/events"), 404, "not_found")


async def test_nobody_watches_without_a_key(beside: Served) -> None:
    async with beside(service_api_keys=["secret"]) as service:
        is_problem(await service.http.get(f"/v1/patients/{NOBODY}/events"), 401, "unauthenticated")


async def test_a_page_that_was_loaded_goes_on_without_a_hole(shared: Service) -> None:
    patient, session = await shared.visited()
    await told(shared, patient, session, 3)
    loaded = (await shared.get(f"/patients/{patient}"))["last_event_id"]
    await told(shared, patient, session, 2)
    async with open_sse(shared.http, f"/patients/{patient}/events", loaded) as stream:
        assert await stream.numbers(2) == [4, 5]


async def test_a_run_is_told_from_its_first_event_to_its_last_and_then_the_stream_ends(shared: Service) -> None:
    sample = sample_visits()[0]
    patient, session = await shared.visited(segments=sample.body["segments"])
    run = (await shared.run(f"/sessions/{session}"))["run_id"]

    live = await read(shared, f"/runs/{run}/events")

    told = await shared.get(f"/runs/{run}")
    assert told["status"] == "completed"
    assert numbers(live) == [event["number"] for event in await shared.events(patient)]
    assert (live[-1].data["event"], live[-1].data["status"]) == ("RUN_END", "success")
    assert [m.data for m in await read(shared, f"/runs/{run}/events")] == [message.data for message in live]
    assert numbers(await read(shared, f"/runs/{run}/events", numbers(live)[-3])) == numbers(live)[-2:]

    last = {"last-event-id": str(told["last_event_id"])}
    answer = await shared.http.get(f"/v1/runs/{run}/events", headers=last)
    assert (answer.status_code, answer.content) == (204, b"")

    raw = (await shared.http.get(f"/v1/runs/{run}/events")).text.lower()
    assert '"session_bridge_generation"' in raw
    words = [segment.text.lower().split() for segment in sample.segments]
    assert [six for said in words for n in range(len(said) - 5) if (six := " ".join(said[n : n + 6])) in raw] == []


async def test_a_runs_stream_holds_only_the_runs_events_and_ends_when_it_is_cancelled(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited(speaker_roles=GIVEN)
    other = await shared.visit(patient, 2, speaker_roles=GIVEN)
    runs = [(await shared.run(f"/sessions/{one}"))["run_id"] for one in (session, other)]
    async with AsyncExitStack() as stack:
        paths = [f"/runs/{run}/events" for run in runs]
        streams = [await stack.enter_async_context(open_sse(shared.http, path)) for path in paths]
        for run, stream in zip(runs, streams, strict=True):
            await stream.next()
            await shared.http.post(f"/v1/runs/{run}/cancel")
            assert {message.data["status"] for message in await stream.rest()} >= {"cancelled"}
    for run, stream in zip(runs, streams, strict=True):
        assert {message.data["run_id"] for message in stream.seen if message.event} == {run}
    both = [message for stream in streams for message in stream.seen if message.event]
    assert sorted(numbers(both)) == [event["number"] for event in await shared.events(patient)]


async def erased_first_of_two(service: Service) -> tuple[str, str]:
    """A patient of whose numbers 1 to 3 and 5 are gone, and the visit that is left."""
    patient, gone = await service.visited(1)
    left = await service.visit(patient, 2)
    for session, count in ((gone, 3), (left, 1), (gone, 1), (left, 2)):
        await told(service, patient, session, count)
    assert (await service.http.delete(f"/v1/sessions/{gone}")).status_code == 204
    return patient, left


@each_row(
    ("last", "begin", "following_numbers"), [(0, 4, [4, 6, 7]), (2, 4, [4, 6, 7]), (4, 6, [6, 7]), (99, 4, [4, 6, 7])]
)
async def test_gone_history_is_told_and_the_stream_goes_on(
    shared: Service, last: int, begin: int, following_numbers: list[int]
) -> None:
    patient, left = await erased_first_of_two(shared)
    async with open_sse(shared.http, f"/patients/{patient}/events", last) as stream:
        reset = await stream.next()
        assert (reset.event, reset.data, reset.id) == ("reset", {"from": begin}, str(begin - 1))
        assert await stream.numbers(len(following_numbers)) == following_numbers
        await told(shared, patient, left)
        assert await stream.numbers(1) == [8]


async def test_what_is_whole_behind_the_last_event_is_no_reset(shared: Service) -> None:
    patient, left = await erased_first_of_two(shared)
    async with open_sse(shared.http, f"/patients/{patient}/events", 3) as stream:
        assert await stream.numbers(3) == [4, 6, 7]
    async with open_sse(shared.http, f"/patients/{patient}/events", 7) as stream:
        await told(shared, patient, left)
        assert await stream.numbers(1) == [8]


async def test_where_everything_that_followed_is_gone_the_stream_goes_on_from_now(shared: Service) -> None:
    patient, session = await shared.visited()
    await told(shared, patient, session, 3)
    await shared.http.delete(f"/v1/sessions/{session}")
    other = await shared.visit(patient, 2)
    async with open_sse(shared.http, f"/patients/{patient}/events", 1) as stream:
        assert (await stream.next()).data == {"from": 4}
        await told(shared, patient, other)
        assert await stream.numbers(1) == [4]


async def test_a_patient_erased_and_registered_again_is_told_from_the_beginning(shared: Service) -> None:
    patient, session = await shared.visited()
    await told(shared, patient, session, 9)
    await shared.http.delete(f"/v1/patients/{patient}")
    await shared.http.put(f"/v1/patients/{patient}", json={})
    session = await shared.visit(patient)
    await told(shared, patient, session, 2)
    async with open_sse(shared.http, f"/patients/{patient}/events", 9) as stream:
        assert (await stream.next()).data == {"from": 1}
        assert await stream.numbers(2) == [1, 2]


async def test_browsers_of_other_origins_may_send_the_last_event(beside: Served) -> None:
    async with beside(cors_origins=["https://a.example"]) as service:
        asked = {"origin": "https://a.example", "access-control-request-method": "GET"}
        headers = {**asked, "access-control-request-headers": "authorization, last-event-id"}
        answer = await service.http.options(f"/v1/patients/{NOBODY}/events", headers=headers)
        assert answer.status_code == 200
        assert "last-event-id" in answer.headers["access-control-allow-headers"].lower()


async def test_whoever_hangs_up_leaves_nothing_behind(shared: Service) -> None:
    patient, session = await shared.visited()
    async with open_sse(shared.http, f"/patients/{patient}/events") as stream:
        async with open_sse(shared.http, f"/patients/{patient}/events") as other:
            await told(shared, patient, session)
            assert await stream.numbers(1) == await other.numbers(1) == [1]
        await told(shared, patient, session)
        assert await stream.numbers(1) == [2]
