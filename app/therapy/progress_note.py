"""A progress note as a value: lines under parts, and the formats in which clinicians file it.

A note is stored once, as statements that each belong to a part. A format says which parts stand under which section,
so that the same statements can be filed in any of them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from app.therapy.evidence import Evidence

Json = dict[str, Any]
Note = tuple[Json, list[Evidence]]
"""What is stored, and the words that its statements rest on; evidence points into it."""

NOT_DISCUSSED = "not discussed"
CLINICIAN_ADDS = "What was seen and nobody put into words is added by the clinician."


class NoteFormat(StrEnum):
    """How the sections of a note are named and ordered."""

    SOAP = "soap"
    DAP = "dap"
    BIRP = "birp"
    GIRP = "girp"


DEFAULT_FORMAT = NoteFormat.DAP


@dataclass(frozen=True, slots=True)
class Line:
    """One statement of a note. `result` names the task on whose result it rests beside or instead of words."""

    part: str
    text: str
    evidence: tuple[Evidence, ...] = ()
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A heading inside a section. `holds` are the parts of statements under it, in the order of the note. One that is
    `optional` is left out where it is empty; `remark` stands under it always."""

    name: str
    title: str
    holds: tuple[str, ...]
    optional: bool = False
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a format."""

    name: str
    parts: tuple[Part, ...]


_REPORTED = Part("reported", "Reported by the patient", ("reported",))
_OBSERVED = Part("observed", "Observed", ("observed",), remark=CLINICIAN_ADDS)
_MENTAL_STATUS = Part("mental_status", "Mental status", ("mental_status",), optional=True)
_HEALTH = (
    Part("medication", "Medication", ("medication",), optional=True),
    Part("sleep", "Sleep", ("sleep",), optional=True),
    Part("substances", "Substances", ("substances",), optional=True),
)
_GOALS = Part("goals", "Goals", ("goals",))
_INTERVENTIONS = Part("interventions", "Interventions", ("interventions",))
_RESPONSES = Part("responses", "Responses to the interventions", ("responses",))
_BOTH = Part("interventions", "Interventions and responses", ("interventions", "responses"))
_HOMEWORK_REVIEWED = Part("homework_reviewed", "Homework reviewed", ("homework_reviewed",))
_ASSESSMENT = Part("assessment", "Progress and patterns", ("assessment",))
_RISK = Part("risk", "Risk, from the screen", ("risk",))
_PLAN = Section(
    "plan",
    (Part("homework_set", "Homework set", ("homework_set",)), Part("plan", "Next steps", ("plan",))),
)
_SHOWN = (_REPORTED, *_HEALTH, _OBSERVED, _MENTAL_STATUS)

FORMATS: Mapping[NoteFormat, tuple[Section, ...]] = {
    NoteFormat.SOAP: (
        Section("subjective", (_REPORTED, *_HEALTH, _GOALS, _HOMEWORK_REVIEWED)),
        Section("objective", (_OBSERVED, _MENTAL_STATUS, _BOTH)),
        Section("assessment", (_ASSESSMENT, _RISK)),
        _PLAN,
    ),
    NoteFormat.DAP: (
        Section("data", (*_SHOWN, _BOTH, _HOMEWORK_REVIEWED)),
        Section("assessment", (_GOALS, _ASSESSMENT, _RISK)),
        _PLAN,
    ),
    NoteFormat.BIRP: (
        Section("behavior", (*_SHOWN, _RISK)),
        Section("intervention", (_INTERVENTIONS,)),
        Section("response", (_RESPONSES, _HOMEWORK_REVIEWED, _GOALS, _ASSESSMENT)),
        _PLAN,
    ),
    NoteFormat.GIRP: (
        Section("goal", (_GOALS,)),
        Section("intervention", (_INTERVENTIONS,)),
        Section("response", (*_SHOWN, _RESPONSES, _HOMEWORK_REVIEWED, _ASSESSMENT, _RISK)),
        _PLAN,
    ),
}


def stored_note(lines: Iterable[Line]) -> Note:
    """Lines as they are stored: `{"statements": [{part, text, evidence, result}]}`."""
    statements: list[Json] = []
    evidence: list[Evidence] = []
    for at, line in enumerate(lines):
        statements.append({"part": line.part, **_statement(line)})
        evidence += _placed(line, f"/statements/{at}")
    return {"statements": statements}, evidence


def note_lines_of(stored: Json, evidence: Sequence[Evidence]) -> list[Line]:
    """The lines that `stored_note` stored."""
    under: dict[str, list[Evidence]] = {}
    for item in evidence:
        under.setdefault(item.path.partition("/evidence")[0], []).append(item)
    return [
        Line(told["part"], told["text"], tuple(under.get(f"/statements/{at}", ())), told["result"])
        for at, told in enumerate(stored["statements"])
    ]


def arrange_note(lines: Sequence[Line], form: NoteFormat) -> Note:
    """Lines under a format's sections: `{"format", "sections": [{"name", "parts": [{"name", "title", "statements",
    "remark"}]}]}`."""
    sections: list[Json] = []
    evidence: list[Evidence] = []
    for at, section in enumerate(FORMATS[form]):
        shown = [(part, held) for part in section.parts if (held := _held(part, lines)) or not part.optional]
        for place, (_, held) in enumerate(shown):
            for number, line in enumerate(held):
                evidence += _placed(line, f"/sections/{at}/parts/{place}/statements/{number}")
        sections.append({"name": section.name, "parts": [_part(part, held) for part, held in shown]})
    return {"format": form.value, "sections": sections}, evidence


def _held(part: Part, lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.part in part.holds]


def _part(part: Part, held: Sequence[Line]) -> Json:
    remarks = [*([] if held else [NOT_DISCUSSED]), *([part.remark] if part.remark else [])]
    statements = [_statement(line) | {"response": line.part == "responses"} for line in held]
    return {"name": part.name, "title": part.title, "statements": statements, "remark": ". ".join(remarks) or None}


def _statement(line: Line) -> Json:
    return {"text": line.text, "evidence": [item.quote for item in line.evidence], "result": line.result}


def _placed(line: Line, path: str) -> Iterator[Evidence]:
    return (replace(item, path=f"{path}/evidence/{at}") for at, item in enumerate(line.evidence))
