"""Nothing is padded: a result holds at most what the model answered, and no word of ours in its place."""

import ast
import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from support.answer_strategies import SAID, TALK, Json, answers
from support.pipeline_process import Works, working

import app
from app.errors import InputsMissing
from app.generators.asking import Asking, Terms
from app.generators.generation import Generation
from app.generators.registry import generators
from app.generators.specimen import SPECIMEN
from app.llm.endpoint import Endpoint
from app.sample.visits import sample_visits
from app.therapy.techniques import technique_names

APP = Path(app.__file__).parent
VISIT = replace(SPECIMEN, transcript=TALK)
FILLERS = re.compile("showed up for therapy|continue practi[cs]ing discussed", re.IGNORECASE)
"""The predecessor's inventions, where a list was shorter than its maximum."""
ABSENT = {5, 0.8}
"""What it took for a mood and a confidence that were not there."""
JUDGED = re.compile("mood|confidence|score")
MADE_OF = {
    "shareProgress": ("completedTasks", "suggestions"),
    "shareProgressSources": ("completedTasks", "suggestions"),
    "findings": ("disclosures", "denials", "unclear"),
}
"""Lists of a result that are put together from lists of the answer; every other one has its own name there."""
MEASURED = {"start", "end", "word_count"}
"""Numbers of a result that are no model's."""
TRANSCRIBED = {"roles", "turns"}
"""What a result shows of the transcript itself."""
STATES = {"task", "suggestion", "Not specified", "disclosed", "denied_when_asked", "indeterminate", "not_assessed"}
KNOWN = {*SAID, *STATES, *technique_names()}


def made(task: str, answer: Json) -> Generation[Any]:
    """What an answer comes to; one that its type refuses is not looked at."""
    declared = generators()[task].declared
    try:
        reply = declared.reply.model_validate({"answer": answer}, strict=True)
    except ValidationError:
        assume(False)
    return Asking(declared, Endpoint("openai"), VISIT, Terms()).settled(reply)


def padding(result: Any, answer: Json) -> list[str]:
    """What a result has that its answer does not: items, texts, numbers."""
    shown = {name: part for name, part in result.items() if name not in TRANSCRIBED}
    items, given_items = Counter(_items(shown)), Counter(_items(answer))
    leaves, given_leaves = list(_leaves(shown)), list(_leaves(answer))
    texts = {value for _, value in given_leaves if isinstance(value, str)} | KNOWN
    more = [name for name in items if items[name] > sum(given_items[own] for own in MADE_OF.get(name, (name,)))]
    unsaid = [
        part for _, value in leaves if isinstance(value, str) for part in value.split("\n\n") if part not in texts
    ]
    raised = [name for name, value in leaves if _is_judged(name, value) and (name, value) not in given_leaves]
    return [*more, *unsaid, *raised]


def _is_judged(name: str, value: Any) -> bool:
    return isinstance(value, int | float) and name not in MEASURED


def _items(node: Any, name: str = "") -> Iterator[str]:
    """The name of each list, once for each of its items."""
    if isinstance(node, list):
        yield from [name] * len(node)
    for key, part in _parts(node, name):
        yield from _items(part, key)


def _leaves(node: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if not isinstance(node, dict | list):
        yield name, node
    for key, part in _parts(node, name):
        yield from _leaves(part, key)


def _parts(node: Any, name: str) -> list[tuple[str, Any]]:
    if isinstance(node, dict):
        return list(node.items())
    return [(name, part) for part in node] if isinstance(node, list) else []


@pytest.mark.parametrize("task", generators())
@settings(max_examples=40)
@given(data=st.data())
def test_a_result_has_nothing_that_the_answer_does_not_have(task: str, data: st.DataObject) -> None:
    answer = data.draw(answers(generators()[task].declared.output))
    generation = made(task, answer)

    if generation.result is None:
        assert (generation.evidence, generation.reason in {"insufficient_data", "roles_unknown", "withheld"}) == (
            [],
            True,
        )
    else:
        assert padding(generation.result, answer) == []
        measured = len(generation.result.get("prose", "").split())
        assert generation.result.get("word_count", measured) == measured


@pytest.mark.parametrize(
    ("result", "found"),
    [
        ({"insights": ["One.", "One."]}, ["insights"]),
        ({"insights": ["Two."]}, ["Two."]),
        ({"insights": ["One."], "confidence": 0.8}, ["confidence"]),
        ({"shareProgress": ["One.", "One."]}, ["shareProgress"]),
        ({"prose": "One.\n\nTwo."}, ["Two."]),
    ],
)
def test_padding_is_noticed(result: Json, found: list[str]) -> None:
    answer = {"insights": [{"notes": [0], "text": "One."}], "completedTasks": [], "suggestions": ["One."]}
    assert padding(result, {**answer, "confidence": 0.5}) == found
    assert padding({"insights": ["One."], "confidence": 0.5}, {**answer, "confidence": 0.5}) == []


def test_the_fillers_of_the_predecessor_stand_nowhere_in_the_application() -> None:
    sources = [path for path in APP.rglob("*") if path.suffix in {".py", ".json", ".js", ".html", ".md"}]
    assert len(sources) > 100
    assert [path for path in sources if FILLERS.search(path.read_text(encoding="utf-8"))] == []


def test_no_mood_and_no_confidence_stands_in_for_one_that_is_absent() -> None:
    found = {str(path) for path in APP.rglob("*.py") if any(_stands_in(node) for node in _nodes(path))}
    assert found == set()


@pytest.mark.parametrize("code", ["answer.get('mood_score', 5.0)", "confidence or 0.8", "read(confidence=0.8)"])
def test_what_stands_in_is_noticed(code: str) -> None:
    assert any(map(_stands_in, ast.walk(ast.parse(code))))


def _nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _stands_in(node: ast.AST) -> bool:
    """A number of the predecessor's as a second choice, or as an argument, for what is judged."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return len(node.args) == 2 and _is_absent(node.args[1]) and bool(JUDGED.search(ast.unparse(node.args[0])))
    if isinstance(node, ast.BoolOp):
        return _is_absent(node.values[-1]) and bool(JUDGED.search(ast.unparse(node.values[0])))
    return isinstance(node, ast.keyword) and _is_absent(node.value) and bool(JUDGED.search(node.arg or ""))


def _is_absent(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in ABSENT


@pytest.fixture(scope="module")
async def results(module_database_url: str) -> AsyncIterator[list[Json]]:
    """Whatever the offline engine's answers come to over the sample patient's visits."""
    async with working(module_database_url) as works:
        patient = await works.patient()
        for visit in sample_visits():
            await _worked_through(works, patient, visit)
        yield [row["result"] for row in await works.rows("SELECT result FROM generations WHERE result IS NOT NULL")]


async def _worked_through(works: Works, patient: Any, visit: Any) -> None:
    session = await works.visit(patient, segments=visit.body["segments"], session_date=visit.session_date)
    for task in generators():
        try:
            await works.done(session, task)
        except InputsMissing:
            continue


async def test_the_engines_answers_hold_no_fillers_and_no_absent_mood(results: list[Json]) -> None:
    assert len(results) > 90
    assert [result for result in results if FILLERS.search(json.dumps(result))] == []
    moods = [result for result in results if "mood_score" in result]
    assert [mood for mood in moods if {mood["mood_score"], mood["confidence"]} == ABSENT] == []
