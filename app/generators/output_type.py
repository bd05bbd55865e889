"""Whether an output type only rejects: pydantic has many ways to repair an answer, and none is allowed here."""

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel, BeforeValidator, PlainValidator, Strict, WrapValidator
from pydantic.fields import FieldInfo

from app.therapy.evidence import Answer

_REPAIRERS = (BeforeValidator, PlainValidator, WrapValidator, Strict)
_OWN_WAYS = frozenset(
    "__init__ __new__ model_post_init model_validate_json model_json_schema __get_pydantic_core_schema__"
    " __get_pydantic_json_schema__".split()
)


def check_output_type(output: type[BaseModel]) -> None:
    """Check that a type only rejects. Raises TypeError, naming the place, if it could fill in, convert or ignore what
    the model wrote.
    """
    for model in _models(output, set()):
        for fault in _faults(model):
            raise TypeError(f"{model.__name__}: {fault}")


def _models(model: type[BaseModel], seen: set[type]) -> Iterator[type[BaseModel]]:
    if model in seen:
        return
    seen.add(model)
    yield model
    for field in model.model_fields.values():
        for part in _parts(field.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _models(part, seen)


def _faults(model: type[BaseModel]) -> Iterator[str]:
    if not issubclass(model, Answer):
        yield "made from something else than Answer"
    if model.model_config != Answer.model_config:
        yield "configured otherwise than Answer"
    if own := sorted(_OWN_WAYS & set(vars(model))):
        yield f"{own[0]} is no business of an output type"
    known = model.__pydantic_decorators__
    modes = [validator.info.mode for validator in known.field_validators.values()]
    modes += [validator.info.mode for validator in known.model_validators.values()]
    if set(modes) - {"after"}:
        yield "a validator that may change what the model wrote; mode has to be after"
    for name, field in model.model_fields.items():
        yield from (f"{name} {fault}" for fault in _faults_of(field))


def _faults_of(field: FieldInfo) -> Iterator[str]:
    if not field.is_required():
        yield "has a default"
    if field.alias or field.validation_alias or field.serialization_alias:
        yield "has an alias"
    if any(isinstance(part, _REPAIRERS) for part in [*field.metadata, *_parts(field.annotation)]):
        yield "may change what the model wrote"


def _parts(annotation: Any) -> Iterator[Any]:
    """Return an annotation and all types that it is made of."""
    yield annotation
    inner = annotation.metadata if isinstance(annotation, FieldInfo) else get_args(annotation)
    for part in inner:
        yield from _parts(part)
