"""What the floor and the guard cost a step, beside one raw `openai` call: `python -m benchmarks.reading_cost`.

Processor time of this process alone. The call is one chat completion of the library's own, with a visit's words,
against a stub without latency. The readings are those of the sample visits, each read once as a worker does, and of as
many sentences on each page as the pages have, spread over the steps of a visit. `benchmarks.waves` prints the same
line. Reach: at most one call.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from openai import OpenAI

from app.pipeline.graph import tasks
from app.therapy.risk import read_visit
from app.therapy.sharing.audience import Place
from app.therapy.sharing.guard import Guard
from app.therapy.visit import Visit
from benchmarks.guard import own_sentences, sample
from benchmarks.processes import running

CALLS = 40
PAGES = {Place.LETTER: 20, Place.JOURNEY: 25, Place.TOPIC: 5, Place.PROGRESS: 5, Place.PREPARATION: 5}
"""Sentences of a page."""
ROUNDS = 3
"""Rounds of which the fastest counts: other work on the machine only adds."""


def cost_of_readings() -> float:
    """Milliseconds of floor and guard for one step."""
    visits = list(sample())
    for visit in visits:
        _read(visit)
    return min(_round(visits) for _ in range(ROUNDS)) / (len(visits) * len(tasks())) * 1000


def _round(visits: list[Visit]) -> float:
    """Seconds that all visits take. A worker begins with a visit that it has not read; lexicons are loaded by then."""
    began = time.process_time()
    for number, visit in enumerate(visits):
        _read(visit, str(number + began))
    return time.process_time() - began


def _read(visit: Visit, unread: str = "") -> None:
    speakers = {**(visit.roles or {}), unread: next(iter((visit.roles or {}).values()))} if unread else visit.roles
    read_visit(visit.transcript, speakers)
    guard = Guard(visit)
    sentences = own_sentences(visit)
    for page, many in PAGES.items():
        for sentence in islice(sentences, many):
            guard.review(sentence, page)


def cost_of_call(base_url: str) -> float:
    """Milliseconds of one raw call."""
    client = OpenAI(api_key="none", base_url=base_url)
    words = " ".join(segment.text for segment in next(sample()).transcript.segments)
    seconds = [_called(client, words) for _ in range(CALLS)]
    return sorted(seconds)[CALLS // 2] * 1000


def _called(client: OpenAI, words: str) -> float:
    began = time.process_time()
    client.chat.completions.create(model="gpt-5-nano", messages=[{"role": "user", "content": words}])
    return time.process_time() - began


@contextmanager
def stub() -> Iterator[str]:
    """A model's server without latency, in a process of its own; its base URL."""
    with tempfile.TemporaryDirectory() as name:
        answer = Path(name) / "answer.json"
        answer.write_text(json.dumps({"label": "none"}), encoding="utf-8")
        with running("benchmarks.upstream", str(answer)) as process:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"


def print_cost() -> None:
    """Print the ratio."""
    with stub() as base_url:
        call, readings = cost_of_call(base_url), cost_of_readings()
    print(
        f"floor and guard: {readings:.1f} ms a step, a raw call {call:.1f} ms: {readings / call:.2f} (reach: 1)",
        flush=True,
    )


if __name__ == "__main__":
    print_cost()
