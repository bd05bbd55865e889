"""What the service adds to a model call: POST mood?force=true against a raw openai call, same upstream, same run.

`python -m benchmarks.mood`. Reach: at most 12 ms more at p50 with one caller; at least 100 calls/s at 16 callers.
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from openai import AsyncOpenAI

from app.generators.wave_1.mood_analyzer import MoodAnalyzer
from app.llm.endpoint import Endpoint
from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.sample.visits import PATIENT_ID, SampleVisit, sample_visits
from benchmarks.processes import service, upstream

ALONE = 200
TOGETHER = 1_600
CALLERS = 16
WARM_UP = 30


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
    choice = choose_model("mood_analysis", ModelTier.PRECISION)
    messages = [{"role": "system", "content": declared.instructions}, {"role": "user", "content": lines}]
    return {"messages": messages, **Endpoint("openai").params(choice, declared.schema, stream=False, queued=False)}


async def timed(call: Callable[[], Awaitable[object]], times: int) -> list[float]:
    """Milliseconds of each of so many calls, one after another."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        await call()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


async def rate(call: Callable[[], Awaitable[object]], times: int, callers: int) -> float:
    """Calls a second with so many callers at once."""
    begun = time.perf_counter()
    await asyncio.gather(*(timed(call, times // callers) for _ in range(callers)))
    return times / (time.perf_counter() - begun)


async def measure(base_url: str, address: str, visit: SampleVisit) -> None:
    """Print the figures."""
    client = AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0)
    request = request_for(visit)
    limits = httpx.Limits(max_connections=CALLERS)
    async with httpx.AsyncClient(base_url=address, timeout=60, limits=limits) as http:
        (await http.put(f"/v1/patients/{PATIENT_ID}", json={})).raise_for_status()
        roles = {"SPEAKER_00": "therapist", "SPEAKER_01": "patient"}
        path = f"/v1/patients/{PATIENT_ID}/sessions/{visit.session_id}"
        (await http.put(path, json={**visit.body, "speaker_roles": roles})).raise_for_status()

        async def raw() -> None:
            await client.chat.completions.create(**request)

        async def mood() -> None:
            answer = await http.post(f"/v1/sessions/{visit.session_id}/mood?force=true")
            assert answer.is_success and answer.json()["result"], answer.text

        for call in (raw, mood):
            await timed(call, WARM_UP)
        alone = {"raw": await timed(raw, ALONE), "mood": await timed(mood, ALONE)}
        added = statistics.median(alone["mood"]) - statistics.median(alone["raw"])
        together = {"raw": await rate(raw, TOGETHER, CALLERS), "mood": await rate(mood, TOGETHER, CALLERS)}
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
            asyncio.run(measure(base_url, address, visit))


if __name__ == "__main__":
    main()
