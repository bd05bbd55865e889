"""Makespan of the waves against the critical path of their table, and against the predecessor's order.

`python -m benchmarks.waves`. Reach: at most 1.10 for ten visits of one patient. The model is the offline engine on a
port, with latencies; database, web process, workers and model share the machine. The first line is the processor time
of the floor and the guard beside that of a raw call (benchmarks.reading_cost).
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx

from app.generators.registry import generators
from app.pipeline.graph import Step, tasks, waits_for
from app.sample.visits import sample_visits
from benchmarks.processes import running, service
from benchmarks.reading_cost import print_cost
from benchmarks.scale import SMALL, scaled

LATENCY = {
    "speaker_labeling": 0.3,
    "mood_analysis": 0.2,
    "topic_extraction": 0.3,
    "breakthrough_detection": 0.5,
    "risk_screen": 0.5,
    "action_summary": 0.2,
    "deep_analysis": 2.0,
    "prose_generation": 0.8,
    "session_insights": 0.4,
    "progress_note": 0.8,
    "roadmap_generation": 1.0,
    "session_bridge_generation": 0.8,
}
"""Seconds of one answer: a tenth of what the models take. Divided further, a step's fixed part would swamp them."""
PATIENTS = 10
VISITS = scaled(10, 2)
PLACES = 64
"""Model calls at once in one process: more than are ever wanted at once, so that the table alone makes a step wait."""
REACH = 1.10

Json = dict[str, Any]
Patient = tuple[UUID, list[UUID]]
"""A patient's id and those of the visits, in their order."""


def critical_path(visits: Sequence[UUID]) -> float:
    """Seconds that no order of work can save, for visits of one patient whose roles nobody has told."""
    over: dict[Step, float] = {}
    for session in visits:
        for task in tasks():
            step = Step(session, task)
            begun = max((over[other] for other, _ in waits_for(step, visits)), default=0.0)
            over[step] = begun + LATENCY[task]
    return max(over.values())


async def handed_over(http: httpx.AsyncClient) -> Patient:
    """A new patient with the sample visits."""
    patient = uuid4()
    visits = {uuid4(): visit.body for visit in sample_visits()[:VISITS]}
    (await http.put(f"/v1/patients/{patient}", json={})).raise_for_status()
    for session, body in visits.items():
        (await http.put(f"/v1/patients/{patient}/sessions/{session}", json=body)).raise_for_status()
    return patient, list(visits)


async def run(http: httpx.AsyncClient, patient: UUID) -> Json:
    """A run of all that a patient lacks, once it has ended."""
    answer = await http.post(f"/v1/patients/{patient}/runs")
    path = answer.headers["location"]
    while (told := (await http.get(path)).raise_for_status().json())["status"] in {"queued", "running"}:  # noqa: ASYNC110
        await asyncio.sleep(1)
    if told["status"] != "completed":
        raise RuntimeError(f"the run is {told['status']}")
    return dict(told)


def makespan(runs: Sequence[Json]) -> float:
    """Seconds from the first run's creation to the last one's end, by the database's clock."""
    return max(moment(run["ended_at"]) for run in runs) - min(moment(run["created_at"]) for run in runs)


def moment(stored: str) -> float:
    """Seconds since 1970."""
    return datetime.fromisoformat(stored).timestamp()


async def predecessor(http: httpx.AsyncClient, patient: Patient) -> float:
    """Seconds that the predecessor's order takes: Wave 1 of all visits at once, then Waves 2 and 3 one visit after
    another. Within a wave everything is side by side that may be."""
    patient_id, visits = patient
    begun = time.perf_counter()
    await asyncio.gather(*(_first_wave(http, session) for session in visits))
    for session in visits:
        await _post(http, f"/v1/sessions/{session}/deep-analysis")
        await asyncio.gather(*(_post(http, f"/v1/sessions/{session}/{route}") for route in ("prose", "insights")))
        documents = (
            f"/v1/patients/{patient_id}/{heir.ROUTE}" for heir in generators().values() if heir.declared.wave == 3
        )
        await asyncio.gather(*(_post(http, f"{document}?session_id={session}") for document in documents))
    return time.perf_counter() - begun


async def _first_wave(http: httpx.AsyncClient, session: UUID) -> None:
    path = f"/v1/sessions/{session}"

    async def topics_then_actions() -> None:
        await _post(http, f"{path}/topics")
        await _post(http, f"{path}/action-items")

    await _post(http, f"{path}/speaker-labels")
    alone = (_post(http, f"{path}/{route}") for route in ("mood", "breakthrough", "risk-screen"))
    await asyncio.gather(*alone, topics_then_actions())


async def _post(http: httpx.AsyncClient, path: str) -> None:
    (await http.post(path)).raise_for_status()


@dataclass(frozen=True, slots=True)
class Spent:
    """Milliseconds of a step beside its model's latency: until it begins, once what it waits for is over; in its
    answer, the model's own work and the judging of it; in the books before and after."""

    step: Step
    waiting: float
    answer: float
    books: float


async def longest_chain(http: httpx.AsyncClient, patient: Patient, run: Json) -> list[Spent]:
    """The steps that a run's end waited for, each for the one before it, the last one first."""
    rows = {Step(UUID(row["session_id"]), row["task"]): row for row in run["steps"]}
    told = {session: (await http.get(f"/v1/sessions/{session}")).json()["results"] for session in patient[1]}

    def ended(step: Step) -> float:
        return moment(rows[step]["ended_at"])

    def spent(step: Step, ready: float) -> Spent:
        begun, answered = (
            moment(rows[step]["started_at"]),
            told[step.session_id][step.task]["generation"]["duration_ms"],
        )
        books = (ended(step) - begun) * 1000 - answered
        return Spent(step, (begun - ready) * 1000, answered - LATENCY[step.task] * 1000, books)

    chain, step = [], max(rows, key=ended)
    while before := [other for other, _ in waits_for(step, patient[1])]:
        latest = max(before, key=ended)
        chain.append(spent(step, ended(latest)))
        step = latest
    return [*chain, spent(step, moment(run["created_at"]))]


def show(name: str, seconds: float, bound: float, note: str = "") -> None:
    """Print one makespan."""
    print(f"{name:44} {seconds:6.2f} s, {seconds / bound:.3f} of the critical path{note}", flush=True)


async def one_patient(http: httpx.AsyncClient) -> None:
    """Ten visits of one patient."""
    patient = await handed_over(http)
    bound = critical_path(patient[1])
    ended = await run(http, patient[0])
    show("ten visits of one patient", makespan([ended]), bound, f" (reach: {REACH:.2f})")
    chain = await longest_chain(http, patient, ended)
    print(f"    {len(chain)} steps one after another, each with so many ms beside its latency (p50 / greatest):")
    for name in ("waiting", "answer", "books"):
        taken = [getattr(spent, name) for spent in chain]
        print(f"    {name:8} {statistics.median(taken):6.1f} / {max(taken):6.1f}, {sum(taken):7.1f} in all", flush=True)


async def many_patients(http: httpx.AsyncClient, name: str) -> None:
    """Ten patients of ten visits."""
    patients = [await handed_over(http) for _ in range(PATIENTS)]
    ended = await asyncio.gather(*(run(http, patient) for patient, _ in patients))
    show(f"ten patients of ten visits, {name}", makespan(ended), critical_path(patients[0][1]))


async def before(http: httpx.AsyncClient) -> None:
    """The predecessor's order, for one patient."""
    patient = await handed_over(http)
    show("ten visits, predecessor's order", await predecessor(http, patient), critical_path(patient[1]))


@contextmanager
def model(folder: Path) -> Iterator[str]:
    """The offline engine with latencies, in a process of its own; its base URL."""
    file = folder / "latency.json"
    file.write_text(json.dumps(LATENCY), encoding="utf-8")
    with running("benchmarks.upstream", "--offline", str(file)) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"


async def measure(address: str, stack: ExitStack, environment: dict[str, str]) -> None:
    """Print all figures, with one worker and then with two."""
    async with httpx.AsyncClient(base_url=address, timeout=600) as http:
        await before(http)
        worker(stack, environment)
        await one_patient(http)
        if SMALL:
            return
        await many_patients(http, "one worker")
        worker(stack, environment)
        await many_patients(http, "two workers")


def worker(stack: ExitStack, environment: dict[str, str]) -> None:
    """One more `therabridge worker`, once it works."""
    process = stack.enter_context(running("app.cli", "worker", **environment))
    assert process.stdout is not None
    process.stdout.readline()


def main() -> None:
    """Measure with a database, a web process, workers and a model of this run's own."""
    print_cost()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        places = {"MAX_CONCURRENT_MODEL_CALLS": str(PLACES), "MAX_CONCURRENT_RUNS": str(PATIENTS)}
        kept = {"OPENAI_BASE_URL": stack.enter_context(model(folder)), "WORKER_POLL_SECONDS": "0.1", **places}
        address, _ = stack.enter_context(service(folder, "--no-worker", **kept))
        kept |= {"DATA_DIR": str(folder / "data"), "LOG_LEVEL": "WARNING"}
        asyncio.run(measure(address, stack, kept))


if __name__ == "__main__":
    main()
