"""What is asked of the offline engine: requests, and whole conversations with roles."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from openai import OpenAI

from app.offline.fault_injection import FaultPlan
from app.offline.transport import OfflineTransport
from app.sample.visits import read_sample_visits
from app.therapy.roles import infer_roles_from_pronouns
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

NOBODY = UUID(int=7)
Conversations = list[tuple[str, Visit]]

TALK = "\n".join(
    [
        "<transcript>",
        "[0] Patient: I was happy this week, and I slept well. I noticed that walking helps my sleep.",
        "[1] Patient: Monday was terrible. I felt anxious and alone all the time.",
        "</transcript>",
    ]
)


def as_visit(segments: tuple[Segment, ...]) -> Visit:
    transcript = Transcript(segments)
    return Visit(NOBODY, datetime(2026, 3, 2, tzinfo=UTC), transcript, infer_roles_from_pronouns(transcript).roles)


def read_segments(path: Path) -> tuple[Segment, ...]:
    return tuple(Segment(**row) for row in json.loads(path.read_text(encoding="utf-8"))["segments"])


@pytest.fixture(scope="session")
def samples() -> Conversations:
    """The ten sample visits, by number."""
    return [(str(visit.number), as_visit(visit.segments)) for visit in read_sample_visits()]


@pytest.fixture(scope="session")
def real_talk() -> Conversations:
    """The 44 conversations of AnnoMI, by file."""
    where = os.environ.get("THERABRIDGE_TEST_DATA")
    if not where or not (Path(where) / "annomi").is_dir():
        pytest.skip("THERABRIDGE_TEST_DATA names no folder with annomi/ in it")
    paths = sorted((Path(where) / "annomi").glob("[0-9]*.json"))
    return [(path.stem, as_visit(read_segments(path))) for path in paths]


@pytest.fixture
def asking() -> Callable[..., dict[str, Any]]:
    """The parameters of a request, by default for the mood in a short talk; keywords go on top."""

    def parameters(task: str = "mood_analysis", shown: str = TALK, **more: Any) -> dict[str, Any]:
        return {
            "model": "gpt-5-nano",
            "messages": [{"role": "system", "content": "Do it."}, {"role": "user", "content": shown}],
            "response_format": {"type": "json_schema", "json_schema": {"name": task, "schema": {}, "strict": True}},
            **more,
        }

    return parameters


@pytest.fixture
def generated() -> Callable[[Any, Visit], Any]:
    """A generation by the engine, of which the first answer was valid and all evidence was found."""

    def generate(generator: Any, visit: Visit) -> Any:
        reached = httpx2.Client(transport=OfflineTransport(FaultPlan()))
        client = OpenAI(base_url="http://offline.invalid/v1", api_key="none", max_retries=0, http_client=reached)
        made = generator(client=client).generate(visit)
        assert made.made.attempts == 1 or made.reason
        assert made.dropped == []
        return made

    return generate
