"""An answer made by hand, as a large model might have given it: the mood of the sample patient's first visit."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from app import bootstrap
from app.generators.registry import generators
from app.sample.recorded_answers import RecordedAnswer

TASK, VISIT = "mood_analysis", "visit_01"
SCORE = 3.5
INDICATORS = [
    {"segment": 9, "quote": "To sleep.", "text": "The patient wants nothing but to sleep."},
    {"segment": 29, "quote": "I take my sandwich out to the car.", "text": "The patient eats alone."},
]
ANSWER = {
    "key_indicators": INDICATORS,
    "counter_indicators": [],
    "rationale": "Sleep is broken on most nights, and the day is spent apart from others.",
    "emotional_tone": "weary and dry",
    "mood_score": SCORE,
    "confidence": 0.7,
}


def text(**changed: object) -> str:
    """The whole reply, with some of its fields changed."""
    return json.dumps({"answer": {**ANSWER, **changed}})


def recorded(*texts: str, version: str | None = None) -> RecordedAnswer:
    """The answer as it is kept, for the prompts of today unless a version is named."""
    current = generators()[TASK].declared.question_version
    return RecordedAnswer(VISIT, TASK, version or current, texts or (text(),))


@contextmanager
def playing(*answers: RecordedAnswer) -> Iterator[None]:
    """These are the sample patient's recorded answers, and no others."""
    bootstrap._sample_recordings.cache_clear()
    with (
        mock.patch("app.bootstrap.sample_answers", lambda: list(answers)),
        mock.patch("app.terminal.recording_state.sample_answers", lambda: list(answers)),
    ):
        yield
    bootstrap._sample_recordings.cache_clear()
