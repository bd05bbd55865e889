"""The journey's versions, the pointer to the current one, and the metadata that its card shows."""

from uuid import UUID

from support.http_service import Json, Service, is_problem
from support.sample_visits import visit
from support.tables import each_row

METADATA = {
    *("id", "sessions_analyzed", "total_sessions", "model_used", "model_tier", "generation_timestamp"),
    *("generation_duration_ms", "compaction_strategy", "last_session_id", "version_number"),
}


async def journeyed(service: Service, *numbers: int) -> tuple[str, list[str]]:
    """A patient with visits, each with everything before its journey."""
    patient = await service.patient()
    sessions = [await service.visit(patient, number) for number in numbers]
    for session in sessions:
        await service.analysed(session)
    return patient, sessions


async def card(service: Service, patient: str) -> Json:
    body = await service.get(f"/patients/{patient}/your-journey")
    assert body.keys() == {"roadmap", "metadata"}
    metadata: Json = body["metadata"]
    assert metadata.keys() == METADATA
    return metadata


async def test_what_is_shown_moves_forward_in_the_order_of_visits_only(shared: Service) -> None:
    patient, (first, second) = await journeyed(shared, 1, 2)
    shown = []
    for session in (first, second, first, second):
        await shared.journey(patient, session_id=session, force=True)
        shown.append((await card(shared, patient))["version_number"])
    assert shown == [1, 2, 2, 4]


async def test_versions_are_listed_newest_first_and_never_replaced(shared: Service) -> None:
    patient, (session,) = await journeyed(shared, 1)
    made = [await shared.journey(patient, force=True, model_tier=tier) for tier in ("rapid", "balanced", "precision")]

    items = (await shared.get(f"/patients/{patient}/your-journey/versions"))["items"]

    assert [(item["version_number"], item["model_tier"], item["session_id"]) for item in items] == [
        (3, "precision", session),
        (2, "balanced", session),
        (1, "rapid", session),
    ]
    assert items[0].keys() == {"version_number", "session_id", "model_tier", "created_at"}
    for envelope in made:
        number = envelope["version_number"]
        version = await shared.get(f"/patients/{patient}/your-journey/versions/{number}")
        assert version == {"roadmap": envelope["result"], "metadata": envelope["generation_metadata"]}
    pointed = "SELECT DISTINCT your_journey_version_id FROM generation_metadata WHERE last_session_id = :session"
    assert len(await shared.rows(pointed, session=UUID(session))) == 3


@each_row("number", ["0", "-1", "2", "99999999999", "99999999999999999999", "2147483648"])
async def test_a_version_that_is_not_there_is_not_found(shared: Service, number: str) -> None:
    patient = await shared.patient()
    answer = await shared.http.get(f"/v1/patients/{patient}/your-journey/versions/{number}")
    is_problem(answer, 404, "not_found")


@each_row("number", ["+1", "1.0", "01", "%201", "1%20", "1_0", "-0", "+1.0"])
@each_row("document", ["your-journey", "session-bridge"])
async def test_another_spelling_of_a_number_is_no_version(shared: Service, document: str, number: str) -> None:
    patient = await shared.patient()
    path = f"/v1/patients/{patient}/{document}/versions/{number}"
    is_problem(await shared.http.get(path), 404, "not_found")
    is_problem(await shared.http.post(f"{path}/release"), 404, "not_found")


@each_row("number", ["x", "1.5", "9" * 5000, "1e3", "%00", "٣x"])
async def test_a_version_that_is_no_number_is_refused(shared: Service, number: str) -> None:
    patient = await shared.patient()
    answer = await shared.http.get(f"/v1/patients/{patient}/your-journey/versions/{number}")
    is_problem(answer, 422, "invalid_request")


@each_row("document", ["your-journey", "session-bridge"])
async def test_a_document_never_made_is_not_there_yet(shared: Service, document: str) -> None:
    patient = await shared.patient()
    is_problem(await shared.http.get(f"/v1/patients/{patient}/{document}"), 404, "not_yet")
    assert await shared.get(f"/patients/{patient}/{document}/versions") == {"items": [], "next": None}


async def test_erasing_the_latest_visit_moves_the_pointer_back(shared: Service) -> None:
    patient, (first, second) = await journeyed(shared, 1, 2)
    for session in (first, second):
        await shared.journey(patient, session_id=session)

    await shared.http.delete(f"/v1/sessions/{second}")

    assert (await card(shared, patient))["version_number"] == 1
    items = (await shared.get(f"/patients/{patient}/your-journey/versions"))["items"]
    assert [item["session_id"] for item in items] == [first]


async def test_erasing_an_early_visit_takes_every_version_that_remembered_it(shared: Service) -> None:
    patient, (first, second) = await journeyed(shared, 1, 2)
    for session in (first, second):
        await shared.journey(patient, session_id=session)

    await shared.http.delete(f"/v1/sessions/{first}")

    is_problem(await shared.http.get(f"/v1/patients/{patient}/your-journey"), 404, "not_yet")
    assert await shared.count("your_journey_versions", patient) == 0
    results = (await shared.get(f"/sessions/{second}"))["results"]
    assert results["deep_analysis"] is None
    assert results["mood_analysis"] is not None
    assert (await shared.journey_after(patient, second))["version_number"] >= 1


async def test_the_number_after_an_erased_version_is_not_used_for_two(shared: Service) -> None:
    patient, (session,) = await journeyed(shared, 1)
    await shared.journey(patient)
    await shared.http.put(f"/v1/patients/{patient}/sessions/{session}", json=visit(2))
    await shared.analysed(session)
    again = await shared.journey(patient)
    assert again["version_number"] == 2
