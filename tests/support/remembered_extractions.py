"""The offline engine reads each prompt once: its extractions are pure functions of what they are shown."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest import mock

from app.offline import engine
from app.offline.answers import Declined, Extraction, find_extraction
from app.offline.prompt import Prompt
from app.therapy.language import is_english


@contextmanager
def remembered_extractions() -> Iterator[None]:
    """Within it, a prompt that was answered before gets the same answer without being read again."""
    answers: dict[object, str | Declined] = {}
    extracting = mock.patch.object(engine, "find_extraction", lambda task: _remembering(task, answers))
    with extracting, mock.patch.object(engine, "is_english", cache(is_english)):
        yield


def _remembering(task: str, answers: dict[object, str | Declined]) -> Callable[[Prompt], Any] | None:
    extraction = find_extraction(task)
    return None if extraction is None else lambda prompt: _answer(task, extraction, prompt, answers)


def _answer(task: str, extraction: Extraction, prompt: Prompt, answers: dict[object, str | Declined]) -> Any:
    key = task, tuple(prompt.fences.items()), prompt.sent_back
    if key not in answers:
        found = extraction(prompt)
        answers[key] = found if isinstance(found, Declined) else json.dumps(found)
    kept = answers[key]
    return kept if isinstance(kept, Declined) else json.loads(kept)
