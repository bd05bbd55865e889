"""Recognises the task of a request by its schema's name or, without one, by the fields the answer must have."""

import json
from typing import Any

from app.offline.answers import task_with
from app.offline.completion import content_of


def requested_task(request: dict[str, Any]) -> str:
    """The task's name; "" where the request tells of none.

    A server without `json_schema` gets the schema in its response format or at the end of the instructions, without a
    name.
    """
    wanted = _part(request, "response_format")
    named = _part(wanted, "json_schema").get("name")
    if isinstance(named, str):
        return named
    schema = _part(wanted, "schema") or _written_out(request)
    return task_with(_fields(schema))


def _written_out(request: dict[str, Any]) -> dict[str, Any]:
    """The schema on the last line of the first message; {} where none stands there."""
    _, _, last = content_of(request["messages"][0]).rpartition("\n")
    try:
        schema = json.loads(last)
    except (ValueError, RecursionError):
        return {}
    return schema if isinstance(schema, dict) else {}


def _fields(schema: dict[str, Any]) -> frozenset[str]:
    """The names of what stands under "answer", which is written out, or refers to a definition."""
    answer = _part(_part(schema, "properties"), "answer")
    choices = answer.get("anyOf")
    for choice in choices if isinstance(choices, list) else []:
        target = str(choice.get("$ref", "")) if isinstance(choice, dict) else ""
        node = _part(_part(schema, "$defs"), target.rpartition("/")[2]) if target else choice
        if isinstance(node, dict) and _part(node, "properties"):
            return frozenset(_part(node, "properties"))
    return frozenset()


def _part(node: Any, name: str) -> dict[str, Any]:
    part = node.get(name) if isinstance(node, dict) else None
    return part if isinstance(part, dict) else {}
