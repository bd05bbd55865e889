"""The recorded answers of a large model as the suite's fluent text: they fit today's prompts, and hold in every part.

What is not recorded yet is answered by the built-in engine, and says so.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from support.http_service import Json, serve

from app.llm.model_grids import load_grids
from app.llm.model_tier import ModelTier
from app.pipeline.reports.quality import Quality, measure_quality
from app.pipeline.reports.savings import known_work, savings_by_tier
from app.sample.recorded_answers import sample_answers
from app.sample.visits import PATIENT_ID, sample_visits
from app.store import ledger
from app.store.ledger import RecordedCall
from app.terminal.recording_state import stale_answers, unrecorded_results

PATIENT = str(PATIENT_ID)
VISITS = {str(visit.session_id): visit for visit in sample_visits()}
LEAST_SAVED = {ModelTier("balanced"): Decimal("0.72"), ModelTier("rapid"): Decimal("0.94")}
MIN_FOUND = 0.95
"""Of what a large model claims, so much has to be found in the transcript."""
MAX_WITHHELD = 0.05
"""Sentences that the guard withholds, of all results' claims: it is to stop what harms, and not fluent text."""


@dataclass
class Played:
    """The sample patient after a run: every result by visit and task, the measures, the calls."""

    run: Json
    results: dict[str, Json]
    documents: dict[str, Json]
    quality: Quality
    work: list[RecordedCall]


@pytest.fixture(scope="module")
async def played(module_database_url: str) -> AsyncIterator[Played]:
    if not sample_answers():
        pytest.skip("no answers are recorded")
    async with serve(module_database_url, play_recorded=True) as service:
        await service.http.put(f"/v1/patients/{PATIENT}", json={})
        for session, visit in VISITS.items():
            await service.http.put(f"/v1/patients/{PATIENT}/sessions/{session}", json=visit.body)
        run = await service.ended((await service.run(f"/patients/{PATIENT}"))["run_id"])
        results = {session: (await service.get(f"/sessions/{session}"))["results"] for session in VISITS}
        documents = {
            name: (await service.http.get(f"/v1/patients/{PATIENT}/{name}")).json()
            for name in ("your-journey", "session-bridge")
        }
        async with service.database.snapshot() as db:
            quality, work = await measure_quality(db, PATIENT_ID), known_work(await ledger.recorded_calls(db))
        yield Played(run, results, documents, quality, work)


def test_no_answer_was_given_to_an_earlier_prompt() -> None:
    stale = stale_answers()
    assert stale == [], "make record-sample asks for what they lack"


async def test_every_step_ends_well_by_the_engine_that_was_said(played: Played) -> None:
    assert played.run["status"] == "completed"
    there = {(one.visit, one.task) for one in sample_answers()}
    wrong = []
    for session, results in played.results.items():
        for task, made in results.items():
            engine = "recorded" if (VISITS[session].name, task) in there else "offline"
            asked = made["generation"]["model"] is not None
            if asked and made["generation"]["engine"] != engine:
                wrong.append((VISITS[session].name, task, made["generation"]["engine"]))
    assert wrong == []


async def test_every_quote_is_the_transcripts_own(played: Played) -> None:
    texts = {session: [segment.text for segment in visit.segments] for session, visit in VISITS.items()}
    for results in played.results.values():
        for made in results.values():
            for item in made["evidence"]:
                said = texts[item["session_id"]][item["segment"]]
                assert said[item["char_start"] : item["char_end"]] == item["quote"]


async def test_what_a_large_model_claims_is_found_and_its_fluent_text_is_shown(played: Played) -> None:
    total = played.quality.total
    assert total.kept is not None
    assert total.kept >= MIN_FOUND, dict(total.dropped)
    assert total.withheld.total() <= MAX_WITHHELD * total.claims, dict(total.withheld)


async def test_the_patient_gets_a_journey_and_a_bridge(played: Played) -> None:
    journey, bridge = (played.documents[name] for name in ("your-journey", "session-bridge"))
    assert journey["roadmap"]["summary"]
    assert {section["title"] for section in journey["roadmap"]["sections"]}
    assert bridge["bridge"]["nextSessionTopics"]
    assert all(document["metadata"]["version_number"] for document in (journey, bridge))


async def test_balanced_and_rapid_save_what_is_promised_on_every_grid(played: Played) -> None:
    if missing := unrecorded_results({VISITS[session].name: made for session, made in played.results.items()}):
        pytest.skip(f"{len(missing)} answers are not recorded yet")
    wrong: list[Any] = []
    for day in load_grids().dates:
        for row in savings_by_tier(played.work, day):
            saved, least = row.savings[0], LEAST_SAVED.get(row.tier)
            if least is not None and (saved is None or saved < least):
                wrong.append((str(day), row.tier.value, saved))
    assert wrong == []
