"""A generator's file holds constants, types and one class, and imports nothing that could reach a model."""

import ast
from pathlib import Path

from support.tables import each_row

import app.generators

ROOT = Path(app.generators.__file__).parent
FILES = sorted(file for folder in ROOT.iterdir() if folder.is_dir() for file in folder.glob("[!_]*.py"))
OUTSIDE = {"typing", "collections.abc", "enum", "re", "datetime", "dataclasses", "pydantic"}
INSIDE = {"app.llm.clients": {"ClientType"}, "app.llm.model_tier": {"Grade"}}
ROOMS = ("app.generators.", "app.therapy.")
UNDERHAND = set(
    "open eval exec compile globals locals vars getattr setattr delattr __import__ input breakpoint type super"
    " object memoryview print".split()
)


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports_of(tree: ast.Module) -> list[tuple[str, set[str]]]:
    found = [(name.name, {"*"}) for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return found + [("." * node.level + (node.module or ""), {name.name for name in node.names}) for node in froms]


def faults(tree: ast.Module) -> list[str]:
    """What a generator's file must not do, each as a sentence."""
    return [*_imports(tree), *_statements(tree), *_names(tree)]


def _imports(tree: ast.Module) -> list[str]:
    wrong = []
    for module, names in imports_of(tree):
        if module in OUTSIDE or (module in INSIDE and names <= INSIDE[module]):
            continue
        if not module.startswith(ROOMS) or names & {
            "GenerationAttempt",
            "Declared",
            "declare",
            "generators",
            "AttemptTerms",
        }:
            wrong.append(f"imports {sorted(names)} from {module}")
    return wrong


def _heirs(tree: ast.Module) -> list[ast.ClassDef]:
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return [node for node in classes if any("BaseAIGenerator" in ast.dump(base) for base in node.bases)]


def _statements(tree: ast.Module) -> list[str]:
    known = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.FunctionDef)
    odd = [f"line {s.lineno} does something" for s in tree.body[1:] if not isinstance(s, known) and not _said(s)]
    set_elsewhere = [
        f"line {node.lineno} sets an attribute"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)
    ]
    return odd + set_elsewhere + ([] if len(_heirs(tree)) == 1 else ["holds not exactly one generator"])


def _said(statement: ast.stmt) -> bool:
    """Whether it is a docstring under a constant."""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _names(tree: ast.Module) -> list[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    forbidden = {"BaseAIGenerator", *(heir.name for heir in _heirs(tree))}
    used = forbidden & {name for function in functions for name in _read_in(function)}
    own = {"self"} & {name for heir in _heirs(tree) for name in _read_in(heir)}
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    hidden = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr.startswith("_")}
    return [f"uses {name}" for name in sorted(used | own | hidden | (called & UNDERHAND))]


def _read_in(node: ast.AST) -> set[str]:
    return {name.id for part in ast.iter_child_nodes(node) for name in ast.walk(part) if isinstance(name, ast.Name)} - (
        {name.id for base in node.bases for name in ast.walk(base) if isinstance(name, ast.Name)}
        if isinstance(node, ast.ClassDef)
        else set()
    )


@each_row("file", FILES)
def test_a_generators_file_is_only_that(file: Path) -> None:
    assert faults(tree_of(file)) == []


@each_row("file", FILES)
def test_its_first_line_says_in_one_sentence_what_it_is_for(file: Path) -> None:
    sentence = (ast.get_docstring(tree_of(file)) or "").splitlines()[0]
    assert sentence.endswith(".")


GOOD = FILES[0].read_text(encoding="utf-8")


@each_row(
    "added",
    [
        "import openai",
        "from openai import OpenAI",
        "import httpx2",
        "import app.llm.clients",
        "from app.llm.clients import OpenAI",
        "from app.llm.clients import build_client",
        "from app.llm.exchange_runner import run_exchange",
        "from app.settings import get_settings",
        "from app.store.database import Database",
        "from app.generators.registry import generators",
        "from . import registry",
        "import sys",
        "import gc",
        "import importlib",
        "CLIENT = open('x')",
        "CLIENT = __import__('openai').OpenAI()",
        "for _ in (): pass",
        "while False: pass",
        "BaseAIGenerator.generate = None",
        "BaseAIGenerator._call_api = None",
        "def helper(visit):\n    return BaseAIGenerator",
        "def helper(visit):\n    return visit.__class__",
        "class Second(BaseAIGenerator): pass",
    ],
)
def test_a_way_round_is_seen(added: str) -> None:
    assert faults(ast.parse(f"{GOOD}\n\n{added}\n"))


def test_an_heir_that_uses_itself_is_seen() -> None:
    assert faults(ast.parse(GOOD.replace("speaker_names(visit.transcript)", "self.names(visit.transcript)")))
