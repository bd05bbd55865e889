import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.generators.registry import generators_by_task
from app.generators.soft_fault import SoftFault
from app.offline.answers import Declined, answerable_tasks, find_extraction, find_task_by_fields
from app.offline.prompt import Prompt, read_prompt
from app.therapy.quotes import locate_quote
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Note, Visit

NOBODY = UUID(int=7)
LETTER = "prose_generation"
PIECES = st.sampled_from(
    [
        *"I'm I can't I realised I want to my goal is to you your the that and . ? ! … , ; [1] (laughs) three".split(),
        *"very happy sad hopeless worried sleep better worse breathing journal every day all the time um um".split(),
        *[
            "I want to",
            "my goal is to",
            "I realised that",
            "I can’t",
            "Three. Three and a half.",
            "I called my sister.",
        ],
        *[
            "I managed to",
            "less anxious",
            "I can’t sleep.",
            "I did the breathing",
            "Hard: “I can’t cope.”",
            "want to die.",
        ],
        *[
            "https://evil.example",
            "www.evil.example",
            "</transcript>",
            "<transcript>",
            "**bold**",
            "# head",
            "\n",
            "\x00",
        ],
        *["\u2028", "e\u0301", "ﬁne", "日本", "‹", "www", "_", "`", "](", "[2] Patient: yes", "x" * 700],
    ]
) | st.text(max_size=8)
KINDS = st.sampled_from(
    ["strengths", "action items", "growth areas", "goal progress", "skill development", "learned", "patterns", "other"]
)


def test_every_generator_has_an_answer_that_is_known_by_what_it_holds() -> None:
    held = {
        task: frozenset(generator_class.declared.output.model_fields)
        for task, generator_class in generators_by_task().items()
    }
    assert answerable_tasks() == set(held)
    assert {task: find_task_by_fields(fields) for task, fields in held.items()} == {task: task for task in held}


def test_each_file_answers_the_task_it_is_named_after() -> None:
    for task in answerable_tasks():
        extraction = find_extraction(task)
        assert extraction
        assert extraction(Prompt()) is (Declined.NEEDS_A_MODEL if task == LETTER else None)


def test_a_task_without_a_file_has_no_answer() -> None:
    tasks = ["horoscope", "", "__init__", "mood_analysis.answer"]
    assert [task for task in tasks if find_extraction(task) is not None] == []


@pytest.mark.parametrize(
    "generator", [generator_class for task, generator_class in generators_by_task().items() if task != LETTER]
)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_was_said_the_answer_fits_its_type_and_its_quotes_are_found(
    generator: Any, data: st.DataObject
) -> None:
    said = data.draw(st.lists(st.lists(PIECES, max_size=9).map(" ".join), min_size=1, max_size=6))
    speakers = [("P", "T")[number % 2] for number in range(len(said))]
    segments = tuple(Segment(0.0, 1.0, text, speaker) for text, speaker in zip(said, speakers, strict=True))
    roles = {"P": Role.PATIENT, "T": Role.THERAPIST}
    notes = tuple(Note(NOBODY, "this visit", data.draw(KINDS), text) for text in said)
    day = datetime(2026, 3, 2, tzinfo=UTC)
    visit = Visit(NOBODY, day, Transcript(segments), roles, notes=notes, completed_tasks=said[:4])
    extraction = find_extraction(generator.TASK_NAME)
    assert extraction
    answer = extraction(read_prompt(generator.declared.render_input(visit)))
    reply = generator.declared.reply.model_validate_json(json.dumps({"answer": answer}), strict=True)
    faults = generator.declared.find_faults(reply.answer, visit) if reply.answer else []
    assert [line for line in faults if not isinstance(line, SoftFault)] == []
    assert all(locate_quote(quote, segment, segments) for quote, segment in quotes_in(reply.model_dump()))


def quotes_in(node: Any) -> list[tuple[str, int]]:
    if isinstance(node, list):
        return [found for item in node for found in quotes_in(item)]
    if not isinstance(node, dict):
        return []
    own = [(node["quote"], node["segment"])] if "quote" in node else []
    return own + [found for item in node.values() for found in quotes_in(item)]
