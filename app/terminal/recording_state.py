"""Compares the sample patient's recorded answers with today's prompts: which are stale, and which are missing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.pipeline.graph import generator_of_task, tasks_in_order
from app.sample.recorded_answers import RecordedAnswer, read_sample_answers

MOST_NAMED = 6

Results = Mapping[str, Mapping[str, Any]]
"""A visit's envelopes by task, by the visit's name."""


def is_answer_stale(answer: RecordedAnswer) -> bool:
    """Return whether an answer was given to other instructions, or another output type, than today's."""
    return (
        answer.task not in tasks_in_order()
        or answer.question_version != generator_of_task(answer.task).declared.question_version
    )


def list_stale_answers(answers: Iterable[RecordedAnswer] | None = None) -> list[str]:
    """Return visit and task of each stale answer, by default of the sample patient's."""
    stored = read_sample_answers() if answers is None else answers
    return [f"{one.visit} {one.task}" for one in stored if is_answer_stale(one)]


def list_unrecorded_results(results: Results) -> list[str]:
    """Return visit and task of each result that the built-in engine made because no answer was recorded."""
    return [
        f"{visit} {task}"
        for visit, envelopes in results.items()
        for task, envelope in envelopes.items()
        if envelope and envelope["generation"]["model"] == "offline"
    ]


def stale_answers_message(names: Sequence[str]) -> str:
    """Return one line about stale answers."""
    return f"Recorded for an earlier prompt, and played all the same: {_listed(names)}."


def unrecorded_results_message(names: Sequence[str]) -> str:
    """Return one line about missing answers."""
    return f"Not recorded, so answered by the built-in engine: {_listed(names)}."


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
