"""Answers that a type allows, drawn by hypothesis: as short as may be, with true quotations and invented ones."""

import random
from functools import cache
from typing import Any, Literal, get_args, get_origin

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from app.therapy.evidence import Answer, Quotation
from app.therapy.techniques import technique_names
from app.therapy.transcript import Segment, Transcript

Json = dict[str, Any]
SAID = ("I walk along the river.", "The bread smells of summer.", "My boots are warm and dry.", "I like the wind.")
TALK = Transcript(
    tuple(Segment(10.0 * at, 10.0 * at + 9, text, f"SPEAKER_0{at % 2}") for at, text in enumerate(SAID * 2))
)
INVENTED = "Nobody said so."
WORDS = tuple("amber birch copper daisy ember fern granite heather ivory juniper kettle linen meadow nettle".split())
MAX_WORDS = 8
MAX_ITEMS = 3
"""Of a list without a limit of its own."""
LAST_NOTE = 6
SHUFFLES = 999
"""Orders of the words, beside the first; one number costs hypothesis less than eight."""


@cache
def answers(model: type[Answer]) -> st.SearchStrategy[Json]:
    """Answers of a type, as a model writes them; a few are still refused by it, as two entries may say the same."""
    fields = {name: _of(field.annotation, field) for name, field in model.model_fields.items()}
    if not issubclass(model, Quotation):
        return st.fixed_dictionaries(fields)
    fields |= {"segment": st.integers(0, len(TALK.segments) - 1), "quote": st.just(INVENTED)}
    return st.builds(_quoting, st.fixed_dictionaries(fields), st.sampled_from((True, True, True, False)))


def _quoting(found: Json, true: bool) -> Json:
    return {**found, "quote": TALK.segments[found["segment"]].text} if true else found


def _of(kind: Any, field: FieldInfo) -> st.SearchStrategy[Any]:
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if get_origin(kind) is list:
        return _list(get_args(kind)[0], field)
    if type(None) in get_args(kind):
        return st.none() | _of(next(part for part in get_args(kind) if part is not type(None)), field)
    if isinstance(kind, type) and issubclass(kind, Answer):
        return answers(kind)
    numbers = {bool: st.booleans(), int: st.integers(0, LAST_NOTE), float: _number(field)}
    return numbers[kind] if kind in numbers else _text(field)


def _list(item: Any, field: FieldInfo) -> st.SearchStrategy[list[Any]]:
    own = FieldInfo.from_annotation(item)
    fewest, most = _limit(field, "min_length", 0), _limit(field, "max_length", MAX_ITEMS)
    return st.lists(_of(own.annotation, own), min_size=fewest, max_size=max(fewest, most))


def _limit(field: FieldInfo, name: str, otherwise: int) -> int:
    return next((getattr(limit, name) for limit in field.metadata if hasattr(limit, name)), otherwise)


def _number(field: FieldInfo) -> st.SearchStrategy[float]:
    """Steps of a twentieth, which of ten are halves."""
    most = _limit(field, "le", 1)
    return st.integers(0, 20).map(lambda step: most * step / 20)


def _text(field: FieldInfo) -> st.SearchStrategy[str]:
    """Texts of as many words as the field takes; where it takes none of them, names that it does take."""
    adapter: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    lengths = [count for count in range(1, MAX_WORDS + 1) if _fits(adapter, " ".join(WORDS[:count]))]
    if not lengths:
        return st.sampled_from([name for name in ("S1", "S2", *technique_names()[:9]) if _fits(adapter, name)])
    return st.builds(_some_words, st.integers(0, SHUFFLES), st.sampled_from(lengths))


def _some_words(shuffle: int, count: int) -> str:
    return " ".join(random.Random(shuffle).sample(WORDS, count))


def _fits(adapter: TypeAdapter[Any], text: str) -> bool:
    try:
        adapter.validate_python(text, strict=True)
    except ValidationError:
        return False
    return True
