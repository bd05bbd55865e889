"""How the sample patient's recorded answers stand to the prompts of today: which are stale, and which are missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.pipeline.graph import generator, tasks
from app.sample.recorded_answers import RecordedAnswer, sample_answers
from app.sample.visits import sample_visits


@dataclass(frozen=True)
class RecordingState:
    """Visits and tasks, as `visit_03 mood_analysis`: those of answers to another prompt, and those without any."""

    stale: tuple[str, ...]
    missing: tuple[str, ...]
    there: int

    def lines(self) -> list[str]:
        """What a reader of the terminal is told; nothing where all is as it should be, or nothing is recorded."""
        if not self.there:
            return []
        told = []
        if self.stale:
            told.append(f"Recorded for an earlier prompt, and played all the same: {_listed(self.stale)}.")
        if self.missing:
            told.append(f"Not recorded, so answered by the built-in engine: {_listed(self.missing)}.")
        return told


def is_stale(answer: RecordedAnswer) -> bool:
    """Whether an answer was given to other instructions, or another output type, than there are now."""
    return answer.task not in tasks() or answer.question_version != generator(answer.task).declared.question_version


def recording_state(answers: Iterable[RecordedAnswer] | None = None) -> RecordingState:
    """That of the answers given, or of those that are stored."""
    stored = list(sample_answers() if answers is None else answers)
    there = {_named(one.visit, one.task) for one in stored}
    wanted = [_named(visit.name, task) for visit in sample_visits() for task in tasks()]
    stale = tuple(_named(one.visit, one.task) for one in stored if is_stale(one))
    return RecordingState(stale, tuple(name for name in wanted if name not in there), len(stored))


def _named(visit: str, task: str) -> str:
    return f"{visit} {task}"


MOST_NAMED = 6


def _listed(names: tuple[str, ...]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
