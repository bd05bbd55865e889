"""The measures over stored results: of results put there by hand, and of those the service made."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN
from support.stored_rows import add_patient, add_result
from support.tables import each_row

from app.errors import NotFound
from app.generators.registry import generators
from app.pipeline.reports.quality import BRIDGE, PROSE, Quality, distribution_of, measure_quality
from app.store.database import Database

PLAIN = "You slept well. You rang your brother.\n\nYou were glad."
HARD = "Your considerable reorganisation of complicated responsibilities necessitates extraordinary perseverance."
FOREIGN = "Du hast gut geschlafen und deinen Bruder angerufen, und das hat dich an dem Abend sehr gefreut."
ENTRIES = {"nextSessionTopics": ["Calm evenings at your home"], "shareProgress": ["You rang"], "sessionPrep": []}


async def measured(database: Database, patient: UUID | None = None) -> Quality:
    async with database.snapshot() as db:
        return await measure_quality(db, patient)


def dropped(*reasons: str) -> list[dict[str, str]]:
    return [{"path": f"/claims/{at}", "reason": reason} for at, reason in enumerate(reasons)]


def quotes(*paths: str) -> list[dict[str, str]]:
    return [{"path": path} for path in paths]


def held(*, sessions: int = 0, missing: int = 0, left_out: int = 0) -> dict[str, Any]:
    ids = [str(uuid4()) for _ in range(sessions + missing)]
    told = {"strategy": "hierarchical", "left_out": left_out, "shortened": 0}
    return {**told, "sessions": ids[:sessions], "missing": ids[sessions:]}


async def prose(database: Database, patient: UUID, session: UUID, text: str, **more: Any) -> None:
    await add_result(database, patient, session, PROSE, result={"prose": text, "word_count": 1}, **more)


async def test_claims_are_kept_or_dropped_for_a_reason(module_database: Database) -> None:
    patient, sessions = await add_patient(module_database, 1, 2)
    reasons = ("quote_not_found", "quote_not_found", "withheld_name", "task_not_told")
    for session in sessions:
        await add_result(
            module_database, patient, session, evidence=quotes("/a", "/a", "/b"), dropped=dropped(*reasons)
        )
    one = (await measured(module_database, patient)).tasks["mood_analysis"]
    assert (one.results, one.success, one.quotes, one.claims) == (2, 2, 6, 4)
    assert (one.dropped, one.withheld, one.unused) == (
        {"quote_not_found": 4},
        {"withheld_name": 2},
        {"task_not_told": 2},
    )
    assert one.kept == 0.5


async def test_where_nothing_was_claimed_there_is_no_share(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await add_result(module_database, patient, session, dropped=dropped("withheld_name"))
    assert (await measured(module_database, patient)).tasks["mood_analysis"].kept is None


async def test_too_little_to_say_is_counted_by_its_reason(module_database: Database) -> None:
    patient, sessions = await add_patient(module_database, 1, 2)
    for session, reason in zip(sessions, ("insufficient_data", "roles_unknown"), strict=True):
        await add_result(module_database, patient, session, state="insufficient", result=None, reason=reason)
    one = (await measured(module_database, patient)).tasks["mood_analysis"]
    assert (one.results, one.success) == (2, 0)
    assert one.insufficient == {"insufficient_data": 1, "roles_unknown": 1}


async def test_a_result_that_was_replaced_counts_no_more(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await prose(module_database, patient, session, HARD, dropped=dropped("quote_not_found"))
    await prose(module_database, patient, session, PLAIN)
    quality = await measured(module_database, patient)
    assert (quality.tasks[PROSE].results, quality.tasks[PROSE].dropped.total(), quality.prose.too_hard) == (1, 0, 0)


async def test_prose_is_graded_and_its_words_counted(module_database: Database) -> None:
    patient, sessions = await add_patient(module_database, 1, 2)
    for session, text in zip(sessions, (PLAIN, HARD), strict=True):
        await prose(module_database, patient, session, text)
    voice = (await measured(module_database, patient)).prose
    assert (voice.texts, voice.too_hard, voice.to_the_reader, sorted(voice.lengths)) == (2, 1, 2, [9, 10])
    assert min(voice.grades) < 9 < max(voice.grades)


@each_row("text", ["The patient slept, and you were glad.", "You slept.\n\nThe week was long."])
async def test_prose_about_a_patient_or_to_nobody_is_not_to_the_reader(module_database: Database, text: str) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await prose(module_database, patient, session, text)
    assert (await measured(module_database, patient)).prose.to_the_reader == 0


@each_row("text", [FOREIGN, "?!"])
async def test_text_that_is_not_english_has_no_grade(module_database: Database, text: str) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await prose(module_database, patient, session, text)
    voice = (await measured(module_database, patient)).prose
    assert (voice.texts, voice.other_language, voice.grades, voice.to_the_reader) == (1, 1, [], 0)


async def test_a_bridge_is_graded_with_each_entry_as_a_sentence(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await add_result(module_database, patient, session, BRIDGE, result=ENTRIES)
    voice = (await measured(module_database, patient)).bridge
    assert (voice.texts, voice.lengths) == (1, [7])
    assert voice.grades == [pytest.approx(0.39 * 7 / 2 + 11.8 * 8 / 7 - 15.59)]


async def test_memory_is_told_by_visit_of_one_patient_and_summed_of_all(database: Database) -> None:
    patient, (early, late) = await add_patient(database, 1, 2)
    await add_result(database, patient, late, "deep_analysis", memory=held(sessions=3, missing=1, left_out=5))
    await add_result(database, patient, early, "deep_analysis", memory=held(missing=2))
    mine, everybodys = await measured(database, patient), await measured(database)
    assert [(one.session_id, one.sessions, one.missing, one.left_out) for one in mine.visits] == [
        (early, 0, 2, 0),
        (late, 3, 1, 5),
    ]
    assert everybodys.visits == []
    for quality in (mine, everybodys):
        one = quality.memory["deep_analysis"]
        assert (sorted(one.sessions), one.missing, one.left_out) == ([0, 3], 3, 5)


async def test_a_task_that_remembers_nothing_has_no_memory(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await add_result(module_database, patient, session, "mood_analysis", memory=held())
    quality = await measured(module_database, patient)
    assert (quality.memory, quality.visits) == ({}, [])


async def test_the_risk_screen_is_measured_and_what_it_found_is_not_told(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    result = {"state": "disclosed", "findings": [{"kind": "abuse", "state": "disclosed"}]}
    await add_result(module_database, patient, session, "risk_screen", result=result, evidence=quotes("/findings/0"))
    quality = await measured(module_database, patient)
    screen = quality.tasks["risk_screen"]
    assert (screen.results, screen.success, screen.claims, screen.quotes) == (1, 1, 1, 1)
    assert "disclosed" not in json.dumps(quality.as_json())


async def test_another_patients_results_are_not_measured(module_database: Database) -> None:
    mine, (session,) = await add_patient(module_database, 1)
    await add_result(module_database, mine, session)
    other, _ = await add_patient(module_database, 2)
    assert (await measured(module_database, other)).tasks == {}


async def test_a_patient_nobody_knows_is_not_found(module_database: Database) -> None:
    with pytest.raises(NotFound):
        await measured(module_database, uuid4())


async def test_the_total_is_of_all_tasks(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    for task in ("mood_analysis", "a_task_of_old"):
        await add_result(
            module_database, patient, session, task, evidence=quotes("/a"), dropped=dropped("note_not_found")
        )
    quality = await measured(module_database, patient)
    assert list(quality.tasks) == ["mood_analysis", "a_task_of_old"]
    assert (quality.total.results, quality.total.claims, quality.total.dropped) == (2, 2, {"note_not_found": 2})
    assert quality.tasks["mood_analysis"].results == 1


async def test_nothing_stored_is_nothing_measured(module_database: Database) -> None:
    patient, _ = await add_patient(module_database)
    told = (await measured(module_database, patient)).as_json()
    assert (told["tasks"], told["total"]["results"], told["total"]["kept"]) == ({}, 0, None)
    assert told["prose"]["grade"] is told["bridge"]["grade"] is None


def test_a_spread_is_the_middle_and_both_ends() -> None:
    found = distribution_of([1, 2, 9])
    assert found is not None
    assert (found.median, found.least, found.most) == (2, 1, 9)
    assert distribution_of([]) is None


async def test_what_the_service_stores_is_measured(shared: PipelineProcess) -> None:
    patient, (first, second) = await shared.visited(1, 2, speaker_roles=GIVEN)
    for session in (first, second):
        await shared.analysed(session)
        for task in (PROSE, BRIDGE):
            await shared.done(session, task)
    quality = await measured(shared.context.database, patient)
    assert set(quality.tasks) <= set(generators())
    assert {one.results for one in quality.tasks.values()} == {2}
    assert quality.total.claims > 0
    assert quality.prose.texts == quality.prose.to_the_reader == quality.tasks[PROSE].success
    assert quality.prose.too_hard == 0
    assert quality.bridge.texts == quality.tasks[BRIDGE].success
    assert {(one.session_id, one.task): one.sessions for one in quality.visits}[second, "deep_analysis"] == 1
    told = json.loads(json.dumps(quality.as_json()))
    assert told["tasks"][PROSE]["success"] == quality.prose.texts
    assert told["engines"] == {"offline": quality.total.results}
    assert [one["session_id"] for one in told["visits"]] == sorted(
        (one["session_id"] for one in told["visits"]), key=[str(first), str(second)].index
    )
