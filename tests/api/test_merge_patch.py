"""JSON Merge Patch by the RFC's own examples."""

from typing import Any

from app.api.merge_patch import apply_merge_patch

EXAMPLES: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    (None, {"a": {"b": [None, {"c": None}]}}, {"a": {"b": [None, {"c": None}]}}),
]
"""Appendix A of RFC 7396, and one more: null inside a list is a value."""


def test_the_examples_of_the_rfc() -> None:
    wrong = [(target, patch) for target, patch, result in EXAMPLES if apply_merge_patch(target, patch) != result]
    assert wrong == []


def test_neither_side_is_changed() -> None:
    target, patch = {"a": {"b": 1}}, {"a": {"c": 2}}
    assert apply_merge_patch(target, patch) == {"a": {"b": 1, "c": 2}}
    assert (target, patch) == ({"a": {"b": 1}}, {"a": {"c": 2}})
