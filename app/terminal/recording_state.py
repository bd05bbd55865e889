"""How the sample patient's recorded answers stand to the prompts of today: which are stale, and which are missing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.pipeline.graph import generator, tasks
from app.sample.recorded_answers import RecordedAnswer, sample_answers

MOST_NAMED = 6

Results = Mapping[str, Mapping[str, Any]]
"""A visit's envelopes by task, by the visit's name."""


def is_stale(answer: RecordedAnswer) -> bool:
    """Whether an answer was given to other instructions, or another output type, than there are now."""
    return answer.task not in tasks() or answer.question_version != generator(answer.task).declared.question_version


def stale_answers(answers: Iterable[RecordedAnswer] | None = None) -> list[str]:
    """Visit and task of each stale answer, of those given or of the sample patient's."""
    stored = sample_answers() if answers is None else answers
    return [f"{one.visit} {one.task}" for one in stored if is_stale(one)]


def unrecorded_results(results: Results) -> list[str]:
    """Visit and task of each result that the built-in engine made for want of a recorded answer."""
    return [
        f"{visit} {task}"
        for visit, envelopes in results.items()
        for task, envelope in envelopes.items()
        if envelope and envelope["generation"]["model"] == "offline"
    ]


def told_stale(names: Sequence[str]) -> str:
    """In a line."""
    return f"Recorded for an earlier prompt, and played all the same: {_listed(names)}."


def told_unrecorded(names: Sequence[str]) -> str:
    """In a line."""
    return f"Not recorded, so answered by the built-in engine: {_listed(names)}."


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
