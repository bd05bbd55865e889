"""What a result has that the model's answer does not: looked for in answers that hypothesis draws."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import ValidationError

from app.generators.generation import Generation
from app.generators.generation_attempt import AttemptTerms, GenerationAttempt
from app.generators.registry import generators_by_task
from app.generators.specimen import SPECIMEN
from app.llm.endpoint import Endpoint
from app.therapy.techniques import technique_names
from support.answer_strategies import SAID, TALK, Json, answers

VISIT = replace(SPECIMEN, transcript=TALK, notes=SPECIMEN.notes[:2], agreed=())
"""Nothing was agreed: what was is put on the pages beside an answer."""
FILLERS = re.compile("showed up for therapy|continue practi[cs]ing discussed", re.IGNORECASE)
"""The predecessor's inventions, where a list was shorter than its maximum."""
ABSENT = {5, 0.8}
"""What it took for a mood and a confidence that were not there."""
MADE_OF = {
    "shareProgress": ("completedTasks", "suggestions"),
    "shareProgressSources": ("completedTasks", "suggestions"),
    "proficiency": ("skill_development",),
    "of_risk": ("insights",),
    "findings": ("disclosures", "denials", "unclear"),
    "statements": ("statements", "interventions", "evidence", "assessment"),
    "evidence": ("evidence", "notes"),
}
"""Lists of a result that are put together from lists of the answer; every other one has its own name there."""
MEASURED = {"start", "end", "word_count", "of_risk"}
"""Numbers of a result that are no model's."""
TRANSCRIBED = {"roles", "turns", "covers", "trend"}
"""What a result shows of the visit itself."""
PARTS = {"interventions", "responses", "assessment", "deep_analysis", "not_asked", "unclear"}
STATES = {"task", "suggestion", "Not specified", "disclosed", "denied_when_asked", "indeterminate", "not_assessed"}
NOTED = {segment.text for segment in SPECIMEN.transcript.segments}
"""Words under the notes that an answer may name."""
KNOWN = {*SAID, *STATES, *PARTS, *NOTED, *technique_names()}


def made(task: str, answer: Json) -> Generation[Any]:
    """What an answer comes to; one that its type refuses is not looked at."""
    declared = generators_by_task()[task].declared
    try:
        reply = declared.reply.model_validate({"answer": answer}, strict=True)
    except ValidationError:
        assume(False)
    return GenerationAttempt(declared, Endpoint("openai"), VISIT, AttemptTerms()).settled(reply)


def padding(result: Any, answer: Json) -> list[str]:
    """What a result has that its answer does not: items, texts, numbers."""
    shown = {name: _told(part) for name, part in result.items() if name not in TRANSCRIBED}
    items, given_items = Counter(_items(shown)), Counter(_items(answer))
    leaves, given_leaves = list(_leaves(shown)), list(_leaves(answer))
    texts = {value for _, value in given_leaves if isinstance(value, str)} | KNOWN
    more = [name for name in items if items[name] > sum(given_items[own] for own in MADE_OF.get(name, (name,)))]
    unsaid = [
        part for _, value in leaves if isinstance(value, str) for part in value.split("\n\n") if part not in texts
    ]
    raised = [name for name, value in leaves if _is_judged(name, value) and (name, value) not in given_leaves]
    return [*more, *unsaid, *raised]


def _told(part: Any) -> Any:
    """Without what a note says of the screen, which no model answers."""
    return (
        [one for one in part if not isinstance(one, dict) or one.get("part") != "risk"]
        if isinstance(part, list)
        else part
    )


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


def assert_unpadded(task: str, data: st.DataObject) -> None:
    """Draws an answer, and compares with it what it comes to."""
    answer = data.draw(answers(generators_by_task()[task].declared.output))
    generation = made(task, answer)
    if generation.result is None:
        assert generation.evidence == []
        assert generation.reason in {"insufficient_data", "roles_unknown", "withheld"}
    else:
        assert padding(generation.result, answer) == []
        measured = len(generation.result.get("prose", "").split())
        assert generation.result.get("word_count", measured) == measured
