"""A patient's timeline lists states and a few values of each visit, and no words."""

from uuid import UUID

from support.http_service import NOBODY, Service, is_problem
from support.sample_visits import visit
from support.stored_rows import add_patient, add_result

DEEP = {"homework": [{"agreed": "Walk.", "text": "Twice.", "status": "done"}], "growth_areas": ["Not to be listed."]}


async def test_a_visit_without_results_lists_every_task_as_missing(shared: Service) -> None:
    patient = await shared.patient()
    session = await shared.visit(patient, 1)
    (item,) = (await shared.get(f"/patients/{patient}/timeline"))["items"]

    assert item["session_id"] == session
    assert item["roles_given"] is False
    assert item["risk"] == {"state": None, "stale": False}
    assert set(item["results"].values()) == {None}
    assert set(item["results"]) == set((await shared.get(f"/sessions/{session}"))["results"])


async def test_a_result_is_listed_with_its_state_and_the_values_that_are_followed(shared: Service) -> None:
    patient = await shared.patient()
    session = await shared.visit(patient, 1)
    mood = await shared.made(session, "mood_analysis")
    await add_result(shared.database, UUID(patient), UUID(session), "deep_analysis", result=DEEP)
    listed = (await shared.get(f"/patients/{patient}/timeline"))["items"][0]["results"]

    outline = listed["mood_analysis"]
    assert outline["values"] == {name: mood["result"][name] for name in ("mood_score", "confidence")}
    assert (outline["state"], outline["stale"], outline["held"]) == ("success", False, False)
    assert outline["by_rules"] is True
    assert listed["deep_analysis"]["values"] == {"homework": DEEP["homework"]}


async def test_a_result_becomes_stale_and_a_letter_held(shared: Service) -> None:
    patient = await shared.patient()
    session = await shared.visit(patient, 1)
    await shared.made(session, "mood_analysis")
    await add_result(
        shared.database, UUID(patient), UUID(session), "prose_generation", result={"prose": "You."}, held=True
    )
    body = visit(1)
    changed = body["segments"][:-1]
    await shared.http.put(f"/v1/patients/{patient}/sessions/{session}", json={**body, "segments": changed})
    listed = (await shared.get(f"/patients/{patient}/timeline"))["items"][0]["results"]

    assert listed["mood_analysis"]["stale"] is True
    assert listed["prose_generation"]["held"] is True


async def test_pages_follow_one_another_and_hold_no_word_of_a_transcript(shared: Service) -> None:
    patient = await shared.patient()
    sessions = [await shared.visit(patient, number) for number in (1, 2)]
    first = await shared.get(f"/patients/{patient}/timeline", limit=1)
    second = await shared.get(f"/patients/{patient}/timeline", limit=1, cursor=first["next"])

    assert [page["items"][0]["session_id"] for page in (first, second)] == sessions
    assert second["next"] is None
    assert visit(1)["segments"][0]["text"] not in str(first)
    is_problem(await shared.http.get(f"/v1/patients/{NOBODY}/timeline"), 404, "not_found")


async def test_a_held_version_is_listed_as_held(shared: Service) -> None:
    patient, (session,) = await add_patient(shared.database, 1)
    await add_result(shared.database, patient, session, "prose_generation", result={"prose": "You."})
    listed = (await shared.get(f"/patients/{patient}/timeline"))["items"][0]["results"]
    assert listed["prose_generation"]["held"] is False
