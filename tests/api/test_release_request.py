"""Whoever releases may say why; the reason is stored with what was released."""

from support.http_service import Service, is_problem
from support.stored_rows import add_patient, add_result

LETTER = {"prose": "You walked.", "word_count": 2}
WHY = {"reason": "Talked over with the patient on the phone."}


async def test_a_letter_keeps_the_reason_of_its_release(shared: Service) -> None:
    patient, (session,) = await add_patient(shared.database, 1)
    await add_result(shared.database, patient, session, "prose_generation", result=LETTER, held=True)
    released = await shared.http.post(f"/v1/sessions/{session}/prose/release", json=WHY)

    assert released.json()["release_reason"] == WHY["reason"]
    stored = (await shared.get(f"/sessions/{session}"))["results"]["prose_generation"]
    assert stored["release_reason"] == WHY["reason"]
    assert stored["released_at"] is not None


async def test_a_reason_that_cannot_be_stored_releases_nothing(shared: Service) -> None:
    patient, (session,) = await add_patient(shared.database, 1)
    await add_result(shared.database, patient, session, "prose_generation", result=LETTER, held=True)
    path = f"/v1/sessions/{session}/prose/release"
    for body in ({"reason": ""}, {"reason": "a" * 501}, {"reason": "\x00"}, {"why": "it"}):
        is_problem(await shared.http.post(path, json=body), 422, "invalid_request")
    assert (await shared.get(f"/sessions/{session}"))["results"]["prose_generation"]["reason"] == "held"
