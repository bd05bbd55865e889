"""Finds the JSON object in a model's text: the one place that forgives what servers put around it."""

import json
import re
from dataclasses import dataclass

MAX_STARTS = 20
"""How many opening braces are tried; text before an answer rarely has one."""
_THOUGHT = re.compile(r"\A\s*<(think|thinking|reasoning)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_UNOPENED_THOUGHT = re.compile(r"\A.*?</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
"""A server may swallow the opening tag, which is part of its prompt template."""
_END_OF_TURN = (
    *("<|im_end|>", "<|eot_id|>", "<|end|>", "<|endoftext|>", "<|end_of_text|>", "<|eom_id|>", "<|return|>"),
    *("</s>", "<end_of_turn>", "[INST]", "[/INST]"),
)
_DECODER = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Extraction:
    """`text` is the JSON object, or the whole text if none was found. `extracted`: text around it was cut off."""

    text: str
    extracted: bool


def extract_json(text: str) -> Extraction:
    """Return the one JSON object of a text, which is not validated beyond its braces and strings.

    Cut off are a byte order mark, a thinking block before the object, sentences and code fences around it, and
    end-of-turn tokens. A text with two different objects is returned as it is: nobody can say which one is meant.
    """
    bare = text.strip()
    if bare.startswith("{") and _end_of_object(bare, 0) == len(bare):
        return Extraction(text, False)
    core = _without_thought(bare.lstrip("\ufeff"))
    core = _without_end_of_turn(core.strip())
    found = _only_object(core)
    return Extraction(text, False) if found is None else Extraction(found, True)


def _without_thought(text: str) -> str:
    without = _THOUGHT.sub("", text, count=1)
    return _UNOPENED_THOUGHT.sub("", without, count=1) if without == text else without


def _without_end_of_turn(text: str) -> str:
    while (token := next((each for each in _END_OF_TURN if text.endswith(each)), None)) is not None:
        text = text.removesuffix(token).rstrip()
    return text


def _only_object(text: str) -> str | None:
    """Return the object that stands in a text; None without one, or with several that differ."""
    found: list[str] = []
    at, tried = text.find("{"), 0
    while at >= 0 and tried < MAX_STARTS:
        tried += 1
        end = _end_of_object(text, at)
        if end is not None:
            found.append(text[at:end])
        at = text.find("{", at + 1 if end is None else end)
    return found[0] if found and len(set(found)) == 1 else None


def _end_of_object(text: str, at: int) -> int | None:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None
    return end if isinstance(value, dict) and value else None
