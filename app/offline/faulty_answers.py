"""Turns good answers into faulty ones: each Fault of a FaultPlan, and obedience to injected instructions."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from app.offline.completion import SpokenAnswer, text_of
from app.offline.fault_injection import Fault, Obeys
from app.offline.prompt import Prompt

NEVER_SAID = "Seven purple giraffes quietly renegotiated the harbour mortgage."
LINK = "See https://evil.example/now."
WEB_PAGE = b"<!doctype html><title>502 Bad Gateway</title>"
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,200}\b(?:above|previous|prior|earlier|instructions?|rules|prompt)\b"
    r"|\b(?:in|to|of|from|with) your (?:answer|output|reply|response)\b",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:output|answer|reply|respond|write|print|say)\b(?:\s+(?:with|only|exactly|just))*[\s:]+(.+)", re.I
)
_TEXTS = frozenset({"text", "rationale", "reasoning", "content", "emotional_tone", "skill", "goal"})
_FIRST_NUMBER = re.compile(r"(?<=:)-?\d+(?:\.\d+)?")


def spoil_answer(spoken: SpokenAnswer, answer: Any, fault: Fault) -> SpokenAnswer:
    """What is said in place of `spoken`, the good answer, whose parsed form is `answer`."""
    text = spoken.text or text_of(answer)
    half = text[: len(text) // 2]
    wrong: dict[Fault, SpokenAnswer] = {
        Fault.REFUSAL: SpokenAnswer(refusal="I cannot help with that."),
        Fault.CUT_OFF: SpokenAnswer(half, finish_reason="length"),
        Fault.CONTENT_FILTER: SpokenAnswer(half, finish_reason="content_filter"),
        Fault.EMPTY: SpokenAnswer(""),
        Fault.MALFORMED: SpokenAnswer(half),
        Fault.DUPLICATE_KEYS: SpokenAnswer(f'{{"answer":null,{text[1:]}'),
        Fault.NOT_A_NUMBER: SpokenAnswer(_not_a_number(text)),
        Fault.OUT_OF_RANGE: SpokenAnswer(text_of(_changed(answer, _out_of_range))),
        Fault.INVENTED_QUOTES: SpokenAnswer(text_of(_changed(answer, _invented))),
    }
    return wrong.get(fault, replace(spoken))


def instruction_in(prompt: Prompt) -> str | None:
    """What a line of the transcript tells a reader to write; None where no line gives orders."""
    for line in prompt.lines:
        if _INSTRUCTION.search(line.text):
            told = _TOLD.search(line.text)
            return told[1] if told else line.text
    return None


def obey_instruction(answer: Any, told: str, ways: Collection[Obeys]) -> Any:
    """The answer of a model that does what a line of the transcript tells it to."""

    def words(name: str, value: Any) -> Any:
        if name not in _TEXTS or not isinstance(value, str):
            return value
        parts = [told] * ("words" in ways) + [LINK] * ("link" in ways)
        return " ".join(parts) or value

    changed = _changed(answer, words)
    return {**changed, "obeyed": told} if "keys" in ways else changed


def _not_a_number(text: str) -> str:
    spoilt_text, count = _FIRST_NUMBER.subn("NaN", text, count=1)
    return spoilt_text if count else '{"answer":NaN}'


def _out_of_range(_name: str, value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return -1 if isinstance(value, int) else 99.5


def _invented(name: str, value: Any) -> Any:
    return NEVER_SAID if name == "quote" else value


def _changed(node: Any, change: Callable[[str, Any], Any], name: str = "") -> Any:
    """A copy of `node` in which each leaf is what `change(its name, it)` gives."""
    if isinstance(node, dict):
        return {key: _changed(value, change, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_changed(value, change, name) for value in node]
    return change(name, node)
