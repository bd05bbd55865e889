"""What stands of a visit."""

from uuid import uuid4

import pytest
from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN

from app.errors import NotFound
from app.pipeline.input.visit_state import load_visit_state
from app.therapy.transcript import Role


async def test_given_roles_are_known_at_once(shared: PipelineProcess) -> None:
    _, (session,) = await shared.visited(speaker_roles=GIVEN)
    assert (await shared.standing(session)).roles_are_known


async def test_labelled_roles_are_known_as_long_as_the_labelling_holds(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(1)
    assert not (await shared.standing(session)).roles_are_known
    await shared.done(session, "speaker_labeling")
    standing = await shared.standing(session)
    assert standing.roles_are_known
    assert standing.ground.roles == {"A": Role.THERAPIST, "B": Role.PATIENT}
    await shared.visit(patient, 2, session)
    assert not (await shared.standing(session)).roles_are_known


async def test_given_roles_go_before_labelled_ones(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(1)
    await shared.done(session, "speaker_labeling")
    await shared.visit(patient, 1, session, speaker_roles={"A": "patient", "B": "therapist"})
    assert (await shared.standing(session)).ground.roles == {"A": Role.PATIENT, "B": Role.THERAPIST}


async def test_a_stale_result_is_there_but_does_not_hold(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(1, speaker_roles=GIVEN)
    await shared.done(session, "mood_analysis")
    assert (await shared.standing(session)).holds("mood_analysis")
    await shared.visit(patient, 2, session, speaker_roles=GIVEN)
    standing = await shared.standing(session)
    assert standing.holds("mood_analysis") is None
    assert standing.results["mood_analysis"] is not None


async def test_a_visit_nobody_handed_over_is_not_found(shared: PipelineProcess) -> None:
    async with shared.context.database.snapshot() as db:
        with pytest.raises(NotFound):
            await load_visit_state(db, uuid4())
