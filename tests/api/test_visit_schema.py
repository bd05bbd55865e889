"""What of a visit is refused, what is accepted, and that a refusal changes nothing."""

import json
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.http_service import ANALYSIS, Json, Service, is_problem
from support.sample_visits import GIVEN, visit
from support.tables import each_row

from app.api.visit_schema import MAX_SEGMENTS, MAX_WORDS

SAID = {"start": 0.0, "end": 2.0, "text": "I slept well.", "speaker": "A"}


def said(**changed: Any) -> Json:
    return {**SAID, **changed}


def body(*spoken: Any, **more: Any) -> str:
    """A visit as JSON; NaN, infinities and halves of surrogate pairs are written as Python would."""
    return json.dumps({"session_date": "2026-05-07T10:00:00Z", "segments": list(spoken), **more})


def without(name: str) -> Json:
    return {key: value for key, value in SAID.items() if key != name}


REFUSED = {
    "no segments": body(),
    "segments missing": '{"session_date": "2026-05-07"}',
    "segments null": body(segments=None),
    "segments an object": body(segments={"0": SAID}),
    "a segment null": body(None),
    "a segment text": body("hello"),
    "no words": body(said(text="")),
    "only spaces": body(said(text=" \n\t\u3000")),
    "only punctuation": body(said(text="… -- ?!"), said(text="🙂")),
    "negative start": body(said(start=-0.5)),
    "negative end": body(said(start=0, end=-1)),
    "NaN": body(said(start=float("nan"))),
    "infinite end": body(said(end=float("inf"))),
    "minus infinity": body(said(start=float("-inf"))),
    "1e999": body(SAID).replace("2.0", "1e999"),
    "an integer of 400 digits": body(SAID).replace("2.0", "9" * 400),
    "an integer of 5000 digits": body(SAID).replace("2.0", "9" * 5000),
    "end before start": body(said(start=3)),
    "a time in quotes": body(said(start="0")),
    "a time that is true": body(said(end=True)),
    "a time missing": body(without("end")),
    "a time null": body(said(end=None)),
    "NUL in a text": body(said(text="a\x00b")),
    "NUL in a speaker": body(said(speaker="a\x00")),
    "half a surrogate pair in a text": body(said(text="a\ud800")),
    "half a surrogate pair in a speaker": body(said(speaker="\udc00")),
    "a text that is a number": body(said(text=5)),
    "a text that is a list": body(said(text=["a"])),
    "a text missing": body(without("text")),
    "no speaker": body(without("speaker")),
    "an empty speaker": body(said(speaker="")),
    "a speaker that is a number": body(said(speaker=1)),
    "a speaker of 201 characters": body(said(speaker="s" * 201)),
    "an unknown role": body(SAID, speaker_roles={"A": "doctor"}),
    "a role in capitals": body(SAID, speaker_roles={"A": "Patient"}),
    "a role null": body(SAID, speaker_roles={"A": None}),
    "roles as a list": body(SAID, speaker_roles=["patient"]),
    "NUL in a role's speaker": body(SAID, speaker_roles={"\x00": "patient"}),
    "half a surrogate pair in a role's speaker": body(SAID, speaker_roles={"\ud800": "patient"}),
    "no date": '{"segments": [{"start": 0, "end": 1, "text": "a", "speaker": "A"}]}',
    "a date null": body(SAID, session_date=None),
    "a date in words": body(SAID, session_date="last Tuesday"),
    "a date that is a number": body(SAID, session_date=1700000000),
    "a date that is a number in quotes": body(SAID, session_date="1700000000"),
    "the year 1": body(SAID, session_date="0001-01-01T00:00:00+14:00"),
    "the year 9999": body(SAID, session_date="9999-12-31T23:59:59-14:00"),
    "the 30th of February": body(SAID, session_date="2026-02-30"),
    "no object": "[]",
    "null": "null",
    "a string": '"visit"',
    "nothing": "",
    "no JSON": "{",
    "brackets 100,000 deep": "[" * 100_000,
    "objects 100,000 deep": '{"a":' * 100_000,
}

ACCEPTED = {
    "overlaps": body(said(start=0, end=5), said(start=1, end=3)),
    "equal times": body(said(start=1, end=1)),
    "one speaker": body(SAID, SAID),
    "segments out of order": body(said(start=9, end=10), SAID),
    "an empty text among words": body(said(text=""), SAID),
    "whole numbers": body(said(start=0, end=2)),
    "very late": body(said(start=1e300, end=1e308)),
    "speaker_id": body({**without("speaker"), "speaker_id": "S1"}),
    "keys of the audio pipeline": body(said(words=[{"w": "I"}], avg_logprob=None), num_speakers=2, language="en"),
    "no offset": body(SAID, session_date="2026-05-07T10:00:00"),
    "a date alone": body(SAID, session_date="2026-05-07"),
    "another offset": body(SAID, session_date="2026-05-07T10:00:00+05:30"),
    "roles null": body(SAID, speaker_roles=None),
    "roles empty": body(SAID, speaker_roles={}),
    "roles of some": body(SAID, said(speaker="B"), speaker_roles={"A": "patient"}),
    "roles of nobody here": body(SAID, speaker_roles={"Z": "therapist"}),
    "other scripts": body(said(text="今日はよく眠れました 🙂", speaker="患者")),
    "a backslash and u0000": body(said(text=r"\u0000 is how it is written")),
}


async def handed(service: Service, patient: str, session: str, content: Any, **headers: str) -> Any:
    path = f"/v1/patients/{patient}/sessions/{session}"
    sent = {"content-type": "application/json", **headers}
    return await service.http.put(path, content=content, headers=sent)


async def test_a_bad_visit_is_refused_and_changes_nothing(shared: Service) -> None:
    patient, known = await shared.visited(speaker_roles=GIVEN)
    before = await shared.get(f"/sessions/{known}")
    misses = []

    for name, content in REFUSED.items():
        for session in (str(uuid4()), known):
            answer = await handed(shared, patient, session, content)
            told = (answer.status_code, answer.headers["content-type"], answer.json().get("code"))
            if told != (422, "application/problem+json", "invalid_request") or "traceback" in answer.text.lower():
                misses.append((name, *told))

    assert misses == []
    assert len((await shared.get(f"/patients/{patient}/sessions"))["items"]) == 1
    assert await shared.get(f"/sessions/{known}") == before


@each_row("name", ACCEPTED)
async def test_an_odd_visit_is_accepted_and_comes_back_as_it_was(shared: Service, name: str) -> None:
    patient, session = await shared.patient(), str(uuid4())

    answer = await handed(shared, patient, session, ACCEPTED[name])

    assert answer.status_code == 201, answer.text
    kept = (await shared.get(f"/sessions/{session}"))["segments"]
    sent = json.loads(ACCEPTED[name])["segments"]
    assert [segment["text"] for segment in kept] == [segment["text"] for segment in sent]
    assert [(segment["start"], segment["end"]) for segment in kept] == [(one["start"], one["end"]) for one in sent]


ODD_TO_A_TASK = [
    *("one speaker", "an empty text among words", "roles of some", "roles of nobody here", "other scripts"),
]


@each_row("name", ODD_TO_A_TASK)
async def test_every_task_can_be_asked_of_an_odd_visit(shared: Service, name: str) -> None:
    patient, session = await shared.patient(), str(uuid4())
    await handed(shared, patient, session, ACCEPTED[name])

    for task in ("speaker_labeling", *ANALYSIS, "session_insights", "prose_generation", "action_summary"):
        made = await shared.made(session, task)
        assert made["result"] is None or name != "roles of nobody here" or task == "risk_screen"


async def test_a_visit_as_large_as_may_be_is_accepted(shared: Service) -> None:
    patient = await shared.patient()
    many = [{"start": n, "end": n, "text": "word " * 12, "speaker": "A"} for n in range(MAX_SEGMENTS)]

    answer = await handed(shared, patient, str(uuid4()), body(*many))

    assert answer.status_code == 201
    assert (answer.json()["segments"], answer.json()["words"]) == (MAX_SEGMENTS, MAX_WORDS)


TOO_LARGE = {
    "10,001 segments": body(*[said(text="a")] * (MAX_SEGMENTS + 1)),
    "120,001 words": body(said(text="a " * (MAX_WORDS + 1))),
    "2 MiB and a byte": body(said(text="a" * 2 * 1024 * 1024)),
}


@each_row("name", TOO_LARGE)
async def test_a_larger_one_is_too_large(shared: Service, name: str) -> None:
    patient, session = await shared.patient(), str(uuid4())

    is_problem(await handed(shared, patient, session, TOO_LARGE[name]), 413, "too_large")

    is_problem(await shared.http.get(f"/v1/sessions/{session}"), 404, "not_found")


async def test_ids_in_capitals_are_the_same_ids(shared: Service) -> None:
    patient, session = await shared.visited()

    answer = await handed(shared, patient.upper(), session.upper(), json.dumps(visit(2)))

    assert answer.status_code == 200
    assert answer.json()["session_id"] == session


async def test_a_body_that_names_a_key_twice_is_refused(shared: Service) -> None:
    patient, session = await shared.patient(), str(uuid4())
    twice = body(SAID)[:-1] + ', "session_date": "2026-06-01"}'

    is_problem(await handed(shared, patient, session, twice), 422, "invalid_request")


async def test_a_body_that_is_no_utf_8_is_refused(shared: Service) -> None:
    patient = await shared.patient()
    is_problem(await handed(shared, patient, str(uuid4()), b'{"session_date": "\xff\xfe"}'), 422, "invalid_request")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
nearly_a_segment = st.fixed_dictionaries(
    {name: anything | st.just(value) for name, value in SAID.items()}, optional={"speaker_id": anything}
)
nearly_a_visit = st.fixed_dictionaries(
    {
        "session_date": anything | st.just("2026-05-07") | st.datetimes().map(str),
        "segments": anything | st.lists(nearly_a_segment | st.just(SAID), max_size=4),
    },
    optional={"speaker_roles": anything | st.just(GIVEN), "language": anything},
)


@given(sent=anything | nearly_a_visit)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
async def test_no_body_is_a_fault_of_this_service(shared: Service, sent: Any) -> None:
    patient, session = await shared.patient(), str(uuid4())

    answer = await handed(shared, patient, session, json.dumps(sent))

    assert answer.status_code in {201, 422}
    if answer.status_code == 201:
        assert (await shared.http.get(f"/v1/sessions/{session}")).status_code == 200
