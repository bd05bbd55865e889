"""From output types to strict schemas: what the closed list has, and what is refused, with its place."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

import jsonschema  # type: ignore[import-untyped] # it comes without types
import pytest
from pydantic import AnyUrl, BaseModel, ConfigDict, Field, create_model
from support.tables import each_row

from app.generators.registry import generators
from app.llm.schema import MAX_DEPTH, MAX_PROPERTIES, UnsupportedSchema, strict_schema, strict_schema_violations


class Colour(StrEnum):
    RED = "red"


class Part(BaseModel):
    """A part."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    title: str
    """What it is called."""
    size: float | None
    """Its size, or null."""


class Whole(BaseModel):
    """Everything that may be used."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    parts: list[Part] = Field(min_length=1, max_length=3)
    """The parts."""
    first: Part
    """The first of them."""
    spare: Part | None
    """Another, or null."""
    colour: Colour
    """Its colour."""
    kind: Literal["a", "b"]
    """Its kind."""
    score: float = Field(ge=0, le=10, multiple_of=0.5)
    """Its score."""
    share: float = Field(ge=0, le=1)
    """Its share."""
    count: int = Field(ge=1, le=9)
    """How many there are."""
    day: date
    """Its day."""
    code: str = Field(pattern="^[a-z]+$", max_length=5)
    """Its code."""
    optional: str | None = None
    """Absent is null."""


def each(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from each(child)


def resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]] if "$ref" in node else node
    return found


SCHEMA = strict_schema(Whole)
PROPERTIES = SCHEMA["properties"]


def test_every_object_is_closed_and_wants_all_its_properties() -> None:
    objects = [node for node in each(SCHEMA) if node.get("type") == "object"]
    assert objects
    for node in objects:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])


def test_a_title_is_dropped_but_a_property_may_be_called_title() -> None:
    part = resolved(SCHEMA, PROPERTIES["parts"]["items"])
    assert part["properties"]["title"] == {"type": "string", "description": "What it is called."}
    assert not any(isinstance(node.get("title"), str) for node in each(SCHEMA))


def test_a_default_of_null_is_dropped() -> None:
    assert "default" not in PROPERTIES["optional"]
    assert "optional" in SCHEMA["required"]


def test_a_described_reference_is_written_out_and_keeps_the_nearer_description() -> None:
    assert PROPERTIES["first"]["description"] == "The first of them."
    assert PROPERTIES["first"]["type"] == "object"
    assert not any("$ref" in node and len(node) > 1 for node in each(SCHEMA))


def test_limits_become_the_schemas() -> None:
    assert (PROPERTIES["parts"]["minItems"], PROPERTIES["parts"]["maxItems"]) == (1, 3)
    assert (PROPERTIES["code"]["pattern"], PROPERTIES["code"]["maxLength"]) == ("^[a-z]+$", 5)
    assert PROPERTIES["day"]["format"] == "date"


def test_a_range_of_decimals_becomes_the_list_of_its_values() -> None:
    halves = [number / 2 for number in range(21)]
    assert PROPERTIES["score"] == {"type": "number", "enum": halves, "description": "Its score."}
    assert "5.0" not in json.dumps(PROPERTIES["score"]["enum"])
    assert PROPERTIES["share"]["enum"] == [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, *PROPERTIES["share"]["enum"][7:20], 1]
    assert PROPERTIES["count"] == {"type": "integer", "minimum": 1, "maximum": 9, "description": "How many there are."}


def test_an_optional_object_is_a_union_with_null() -> None:
    assert {"type": "null"} in PROPERTIES["spare"]["anyOf"]


def test_properties_keep_the_order_in_which_they_are_written() -> None:
    assert list(PROPERTIES) == list(Whole.model_fields)


def test_definitions_that_were_written_out_everywhere_are_left_out() -> None:
    assert "Colour" not in SCHEMA.get("$defs", {})
    used = {node["$ref"] for node in each(SCHEMA) if "$ref" in node}
    assert used == {f"#/$defs/{name}" for name in SCHEMA.get("$defs", {})}


def test_the_schema_says_what_the_type_says() -> None:
    good = {
        "parts": [{"title": "x", "size": None}], "first": {"title": "x", "size": 1.0}, "spare": None, "colour": "red",
        "kind": "a", "score": 6.5, "share": 0.35, "count": 2, "day": "2026-01-01", "code": "abc", "optional": None,
    }  # fmt: skip
    jsonschema.validate(good, SCHEMA)
    Whole.model_validate_json(json.dumps(good), strict=True)
    wrongs: list[dict[str, Any]] = [
        {"score": 6.3},
        {"score": 10.5},
        {"share": 1.05},
        {"kind": "c"},
        {"parts": []},
        {"code": "ABC"},
        {"more": 1},
    ]
    for wrong in wrongs:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, **wrong}, SCHEMA)


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


class Loose(BaseModel):
    model_config = ConfigDict(extra="allow")
    x: int


@each_row(
    ("annotation", "field", "reason"),
    [
        (tuple[int, str], ..., "prefixItems"),
        (dict[str, int], ..., "free keys"),
        (Any, ..., "no type"),
        (list[Any], ..., "no type"),
        (list, ..., "no type"),
        (object, ..., "no type"),
        (set[int], ..., "uniqueItems"),
        (int, 3, "default is not supported"),
        (str, "", "default is not supported"),
        (bytes, ..., "format binary"),
        (AnyUrl, ..., "format uri"),
        (Annotated[Cat | Dog, Field(discriminator="kind")], ..., "oneOf"),
        (Annotated[str, Field(json_schema_extra={"pattern": "^(?=a)b"})], ..., "look-around"),
        (Annotated[str, Field(json_schema_extra={"pattern": "(?<!a)b"})], ..., "look-around"),
        (Annotated[str, Field(json_schema_extra={"allOf": [{}]})], ..., "allOf"),
        (Annotated[str, Field(examples=["x"])], ..., "examples"),
        (Annotated[str, Field(deprecated=True)], ..., "deprecated"),
    ],
)
def test_what_the_closed_list_does_not_have_is_refused_with_its_place(annotation: Any, field: Any, reason: str) -> None:
    inner = create_model("Inner", place=(annotation, field))
    listed: Any = list[inner]
    with pytest.raises(UnsupportedSchema, match=reason) as caught:
        strict_schema(create_model("Wrong", inner=(listed, ...)))
    assert "Wrong: /" in str(caught.value)
    assert "/place" in str(caught.value)


def test_an_open_object_is_refused_where_it_is_defined() -> None:
    with pytest.raises(UnsupportedSchema, match=r"/\$defs/Loose: an object with free keys"):
        strict_schema(create_model("Wrong", inner=(list[Loose], ...)))


def test_a_root_that_is_no_object_is_refused() -> None:
    assert "the root is not an object" in " ".join(
        strict_schema_violations({"type": "array", "items": {"type": "string"}})
    )
    assert "the root is not an object" in " ".join(strict_schema_violations({"anyOf": [{"type": "object"}]}))


def test_what_is_nested_too_deep_is_refused() -> None:
    node: dict[str, Any] = {"type": "string"}
    for _ in range(MAX_DEPTH + 1):
        node = {"type": "object", "properties": {"in": node}, "required": ["in"], "additionalProperties": False}
    assert any("deeper" in found for found in strict_schema_violations(node))
    assert not list(strict_schema_violations(node["properties"]["in"]))


def test_too_many_properties_are_refused() -> None:
    many = {f"p{n}": {"type": "string"} for n in range(MAX_PROPERTIES + 1)}
    schema = {"type": "object", "properties": many, "required": list(many), "additionalProperties": False}
    assert any("properties" in found for found in strict_schema_violations(schema))


def test_a_decimal_passes_as_a_union_of_number_and_text_which_is_why_no_output_uses_one() -> None:
    schema = strict_schema(create_model("Price", value=(Decimal, ...)))
    assert {branch["type"] for branch in schema["properties"]["value"]["anyOf"]} == {"number", "string"}


@each_row("task", generators())
def test_every_generators_schema_is_strict(task: str) -> None:
    declared = generators()[task].declared
    assert not list(strict_schema_violations(declared.schema))
    jsonschema.Draft202012Validator.check_schema(declared.schema)
    assert declared.schema == strict_schema(declared.reply)
    for node in each(declared.schema):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False


@each_row("task", generators())
def test_every_field_that_a_model_fills_is_described_to_it(task: str) -> None:
    schema = generators()[task].declared.schema
    for node in each(schema):
        for name, child in node.get("properties", {}).items() if node.get("type") == "object" else ():
            assert resolved(schema, child).get("description"), name
