"""How soon the web process is ready after its imports, and how much memory it holds without a worker.

`python -m benchmarks.start`. Reach: ready at most 2 s after its imports; below 180 MB after one PUT and one GET.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from app.sample.visits import PATIENT_ID, read_sample_visits
from benchmarks.processes import resident_megabytes, service

IMPORTS = "import app.cli, app.serving"


def seconds_of_imports() -> float:
    """A bare interpreter that imports what the web process imports."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    return time.perf_counter() - begun


def seconds_until_ready(folder: Path) -> tuple[float, float]:
    """Start to ready on a database that was used before, and megabytes after one PUT and one GET."""
    begun = time.perf_counter()
    with service(folder, "--no-worker") as (address, pid):
        taken = time.perf_counter() - begun
        visit = read_sample_visits()[0]
        httpx.put(f"{address}/v1/patients/{PATIENT_ID}", json={}).raise_for_status()
        path = f"{address}/v1/patients/{PATIENT_ID}/sessions/{visit.session_id}"
        httpx.put(path, json=visit.request_body).raise_for_status()
        httpx.get(f"{address}/v1/sessions/{visit.session_id}").raise_for_status()
        return taken, resident_megabytes(pid)


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        first, _ = seconds_until_ready(folder)
        imports = min(seconds_of_imports() for _ in range(2))
        again, megabytes = seconds_until_ready(folder)
    print(f"imports {imports:.2f} s; ready {first:.2f} s on a fresh machine, {again:.2f} s later")
    print(f"ready after its imports: {again - imports:.2f} s (reach: 2), {again / imports:.2f} times the imports")
    print(f"memory without a worker: {megabytes:.0f} MB (reach: 180)")


if __name__ == "__main__":
    main()
