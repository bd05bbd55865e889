"""How many tokens an answer may have: from the limits of its type, and what a model thinks at an effort."""

from collections.abc import Mapping
from typing import Any

from app.llm.model_grids import Effort
from app.llm.schema import Schema

CHARS_PER_TOKEN = 2.0
"""Few: other languages than English have more tokens for the same text."""
TEXT_CHARS, VALUE_CHARS = 600, 12
"""For texts without a limit of their own, and for numbers and words of a list."""
MAX_ENTRIES = 20
"""For lists without a limit of their own."""
MAX_DEPTH = 10
ROOM = 1_000
"""For spaces and line breaks."""
REASONING: Mapping[Effort, int] = {
    "none": 1_000, "minimal": 4_000, "low": 25_000, "medium": 25_000, "high": 50_000, "xhigh": 75_000, "max": 100_000,
}  # fmt: skip
"""Tokens, thought ones included, that stop no model that works and every one that does not."""
UNKNOWN_REASONING = 16_000
"""For a model of which nothing is known: it may think aloud."""


def answer_limit(schema: Schema, effort: Effort | None) -> int:
    """Return the most tokens of an answer to a schema at an effort; None stands for a model that is not known."""
    thought = UNKNOWN_REASONING if effort is None else REASONING[effort]
    return round(_chars(schema, schema.get("$defs", {})) / CHARS_PER_TOKEN) + ROOM + thought


def _chars(node: Mapping[str, Any], definitions: Mapping[str, Any], depth: int = 0) -> int:
    """Return how many characters a value of a schema's node has at most."""
    if "$ref" in node and depth < MAX_DEPTH:
        return _chars(definitions[node["$ref"].rsplit("/", 1)[-1]], definitions, depth + 1)
    if "anyOf" in node:
        return max(_chars(child, definitions, depth + 1) for child in node["anyOf"])
    if "enum" in node:
        return max(len(str(value)) for value in node["enum"]) + 2
    match node.get("type"):
        case "object":
            children = node.get("properties", {}).items()
            chars = sum(len(name) + 6 + _chars(child, definitions, depth + 1) for name, child in children)
        case "array":
            chars = int(node.get("maxItems", MAX_ENTRIES)) * (_chars(node["items"], definitions, depth + 1) + 4)
        case "string":
            chars = int(node.get("maxLength", TEXT_CHARS))
        case _:
            chars = VALUE_CHARS
    return chars
