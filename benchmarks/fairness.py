"""A run of one visit, by itself and beside a run of 200 visits of another patient.

`python -m benchmarks.fairness`. Reach: at most twice its time alone. One worker with the usual settings; the model is
the offline engine on a port, with the latencies of `benchmarks.waves`; all of it shares the machine.
"""

import asyncio
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from app.sample.visits import read_sample_visits
from benchmarks.processes import service
from benchmarks.waves import makespan, model, run, worker

MANY = 200
TIMES = 3
REACH = 2.0
UNDER_WAY_SECONDS = 20
"""After which the long run has all its places taken."""


async def handed_over(http: httpx.AsyncClient, visits: int) -> UUID:
    """A new patient with so many weekly visits."""
    patient, bodies = uuid4(), [visit.request_body for visit in read_sample_visits()]
    (await http.put(f"/v1/patients/{patient}", json={})).raise_for_status()
    for number in range(visits):
        day = datetime(2020, 1, 6, 10, tzinfo=UTC) + timedelta(weeks=number)
        body = {**bodies[number % len(bodies)], "session_date": day.isoformat()}
        (await http.put(f"/v1/patients/{patient}/sessions/{uuid4()}", json=body)).raise_for_status()
    return patient


async def one_visit(http: httpx.AsyncClient) -> float:
    """Seconds that a run of one visit takes."""
    return makespan([await run(http, await handed_over(http, 1))])


async def measure(address: str) -> None:
    """Print all figures."""
    async with httpx.AsyncClient(base_url=address, timeout=600) as http:
        alone = min([await one_visit(http) for _ in range(TIMES)])
        print(f"one visit alone                {alone:6.2f} s", flush=True)
        many = await handed_over(http, MANY)
        (await http.post(f"/v1/patients/{many}/runs")).raise_for_status()
        await asyncio.sleep(UNDER_WAY_SECONDS)
        for _ in range(TIMES):
            beside = await one_visit(http)
            print(
                f"the same, beside {MANY} visits   {beside:6.2f} s, {beside / alone:.2f} times (reach: {REACH})",
                flush=True,
            )


def main() -> None:
    """Measure with a database, a web process, a worker and a model of this run's own."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        kept = {"OPENAI_BASE_URL": stack.enter_context(model(folder)), "WORKER_POLL_SECONDS": "0.1"}
        address, _ = stack.enter_context(service(folder, "--no-worker", **kept))
        worker(stack, {**kept, "DATA_DIR": str(folder / "data"), "LOG_LEVEL": "WARNING"})
        asyncio.run(measure(address))


if __name__ == "__main__":
    main()
