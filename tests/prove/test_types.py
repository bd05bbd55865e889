"""What the type checkers make of a generator: values or coroutines by the client's kind, and `generate` is final."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from support.tables import each_row

ROOT = Path(__file__).parents[2]

HEAD = """
import asyncio
from typing import Any, assert_type

from openai import AsyncOpenAI, OpenAI

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.generation import Generation
from app.generators.wave_1.mood_analyzer import MoodAnalysis, MoodAnalyzer
from app.llm.clients import ClientType
from app.therapy.visit import Visit
"""
RIGHT = (
    HEAD
    + """
def sync(client: OpenAI, visit: Visit) -> None:
    assert_type(MoodAnalyzer(client=client).generate(visit), Generation[MoodAnalysis])
    assert_type(MoodAnalyzer[OpenAI]().generate(visit), Generation[MoodAnalysis])
    assert_type(MoodAnalyzer[OpenAI]("key", "gpt-5.2").generate(visit), Generation[MoodAnalysis])
    answer = MoodAnalyzer(client=client).generate(visit).answer
    assert answer is None or assert_type(answer.mood_score, float)

async def awaited(client: AsyncOpenAI, visit: Visit) -> None:
    assert_type(await MoodAnalyzer(client=client).generate(visit), Generation[MoodAnalysis])
    assert_type(await MoodAnalyzer[AsyncOpenAI](use_async_client=True).generate(visit), Generation[MoodAnalysis])
    task = asyncio.create_task(MoodAnalyzer(client=client).generate(visit))
    assert_type(await task, Generation[MoodAnalysis])

Known = tuple[type[BaseAIGenerator[AsyncOpenAI, Any]], ...]
KNOWN: Known = (MoodAnalyzer,)
"""
)
WRONG = {
    "a forgotten await": "async def wrong(c: AsyncOpenAI, v: Visit) -> None:\n"
    "    MoodAnalyzer(client=c).generate(v).result",
    "an await too many": "async def wrong(c: OpenAI, v: Visit) -> None:\n    await MoodAnalyzer(client=c).generate(v)",
    "a string as client": "MoodAnalyzer(client='sk-key')",
    "a client of either kind": "def wrong(c: OpenAI | AsyncOpenAI, v: Visit) -> object:\n"
    "    return MoodAnalyzer(client=c).generate(v).result",
    "a generator with a generate of its own": "class Wrong(BaseAIGenerator[ClientType, MoodAnalysis]):\n"
    "    def generate(self, visit: Visit, terms: object = None) -> Any: ...",
    "a generator with a call of its own": "class Wrong(BaseAIGenerator[ClientType, MoodAnalysis]):\n"
    "    def _call_api(self, user_prompt: str, **params: Any) -> Any: ...",
    "an output that is no answer": "class Wrong(BaseAIGenerator[ClientType, str]):\n    pass",
    "a field that is not there": "def wrong(c: OpenAI, v: Visit) -> object:\n"
    "    return MoodAnalyzer(client=c).generate(v).mood",
}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typed")
    (folder / "right.py").write_text(RIGHT, encoding="utf-8")
    for number, wrong in enumerate(WRONG.values()):
        (folder / f"wrong_{number}.py").write_text(f"{HEAD}\n{wrong}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def mypy_errors(samples: Path) -> set[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", "--no-error-summary"]
    found = subprocess.run(
        [*command, *map(str, sorted(samples.glob("*.py")))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert not found.stderr, found.stderr
    return {Path(line.split(":")[0]).stem for line in found.stdout.splitlines() if ": error:" in line}


@pytest.mark.quick
def test_mypy_takes_the_right_uses(mypy_errors: set[str]) -> None:
    assert "right" not in mypy_errors


@pytest.mark.quick
@each_row("name", WRONG)
def test_mypy_refuses(name: str, mypy_errors: set[str]) -> None:
    assert f"wrong_{list(WRONG).index(name)}" in mypy_errors


@pytest.fixture(scope="module")
def pyright_errors(samples: Path) -> set[str]:
    pyright = Path(sys.executable).with_name("pyright")
    config: dict[str, object] = {"extraPaths": [str(ROOT)], "typeCheckingMode": "strict", "reportUnusedImport": False}
    (samples / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    command = [str(pyright), "--outputjson", "--pythonpath", sys.executable, "--project", str(samples)]
    try:
        found = subprocess.run(command, cwd=samples, capture_output=True, text=True, check=False, timeout=600)
        report = json.loads(found.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        pytest.skip("pyright cannot run here: it brings its own node from the network at its first start")
    return {Path(d["file"]).stem for d in report["generalDiagnostics"] if d["severity"] == "error"}


def test_pyright_takes_the_right_uses_and_refuses_the_wrong_ones(pyright_errors: set[str]) -> None:
    assert pyright_errors == {f"wrong_{number}" for number in range(len(WRONG))}
