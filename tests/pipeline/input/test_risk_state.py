"""What is told of risk: the newest screen of each visit, and null where there is none."""

from typing import Any
from unittest import mock

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN
from support.stored_rows import add_patient, add_result

from app.pipeline.input.generator_input import assemble, collect
from app.pipeline.input.risk_state import UNSCREENED, risk_states, screen_of, screens_of_patient
from app.store import runs, visits
from app.store.database import Database
from app.therapy.memory import remember


async def test_each_visit_has_its_newest_screen(module_database: Database) -> None:
    patient, (first, second) = await add_patient(module_database, 1, 2)
    for state in ("not_assessed", "indeterminate"):
        await add_result(module_database, patient, second, "risk_screen", result={"state": state, "findings": []})
    async with module_database.snapshot() as db:
        told = await screens_of_patient(db, patient)
        short = await risk_states(db, patient, [second, first])
    assert told[first] == UNSCREENED
    assert told[second]["state"] == "indeterminate"
    assert short == [
        {"session_id": str(second), "state": "indeterminate", "stale": True},
        {"session_id": str(first), "state": None, "stale": False},
    ]


async def test_a_screen_of_a_failed_model_takes_the_place_of_none_that_holds(shared: PipelineProcess) -> None:
    _, (first, second) = await shared.visited(1, 2, speaker_roles=GIVEN)
    await shared.analysed(first)
    real = (await shared.done(first, "risk_screen")).row
    changed = 'UPDATE generations SET result = \'{"state": "disclosed", "findings": []}\' WHERE id = :id'
    await shared.rows(changed, id=real.id)
    makeshift = {"state": "indeterminate", "findings": []}
    more = {"result": makeshift, "prompt_version": "", "sources": real.sources}
    await add_result(shared.context.database, real.patient_id, first, "risk_screen", **more)

    standing = await shared.standing(second)
    async with shared.context.database.snapshot() as db:
        told = (await screens_of_patient(db, real.patient_id))[first]
        screen = await screen_of(db, first, await visits.grounds(db, real.patient_id))
        with mock.patch("app.pipeline.input.earlier_visits.remember", wraps=remember) as remembering:
            assemble(await collect(db, standing, "deep_analysis", "hierarchical", 128_000, ()))
    assert (told["state"], told["stale"]) == ("disclosed", False)
    assert screen is not None
    assert screen.id == real.id
    (past,) = remembering.call_args.args[1]
    assert past.disclosure


async def test_a_screen_without_a_result_leaves_the_state_open_and_says_why(module_database: Database) -> None:
    patient, (session,) = await add_patient(module_database, 1)
    await add_result(
        module_database, patient, session, "risk_screen", state="insufficient", result=None, reason="roles_unknown"
    )
    async with module_database.snapshot() as db:
        told = (await screens_of_patient(db, patient))[session]
    assert (told["state"], told["findings"], told["reason"]) == ("indeterminate", [], "roles_unknown")


async def test_a_screen_that_a_run_did_not_come_to_leaves_the_state_open(database: Database) -> None:
    patient, (first, second, third) = await add_patient(database, 1, 2, 3)
    steps = [(first, "failed", "worker_lost"), (second, "cancelled", None), (third, "waiting", None)]
    for session, status, code in steps:
        async with database.transaction() as db:
            values = {"patient_id": patient, "model_tier": "rapid", "status": "running"}
            row = {"session_id": session, "task": "risk_screen", "wave": 1, "status": status, "error_code": code}
            run = await runs.add(db, values, [row])
            if status != "waiting":
                await runs.end(db, run.id, "failed")
    async with database.snapshot() as db:
        told = await screens_of_patient(db, patient)
    assert [(told[session]["state"], told[session]["reason"]) for session, _, _ in steps] == [
        ("indeterminate", "worker_lost"),
        ("indeterminate", "cancelled"),
        (None, None),
    ]


async def test_a_screen_says_whether_a_model_or_the_rules_alone_have_read_the_visit(database: Database) -> None:
    patient, sessions = await add_patient(database, 1, 2, 3)
    found = {"state": "not_assessed", "findings": []}
    made: list[dict[str, Any]] = [
        {"engine": "openai", "model": "gpt-5-mini"},
        {"engine": "offline", "model": "offline"},
        {"engine": "openai", "model": None},
    ]
    for session, more in zip(sessions, made, strict=True):
        await add_result(database, patient, session, "risk_screen", result=found, prompt_version="1", **more)
    async with database.snapshot() as db:
        told = await screens_of_patient(db, patient)
    assert [told[session]["read_by"] for session in sessions] == ["model", "rules", "rules"]
