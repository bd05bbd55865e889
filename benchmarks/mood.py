"""What the service adds to a model call: POST mood?force=true against a raw openai call, same upstream, same run.

`python -m benchmarks.mood`. Reach: at most 12 ms more at p50 with one caller; at least 100 calls/s at 16 callers.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from openai import AsyncOpenAI

from app.generators.wave_1.mood_analyzer import MoodAnalyzer
from app.llm.endpoint import Endpoint
from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.sample.visits import PATIENT_ID, SampleVisit, sample_visits
from benchmarks.calling import Caller
from benchmarks.processes import service, upstream
from benchmarks.scale import scaled

ALONE = scaled(300, 30)
TOGETHER = scaled(1_600, 64)
CALLERS = 16
Call = Callable[[], Awaitable[object]]


def answer_for(visit: SampleVisit) -> str:
    """A good mood analysis whose one quotation is found."""
    longest = max(range(len(visit.segments)), key=lambda number: len(visit.segments[number].text))
    indicator = {
        "segment": longest,
        "quote": visit.segments[longest].text[:200].rsplit(" ", 1)[0],
        "text": "An indicator.",
    }
    found = {
        "key_indicators": [indicator],
        "counter_indicators": [],
        "rationale": "A rationale.",
        "emotional_tone": "sober",
        "mood_score": 5.0,
        "confidence": 0.5,
    }
    return json.dumps({"answer": found})


def request_for(visit: SampleVisit) -> dict[str, Any]:
    """The same request that the service sends, for whoever sends it without the service."""
    declared = MoodAnalyzer.declared
    lines = "\n".join(segment.text for segment in visit.segments)
    choice = choose_model("mood_analysis", ModelTier("precision"))
    messages = [{"role": "system", "content": declared.instructions}, {"role": "user", "content": lines}]
    return {"messages": messages, **Endpoint("openai").params(choice, declared.schema, stream=False, queued=False)}


async def timed(call: Call, times: int) -> list[float]:
    """Milliseconds of each of so many calls, one after another."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        await call()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


async def rate(calls: Sequence[Call], times: int) -> float:
    """Calls a second with so many callers at once."""
    begun = time.perf_counter()
    await asyncio.gather(*(timed(call, times // len(calls)) for call in calls))
    return times / (time.perf_counter() - begun)


def raw_call(base_url: str, visit: SampleVisit) -> Call:
    """The model asked by the openai client alone."""
    client = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)
    request = request_for(visit)
    return lambda: client.chat.completions.create(**request)


@asynccontextmanager
async def callers(port: int, count: int) -> AsyncIterator[list[Caller]]:
    """So many connections to the service; it closes those that are left idle for a few seconds."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Caller("127.0.0.1", port)) for _ in range(count)]


def mood_call(caller: Caller, visit: SampleVisit) -> Call:
    """The model asked by the service."""
    path = f"/v1/sessions/{visit.session_id}/mood?force=true"

    async def call() -> None:
        assert json.loads(await caller.post(path))["result"]

    return call


def hand_over(address: str, visit: SampleVisit) -> None:
    """Register the patient and the visit, roles given."""
    with httpx.Client(base_url=address, timeout=60) as http:
        http.put(f"/v1/patients/{PATIENT_ID}", json={}).raise_for_status()
        roles = {"SPEAKER_00": "therapist", "SPEAKER_01": "patient"}
        path = f"/v1/patients/{PATIENT_ID}/sessions/{visit.session_id}"
        http.put(path, json={**visit.body, "speaker_roles": roles}).raise_for_status()


async def measure(base_url: str, port: int, visit: SampleVisit) -> None:
    """Print the figures."""
    raw = raw_call(base_url, visit)
    async with callers(port, 1) as connections:
        alone = {"raw": await timed(raw, ALONE), "mood": await timed(mood_call(connections[0], visit), ALONE)}
    added = statistics.median(alone["mood"]) - statistics.median(alone["raw"])
    together = {"raw": await rate([raw] * CALLERS, TOGETHER)}
    async with callers(port, CALLERS) as connections:
        together["mood"] = await rate([mood_call(connection, visit) for connection in connections], TOGETHER)
    for name, taken in alone.items():
        middle, slow = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        print(f"{name:5} alone: p50 {middle:6.2f} ms, p95 {slow:6.2f} ms")
    print(f"added by the service at p50: {added:.2f} ms (reach: 12)")
    ratio = together["mood"] / together["raw"]
    print(
        f"{CALLERS} callers: raw {together['raw']:.0f}/s, mood {together['mood']:.0f}/s (reach: 100), ratio {ratio:.2f}"
    )


def main() -> None:
    """Measure with a service and an upstream of this run's own."""
    visit = sample_visits()[0]
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with upstream(answer_for(visit), folder) as base_url, service(folder, OPENAI_BASE_URL=base_url) as (address, _):
            hand_over(address, visit)
            asyncio.run(measure(base_url, int(address.rsplit(":", 1)[1]), visit))


if __name__ == "__main__":
    main()
