"""What a generator's file may hold: constants, types, pure functions and one class of declarations and hooks.

Read from the syntax tree, so that a file is judged before it is imported.
"""

import ast
import inspect
import re
from collections.abc import Iterator

from app.generators.base_ai_generator import BaseAIGenerator

OUTSIDE = {"typing", "collections.abc", "enum", "re", "datetime", "dataclasses", "pydantic"}
INSIDE = {"app.llm.clients": {"ClientType"}, "app.llm.model_tier": {"Grade"}}
ROOMS = ("app.generators.", "app.therapy.")
MACHINERY = {"GenerationAttempt", "Declared", "declare", "generators", "AttemptTerms"}
UNDERHAND = set(
    "open eval exec compile globals locals vars getattr setattr delattr __import__ input breakpoint type super"
    " object memoryview print".split()
)
STATEMENTS = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.FunctionDef)

CONTRACT = vars(BaseAIGenerator)
DECLARATIONS = {name for name in inspect.get_annotations(BaseAIGenerator) if name.isupper()}
HOOKS = {
    name: tuple(inspect.signature(value).parameters)
    for name, value in CONTRACT.items()
    if inspect.isfunction(value) and not name.startswith("_") and not hasattr(value, "__final__")
}
REQUIRED = {name for name in DECLARATIONS if name not in CONTRACT} | BaseAIGenerator.__abstractmethods__
FORMS = {"TASK_NAME": r"[a-z][a-z0-9_]{0,63}", "ROUTE": r"[a-z][a-z0-9-]*"}


def violations(tree: ast.Module) -> list[str]:
    """What a generator's file must not do, each as a sentence."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _is_generator(node)]
    count = [] if len(classes) == 1 else ["holds not exactly one generator"]
    return [*_imports(tree), *_statements(tree), *_names(tree, classes), *count, *_bodies(classes)]


def _is_generator(node: ast.ClassDef) -> bool:
    return any("BaseAIGenerator" in ast.dump(base) for base in node.bases)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (f"imports {alias.name}" for alias in node.names if alias.name not in OUTSIDE)
        elif isinstance(node, ast.ImportFrom):
            module, names = "." * node.level + (node.module or ""), {alias.name for alias in node.names}
            known = module in OUTSIDE or (module in INSIDE and names <= INSIDE[module])
            if not known and (not module.startswith(ROOMS) or names & MACHINERY):
                yield f"imports {sorted(names)} from {module}"


def _statements(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body[1:]:
        if not isinstance(statement, STATEMENTS) and not _is_docstring(statement):
            yield f"line {statement.lineno} does something"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
            yield f"line {node.lineno} sets an attribute"


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _names(tree: ast.Module, classes: list[ast.ClassDef]) -> Iterator[str]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    used = {"BaseAIGenerator", *(node.name for node in classes)} & {n for f in functions for n in _read_in(f)}
    own = {"self"} & {name for node in classes for name in _read_in(node)}
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    hidden = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr.startswith("_")}
    yield from (f"uses {name}" for name in sorted(used | own | hidden | (called & UNDERHAND)))


def _read_in(node: ast.AST) -> set[str]:
    bases = node.bases if isinstance(node, ast.ClassDef) else []
    in_bases = {name.id for base in bases for name in ast.walk(base) if isinstance(name, ast.Name)}
    parts = [name for part in ast.iter_child_nodes(node) for name in ast.walk(part)]
    return {name.id for name in parts if isinstance(name, ast.Name)} - in_bases


def _bodies(classes: list[ast.ClassDef]) -> Iterator[str]:
    for node in classes:
        if len(node.bases) != 1 or not isinstance(node.bases[0], ast.Subscript) or node.keywords:
            yield f"{node.name} has another base, or a metaclass"
        if node.decorator_list:
            yield f"{node.name} is decorated"
        held = set()
        for statement in node.body:
            name, wrong = _member(statement)
            held.add(name)
            yield from [f"{node.name}: {wrong}"] if wrong else []
        yield from (f"{node.name} lacks {name}" for name in sorted(REQUIRED - held))


def _member(statement: ast.stmt) -> tuple[str, str | None]:
    """The name of a member of a generator, and what is wrong with it."""
    if _is_docstring(statement):
        return "", None
    if isinstance(statement, ast.FunctionDef):
        return statement.name, None if _is_hook(statement) else f"{statement.name} is no hook, or of another form"
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id, _declared_wrongly(statement.targets[0].id, statement.value)
    return "", f"line {statement.lineno} is neither a declaration nor a hook"


def _declared_wrongly(name: str, value: ast.expr) -> str | None:
    if name not in DECLARATIONS:
        return f"{name} is no declaration"
    if name in FORMS and not (isinstance(value, ast.Constant) and re.fullmatch(FORMS[name], str(value.value))):
        return f"{name} has to match {FORMS[name]}"
    return None


def _is_hook(function: ast.FunctionDef) -> bool:
    given = function.args
    plain = not (given.defaults or given.kwonlyargs or given.vararg or given.kwarg or function.decorator_list)
    return plain and HOOKS.get(function.name) == tuple(each.arg for each in (*given.posonlyargs, *given.args))
