"""An output type rejects; every way in which pydantic could repair an answer is refused."""

from typing import Annotated, Any

import pytest
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    Strict,
    WrapValidator,
    field_validator,
    model_validator,
)
from support.tables import each_row

from app.generators.output_type import check_output_type
from app.generators.plain_text import Plain
from app.generators.registry import generators_by_task
from app.therapy.evidence import Answer


def as_it_is(value: Any) -> Any:
    return value


class Good(Answer):
    """All that is allowed."""

    words: list[Annotated[Plain, Field(max_length=3)]] = Field(min_length=1)
    """Words."""
    again: "Good | None"
    """One inside the other."""

    @field_validator("words")
    @classmethod
    def _distinct(cls, words: list[str]) -> list[str]:
        return words

    @model_validator(mode="after")
    def _whole(self) -> "Good":
        return self


class WithDefault(Answer):
    word: str = "none"


class WithNull(Answer):
    word: str | None = None


class WithFactory(Answer):
    words: list[str] = Field(default_factory=list)


class WithAlias(Answer):
    word: str = Field(alias="wort")


class WithOtherAlias(Answer):
    word: str = Field(validation_alias="wort")


class Lenient(Answer):
    word: Annotated[str, Strict(False)]


class LenientField(Answer):
    word: int = Field(strict=False)


class Stripping(Answer):
    model_config = ConfigDict(str_strip_whitespace=True)
    word: str


class Open(Answer):
    model_config = ConfigDict(extra="ignore")
    word: str


class Before(Answer):
    word: Annotated[str, BeforeValidator(as_it_is)]


class BeforeInside(Answer):
    words: list[Annotated[str, BeforeValidator(as_it_is)]]


class Wrapped(Answer):
    word: Annotated[str, WrapValidator(lambda value, handler: handler(value))] | None


class Instead(Answer):
    word: Annotated[str, PlainValidator(as_it_is)]


class BeforeItsField(Answer):
    word: str

    @field_validator("word", mode="before")
    @classmethod
    def _first(cls, word: Any) -> Any:
        return word


class BeforeAll(Answer):
    word: str

    @model_validator(mode="before")
    @classmethod
    def _first(cls, values: Any) -> Any:
        return values


class OwnReading(Answer):
    word: str

    @classmethod
    def model_validate_json(cls, *arguments: Any, **named: Any) -> Any:
        return cls(word="always this")


class OwnStart(Answer):
    word: str

    def model_post_init(self, context: Any) -> None: ...


class NoAnswer(BaseModel):
    word: str


REFUSED: list[tuple[type[BaseModel], str]] = [
    (WithDefault, "word has a default"),
    (WithNull, "word has a default"),
    (WithFactory, "words has a default"),
    (WithAlias, "word has an alias"),
    (WithOtherAlias, "word has an alias"),
    (Lenient, "word may change"),
    (LenientField, "word may change"),
    (Stripping, "configured otherwise"),
    (Open, "configured otherwise"),
    (Before, "word may change"),
    (BeforeInside, "words may change"),
    (Wrapped, "word may change"),
    (Instead, "word may change"),
    (BeforeItsField, "validator"),
    (BeforeAll, "validator"),
    (OwnReading, "model_validate_json"),
    (OwnStart, "model_post_init"),
    (NoAnswer, "something else than Answer"),
]


@each_row(("output", "fault"), REFUSED)
def test_a_type_that_could_repair_is_refused_with_the_place(output: type[BaseModel], fault: str) -> None:
    with pytest.raises(TypeError, match=f"{output.__name__}: .*{fault}"):
        check_output_type(output)


@each_row(("output", "fault"), REFUSED)
def test_it_is_found_however_deep_it_stands(output: type[BaseModel], fault: str) -> None:
    inner: Any = type("Inner", (Answer,), {"__annotations__": {"deep": list[output | None]}})  # type: ignore[valid-type] # made at run time
    outer: Any = type("Outer", (Answer,), {"__annotations__": {"inner": inner}})
    with pytest.raises(TypeError, match=f"{output.__name__}: .*{fault}"):
        check_output_type(outer)


def test_a_type_that_only_rejects_passes() -> None:
    check_output_type(Good)


@each_row("task", generators_by_task())
def test_every_generators_output_only_rejects(task: str) -> None:
    check_output_type(generators_by_task()[task].declared.reply)
