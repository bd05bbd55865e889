"""When a stored result will do, and when it is stale."""

import asyncio
from uuid import UUID

from support.http_service import Service
from support.sample_visits import GIVEN, visit

MOOD = "mood_analysis"


async def test_a_stored_result_costs_nothing_a_second_time(shared: Service) -> None:
    _, session = await shared.visited()
    first = await shared.made(session, MOOD)
    asked = shared.asked

    again = await shared.made(session, MOOD)

    assert again["reused"]
    assert shared.asked == asked
    assert again["generation"] == first["generation"]


async def test_force_asks_again(shared: Service) -> None:
    _, session = await shared.visited()
    first = await shared.made(session, MOOD)

    again = await shared.made(session, MOOD, force=True)

    assert not again["reused"]
    assert again["generation"]["id"] != first["generation"]["id"]


async def test_a_named_tier_is_reused_only_where_it_was_that_tier(shared: Service) -> None:
    _, session = await shared.visited()
    precise = await shared.made(session, MOOD, model_tier="precision")

    rapid = await shared.made(session, MOOD, model_tier="rapid")
    unnamed = await shared.made(session, MOOD)
    precise_again = await shared.made(session, MOOD, model_tier="precision")

    assert not rapid["reused"]
    assert rapid["generation"]["model_tier"] == "rapid"
    assert (unnamed["reused"], unnamed["generation"]["id"]) == (True, rapid["generation"]["id"])
    assert (precise_again["reused"], precise_again["generation"]["id"]) == (True, precise["generation"]["id"])


async def test_a_named_model_is_reused_only_where_it_was_asked(shared: Service) -> None:
    _, session = await shared.visited(speaker_roles=GIVEN)
    await shared.made(session, MOOD)

    other = await shared.made(session, MOOD, override_model="gpt-5.2")
    again = await shared.made(session, MOOD, override_model="gpt-5.2")

    assert (other["reused"], other["generation"]["model_asked"]) == (False, "gpt-5.2")
    assert again["reused"]


async def test_a_named_strategy_is_reused_only_where_it_was_followed(shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.analysed(session)
    plain = await shared.journey(patient)

    other = await shared.journey(patient, strategy="progressive")
    default = await shared.journey(patient, strategy="hierarchical")

    assert (plain["version_number"], other["version_number"]) == (1, 2)
    assert (default["reused"], default["version_number"]) == (True, 1)


async def test_two_identical_calls_at_once_cost_one(shared: Service) -> None:
    shared.engine.hold()
    patient, session = await shared.visited(speaker_roles=GIVEN)

    calls = asyncio.gather(*(shared.made(session, MOOD) for _ in range(5)))
    await shared.engine.arrived()
    shared.engine.release()
    told = await calls

    assert shared.asked == 1
    assert len({envelope["generation"]["id"] for envelope in told}) == 1
    assert sorted(envelope["reused"] for envelope in told) == [False, True, True, True, True]
    assert await shared.count("generations", patient) == 1


async def test_five_forced_journeys_at_once_are_five_versions_without_a_gap(shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.analysed(session)

    told = await asyncio.gather(*(shared.journey(patient, force=True) for _ in range(5)))

    assert sorted(envelope["version_number"] for envelope in told) == list(range(1, 6))
    listed = (await shared.get(f"/patients/{patient}/your-journey/versions"))["items"]
    assert [item["version_number"] for item in listed] == list(range(5, 0, -1))


async def test_another_transcript_makes_results_stale_and_the_old_one_fresh_again(shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.made(session, MOOD)
    path = f"/v1/patients/{patient}/sessions/{session}"

    await shared.http.put(path, json=visit(2))
    changed = await shared.get(f"/sessions/{session}")
    again = await shared.made(session, MOOD)
    await shared.http.put(path, json=visit(1))
    back = (await shared.get(f"/sessions/{session}"))["results"][MOOD]

    assert changed["results"][MOOD]["stale"]
    assert not again["reused"]
    assert [task["reused"] for task in again["prerequisites"]] == [False]
    assert back["stale"]


async def test_other_roles_make_results_stale_but_not_the_labelling(shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.made(session, MOOD)

    swapped = {"A": "patient", "B": "therapist"}
    path = f"/v1/patients/{patient}/sessions/{session}"
    assert (await shared.http.put(path, json=visit(1, speaker_roles=swapped))).status_code == 200

    results = (await shared.get(f"/sessions/{session}"))["results"]
    assert results[MOOD]["stale"]
    assert not results["speaker_labeling"]["stale"]


async def test_the_same_visit_handed_over_twice_makes_nothing_stale(shared: Service) -> None:
    patient, session = await shared.visited()
    await shared.made(session, MOOD)

    await shared.http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(1))

    assert (await shared.made(session, MOOD))["reused"]


async def test_an_earlier_visit_that_changed_makes_what_remembers_it_stale(shared: Service) -> None:
    patient, first = await shared.visited(1)
    await shared.analysed(first)
    second = await shared.visit(patient, 2)
    await shared.analysed(second)

    await shared.http.put(f"/v1/patients/{patient}/sessions/{first}", json=visit(3, session_date="2026-05-01"))

    results = (await shared.get(f"/sessions/{second}"))["results"]
    assert results["deep_analysis"]["stale"]
    assert not results[MOOD]["stale"]


async def test_a_changed_prompt_makes_results_stale(shared: Service) -> None:
    _, session = await shared.visited()
    await shared.made(session, MOOD)

    await shared.execute(
        "UPDATE generations SET prompt_version = 'of yesterday' WHERE task = 'mood_analysis' AND session_id = :one",
        one=UUID(session),
    )

    assert (await shared.get(f"/sessions/{session}"))["results"][MOOD]["stale"]
    assert not (await shared.made(session, MOOD))["reused"]
