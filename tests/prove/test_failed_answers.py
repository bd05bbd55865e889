"""A model that fails or apologises is never a finding and never content."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import httpx
import pytest
from support.http_service import Json, Service, is_problem, path_of, serve
from support.sample_visits import GIVEN
from support.unreliable_model import Line, as_refusal, in_every_place, in_words

from app.generators.registry import generators
from app.offline.completion import SpokenAnswer, text_of

pytestmark = pytest.mark.quick

SCREEN = "risk_screen"
LETTER = "prose_generation"
"""The built-in engine writes none."""
JOINED = "action_summary"
"""The actions of this visit fit on one line, so that no model is asked."""
OPEN = {"state": "indeterminate", "findings": []}


@dataclass
class Again:
    """A visit of which everything is made already, and the way to the model."""

    service: Service
    way: Line
    patient: str
    session: str

    async def all_tasks(self) -> dict[str, httpx.Response]:
        """Every task asked for anew, all at once."""
        async with asyncio.TaskGroup() as group:
            asked = {task: group.create_task(self.ask(task)) for task in generators()}
        return {task: call.result() for task, call in asked.items()}

    async def ask(self, task: str) -> httpx.Response:
        path, params = path_of(task, self.patient, self.session)
        return await self.service.http.post(path, params={"force": True, **params})


@pytest.fixture(scope="module")
async def made(module_database_url: str) -> AsyncIterator[Again]:
    way = Line()
    async with serve(module_database_url, transport=way) as service:
        again = Again(service, way, *await service.visited(speaker_roles=GIVEN))
        for task in generators():
            answer = (await again.ask(task)).json()
            assert answer["result"] or (task, answer["reason"]) == (LETTER, "needs_a_model"), answer
        yield again


@pytest.fixture
def again(made: Again) -> Iterator[Again]:
    yield made
    made.way.mend()


async def test_an_outage_is_never_a_finding(again: Again) -> None:
    again.way.cut = True
    before = await again.service.count("generations")

    asked = await again.all_tasks()

    screened = asked.pop(SCREEN).json()
    assert asked.pop(JOINED).json()["result"]
    for answer in asked.values():
        is_problem(answer, 503, "model_unavailable")
    assert screened["result"] == OPEN
    assert (screened["reason"], screened["stale"]) == ("model_unavailable", True)
    assert await again.service.count("generations") == before + 2


APOLOGIES: list[Callable[[Json], SpokenAnswer]] = [in_words, as_refusal]


@pytest.mark.parametrize("apology", APOLOGIES)
async def test_an_apology_in_place_of_an_answer_is_a_failure(
    again: Again, apology: Callable[[Json], SpokenAnswer]
) -> None:
    again.way.says = apology

    asked = await again.all_tasks()

    assert asked.pop(SCREEN).json()["result"] == OPEN
    assert asked.pop(JOINED).json()["generation"]["attempts"] == 0
    for answer in asked.values():
        is_problem(answer, 502, "model_failed")


async def test_an_apology_in_every_place_of_an_answer_is_no_content(again: Again) -> None:
    again.way.says = in_every_place

    asked = await again.all_tasks()

    assert {task for task, answer in asked.items() if "sorry" in text_of(answer.json().get("result"))} == set()
