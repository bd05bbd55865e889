"""From an output type to the JSON schema that a strict endpoint accepts.

Source of the closed list: OpenAI's structured outputs guide. Whatever cannot be brought into it is refused when
the generator's class is made, with its path, so that no request is ever sent with a schema that will be rejected.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

SUPPORTED = frozenset(
    "type properties required additionalProperties items enum const anyOf $ref $defs description pattern format"
    " minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems minLength maxLength".split()
)
FORMATS = frozenset("date-time time date duration email hostname ipv4 ipv6 uuid".split())
MAX_PROPERTIES = 5_000
MAX_DEPTH = 10
STEPS = 20
"""Into how many steps a range of decimals is split where its type names no step."""


class UnsupportedSchema(TypeError):
    """An output type uses what strict schemas do not have; the message lists each place."""


def strict_schema(output: type[BaseModel]) -> Schema:
    """The strict JSON schema of an output type. Raises UnsupportedSchema."""
    raw = output.model_json_schema()
    schema = _without_unused(simplify_schema(raw, raw.get("$defs", {})))
    found = list(strict_schema_violations(schema))
    if found:
        raise UnsupportedSchema(f"{output.__name__}: " + "; ".join(found))
    return schema


def simplify_schema(node: Schema, definitions: Schema) -> Schema:
    """One schema node with titles and null defaults dropped, described references written out in place, ranges of
    decimals written out as their values, and every object closed with all its properties required."""
    node = _written_out(node, definitions)
    kept = {key: value for key, value in node.items() if key != "title"}
    if "default" in kept and kept["default"] is None:
        del kept["default"]
    for key in ("properties", "$defs"):
        if key in kept:
            kept[key] = {name: simplify_schema(child, definitions) for name, child in kept[key].items()}
    if isinstance(kept.get("items"), dict):
        kept["items"] = simplify_schema(kept["items"], definitions)
    if "anyOf" in kept:
        kept["anyOf"] = [simplify_schema(child, definitions) for child in kept["anyOf"]]
    if kept.get("type") == "number" and {"minimum", "maximum"} <= set(kept):
        kept = _listed(kept)
    if kept.get("type") == "object":
        kept.setdefault("additionalProperties", False)
        kept["required"] = list(kept.get("properties", {}))
    return kept


def strict_schema_violations(schema: Schema) -> Iterator[str]:
    """Each place of a schema that a strict endpoint would reject, as `path: reason`."""
    if schema.get("type") != "object" or "anyOf" in schema:
        yield "/: the root is not an object"
    if _count_properties(schema) > MAX_PROPERTIES:
        yield f"/: more than {MAX_PROPERTIES} properties"
    yield from _violations(schema, "", 0)
    for name, child in schema.get("$defs", {}).items():
        yield from _violations(child, f"/$defs/{name}", 0)


def _violations(node: Schema, path: str, depth: int) -> Iterator[str]:
    yield from (f"{path or '/'}: {reason}" for reason in _faults(node, depth))
    for name, child in node.get("properties", {}).items():
        yield from _violations(child, f"{path}/{name}", depth + 1)
    if isinstance(node.get("items"), dict):
        yield from _violations(node["items"], f"{path}/items", depth + 1)
    for index, child in enumerate(node.get("anyOf", [])):
        yield from _violations(child, f"{path}/anyOf/{index}", depth)


def _faults(node: Schema, depth: int) -> Iterator[str]:
    for key in sorted(set(node) - SUPPORTED):
        yield f"{key} is not supported"
    if depth > MAX_DEPTH:
        yield f"nested deeper than {MAX_DEPTH}"
    if node.get("type") == "object" and node.get("additionalProperties") is not False:
        yield "an object with free keys"
    if not {"type", "$ref", "anyOf", "enum", "const"} & set(node):
        yield "no type"
    if node.get("type") == "array" and "items" not in node:
        yield "a list of anything"
    if "$ref" in node and len(node) > 1:
        yield "$ref with neighbours"
    if node.get("format", "date") not in FORMATS:
        yield f"format {node['format']} is not supported"
    if any(mark in node.get("pattern", "") for mark in ("(?=", "(?!", "(?<")):
        yield "pattern with look-around"


def _written_out(node: Schema, definitions: Schema) -> Schema:
    if "$ref" not in node or len(node) == 1:
        return node
    target = definitions[node["$ref"].rsplit("/", 1)[-1]]
    return {**deepcopy(target), **{key: value for key, value in node.items() if key != "$ref"}}


def _listed(node: Schema) -> Schema:
    """A range of decimals as the list of its values: grammars hold a list, and no range. A type may take values between
    them, from a server without a grammar."""
    low, high = node["minimum"], node["maximum"]
    steps = round((high - low) / node["multipleOf"]) if "multipleOf" in node else STEPS
    values = [round(low + (high - low) * step / steps, 6) for step in range(steps + 1)]
    kept = {key: value for key, value in node.items() if key not in ("minimum", "maximum", "multipleOf")}
    return {**kept, "enum": [int(value) if value == int(value) else value for value in values]}


def _without_unused(schema: Schema) -> Schema:
    """The schema without definitions that were written out everywhere: they would be paid for in each prompt."""
    definitions = schema.get("$defs", {})
    wanted, seen = _references({**schema, "$defs": {}}), set[str]()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        wanted |= _references(definitions[name])
    kept = {name: child for name, child in definitions.items() if name in seen}
    rest = {key: value for key, value in schema.items() if key != "$defs"}
    return {**rest, "$defs": kept} if kept else rest


def _references(node: Any) -> set[str]:
    if isinstance(node, list):
        return {name for child in node for name in _references(child)}
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"].rsplit("/", 1)[-1]} if isinstance(node.get("$ref"), str) else set()
    return own | {name for child in node.values() for name in _references(child)}


def _count_properties(node: Any) -> int:
    if isinstance(node, list):
        return sum(_count_properties(child) for child in node)
    if not isinstance(node, dict):
        return 0
    own = len(node["properties"]) if isinstance(node.get("properties"), dict) else 0
    return own + sum(_count_properties(child) for child in node.values())
