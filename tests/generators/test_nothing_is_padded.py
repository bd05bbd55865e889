"""Nothing is padded: a result holds at most what the model answered, and no word of ours in its place."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from support.answer_strategies import Json
from support.padding import ABSENT, FILLERS, assert_unpadded, padding
from support.tables import each_row

import app
from app.generators.registry import generators_by_task

APP = Path(app.__file__).parent
JUDGED = re.compile("mood|confidence|score")


@each_row("task", generators_by_task())
def test_a_result_has_nothing_that_the_answer_does_not_have(task: str) -> None:
    """tests/prove draws many more."""

    @settings(max_examples=12, derandomize=True, database=None)
    @given(data=st.data())
    def drawn(data: st.DataObject) -> None:
        assert_unpadded(task, data)

    drawn()


@each_row(
    ("result", "found"),
    [
        ({"insights": ["One.", "One."]}, ["insights"]),
        ({"insights": ["Two."]}, ["Two."]),
        ({"insights": ["One."], "confidence": 0.8}, ["confidence"]),
        ({"shareProgress": ["One.", "One."]}, ["shareProgress"]),
        ({"prose": "One.\n\nTwo."}, ["Two."]),
    ],
)
def test_padding_is_noticed(result: Json, found: list[str]) -> None:
    answer = {"insights": [{"notes": [0], "text": "One."}], "completedTasks": [], "suggestions": ["One."]}
    assert padding(result, {**answer, "confidence": 0.5}) == found
    assert padding({"insights": ["One."], "confidence": 0.5}, {**answer, "confidence": 0.5}) == []


def test_the_fillers_of_the_predecessor_stand_nowhere_in_the_application() -> None:
    sources = [path for path in APP.rglob("*") if path.suffix in {".py", ".json", ".js", ".html", ".md"}]
    assert len(sources) > 100
    assert [path for path in sources if FILLERS.search(path.read_text(encoding="utf-8"))] == []


def test_no_mood_and_no_confidence_stands_in_for_one_that_is_absent() -> None:
    found = {str(path) for path in APP.rglob("*.py") if any(_stands_in(node) for node in _nodes(path))}
    assert found == set()


@each_row("code", ["answer.get('mood_score', 5.0)", "confidence or 0.8", "read(confidence=0.8)"])
def test_what_stands_in_is_noticed(code: str) -> None:
    assert any(map(_stands_in, ast.walk(ast.parse(code))))


def _nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def _stands_in(node: ast.AST) -> bool:
    """A number of the predecessor's as a second choice, or as an argument, for what is judged."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return len(node.args) == 2 and _is_absent(node.args[1]) and bool(JUDGED.search(ast.unparse(node.args[0])))
    if isinstance(node, ast.BoolOp):
        return _is_absent(node.values[-1]) and bool(JUDGED.search(ast.unparse(node.values[0])))
    return isinstance(node, ast.keyword) and _is_absent(node.value) and bool(JUDGED.search(node.arg or ""))


def _is_absent(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in ABSENT
