"""Runs the risk floor or the guard on JSON lines, and prints a JSON line for each, in order."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.errors import Misconfigured
from app.therapy.risk import assess
from app.therapy.sharing.audience import Place
from app.therapy.sharing.guard import Guard
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Visit

Json = dict[str, Any]
PLACES = {place.value: place for place in Place if place is not Place.JOURNEY}
ROLES = {role.value: role for role in (Role.THERAPIST, Role.PATIENT)}


def run_check(judge: Callable[[Json], Json], file: Path | None) -> None:
    """Print the verdict of `judge` on each line of a file, or of the standard input.

    Raises Misconfigured for the first line that it cannot read, after those before it were answered.
    """
    with _lines(file) as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                sys.stdout.write(json.dumps(_judged(judge, line, number), ensure_ascii=False) + "\n")


def judge_risk(case: Json) -> Json:
    """`{"turns": [["therapist"|"patient", text], …]}` by the risk floor: state and findings."""
    turns = turns_of(case)
    segments = (Segment(float(number), number + 1.0, text, role) for number, (role, text) in enumerate(turns))
    found = assess(Transcript(tuple(segments)), ROLES)
    return {
        "state": found.state,
        "findings": [{"kind": kind.value, "state": state} for kind, state in found.states.items()],
    }


def judge_share(case: Json) -> Json:
    """`{"place", "text", "turns"?}` by the guard: the kept text, and each withheld sentence with its reason."""
    place, text = _place_of(case), _text_of(case)
    turns = turns_of(case) if "turns" in case else []
    reviewed = _guard(tuple(turns)).review(text, place)
    withheld = [{"text": one.text, "reason": one.reason.code} for one in reviewed.withheld]
    return {"kept": text if not withheld else reviewed.kept, "withheld": withheld}


def turns_of(case: Json) -> list[tuple[str, str]]:
    """The turns of a line. Raises ValueError where they are malformed."""
    turns = case["turns"]
    if not isinstance(turns, list) or not all(map(_is_turn, turns)):
        raise ValueError('turns are [["therapist" or "patient", text], …]')
    return [(role, text) for role, text in turns]


def _place_of(case: Json) -> Place:
    if case["place"] in PLACES:
        return PLACES[case["place"]]
    raise ValueError(f"place is one of {', '.join(PLACES)}")


def _text_of(case: Json) -> str:
    if isinstance(case["text"], str):
        return str(case["text"])
    raise ValueError("text is a text")


@lru_cache(maxsize=1)
def _guard(turns: tuple[tuple[str, str], ...]) -> Guard:
    """The guard of a visit of these turns; cached, since consecutive lines are often of one visit."""
    segments = (Segment(float(number), number + 1.0, text, role) for number, (role, text) in enumerate(turns))
    return Guard(Visit(uuid4(), datetime.now(UTC), Transcript(tuple(segments)), ROLES))


def _is_turn(turn: object) -> bool:
    match turn:
        case [str(role), str()]:
            return role in ROLES
    return False


def _judged(judge: Callable[[Json], Json], line: str, number: int) -> Json:
    try:
        return judge(_object(json.loads(line)))
    except KeyError as missing:
        raise Misconfigured(f"line {number}: the key {missing} is missing") from None
    except json.JSONDecodeError as fault:
        raise Misconfigured(f"line {number} is no JSON: {fault.msg}") from None
    except ValueError as fault:
        raise Misconfigured(f"line {number}: {fault}") from None


def _object(case: object) -> Json:
    if isinstance(case, dict):
        return case
    raise ValueError("it is no JSON object")


@contextmanager
def _lines(file: Path | None) -> Iterator[Iterable[str]]:
    if file is None:
        yield sys.stdin
        return
    try:
        opened = file.open(encoding="utf-8")
    except OSError as fault:
        raise Misconfigured(f"{file} cannot be read: {fault.strerror}") from None
    with opened:
        yield opened
