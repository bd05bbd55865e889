"""Claims and the words they rest on.

A model's answer names, beside each claim, the segment and the words (Quotation) or the notes (Grounded) that
support it. `settle` finds them, stores the transcript's own words, and turns the answer into what the screens
read. A claim that loses all its evidence is dropped, with its reason: from a list it goes, an optional place
becomes null, anything else, and a list that must not be empty, takes what it belongs to with it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, NoReturn
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from app.therapy.quotes import locate_quote
from app.therapy.transcript import Role, Roles, Transcript
from app.therapy.wording import as_words

MAX_QUOTE_CHARS = 300
MAX_NOTES = 4


class SaidOnce:
    """Marks a list of an output type: an entry that repeats an earlier one, apart from case and punctuation, is
    dropped.
    """


SAID_ONCE = SaidOnce()


class Answer(BaseModel):
    """Base of all output types: strict, closed, and without defaults. It rejects, it never repairs."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


class Quotation(Answer):
    """Words that were said. By itself it stands for them; fields added beside it are the claim they support."""

    segment: int = Field(ge=0)
    """The number in brackets of the segment in which these words were said."""
    quote: str = Field(min_length=1, max_length=MAX_QUOTE_CHARS)
    """The words, copied from that one segment, in full sentences, nothing left out or joined."""


class Grounded(Answer):
    """A claim that rests on numbered notes."""

    notes: list[Annotated[int, Field(ge=0)]] = Field(min_length=1, max_length=MAX_NOTES)
    """The numbers in brackets of the notes that support this."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the words under a claim stand. `path` is a JSON pointer into the result; `start` and `end` are the
    segment's seconds; char offsets are into the segment's text."""

    path: str
    session_id: UUID
    quote: str
    segment: int
    char_start: int
    char_end: int
    start: float
    end: float
    speaker: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was not kept. `path` points into the model's answer, or to what it was given and did not use; `reason` is
    quote_not_found, not_the_patients_words, not_the_therapists_words, note_not_found, said_already, cut_short,
    not_in_the_library, one_place_alone, task_not_told, or what a guard withheld it for: withheld_crisis, withheld_name
    and so on."""

    path: str
    reason: str


@dataclass(frozen=True)
class Ground:
    """What evidence may be found in: the transcript of one visit, and notes that bring their own evidence."""

    session_id: UUID
    transcript: Transcript
    roles: Roles | None = None
    only: Role | None = None
    """Whose words alone count as evidence; None for everybody's."""
    notes: tuple[tuple[Evidence, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """An answer as the screens read it. `result` is None when nothing of it was left. `reason` says what is to be known
    of a result all the same."""

    result: dict[str, Any] | None
    evidence: list[Evidence] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    reason: str | None = None


def texts_of(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of an answer with their paths, without quotations."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, list):
        for index, entry in enumerate(node):
            yield from texts_of(entry, f"{path}/{index}")
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            if not (isinstance(node, Quotation) and name == "quote"):
                yield from texts_of(getattr(node, name), f"{path}/{name}")


class _Lost(Exception):
    """The value being settled has lost its evidence."""


def settle(answer: Answer, ground: Ground, unfit: Mapping[str, str] | None = None) -> Settled:
    """Tie each claim of an answer to the words it rests on. `unfit` are places of entries of lists that are dropped
    all the same, and why."""
    settler = _Settler(ground, unfit or {})
    try:
        result, evidence = settler.value(answer, "", "")
    except _Lost:
        return Settled(None, [], settler.dropped)
    bare = settler.dropped and not evidence
    return Settled(None if bare else result, evidence, settler.dropped)


Found = tuple[Any, list[Evidence]]


class _Settler:
    def __init__(self, ground: Ground, unfit: Mapping[str, str]) -> None:
        self._ground = ground
        self._unfit = unfit
        self.dropped: list[Dropped] = []

    def value(self, node: Any, path: str, origin: str, once: bool = False) -> Found:
        """A node as it will stand at `path`; `origin` is where the model wrote it; `once` is for a list whose entries
        may not repeat each other."""
        if isinstance(node, Quotation):
            return self._claim(node, Quotation, self._quoted(node, path, origin), path, origin)
        if isinstance(node, Grounded):
            return self._claim(node, Grounded, self._noted(node, path, origin), path, origin)
        if isinstance(node, BaseModel):
            return self._object(node, list(type(node).model_fields), path, origin)
        if isinstance(node, list):
            return self._list(node, path, origin, once)
        return node, []

    def _claim(self, node: Answer, kind: type[Answer], own: list[Evidence], path: str, origin: str) -> Found:
        """Beside its citation: nothing, then the words stand for it; one field, then that; else an object."""
        beside = [name for name in type(node).model_fields if name not in kind.model_fields]
        if not beside:
            return own[0].quote, own
        if len(beside) == 1:
            value, evidence = self.value(getattr(node, beside[0]), path, f"{origin}/{beside[0]}")
            return value, own + evidence
        value, evidence = self._object(node, beside, path, origin)
        return value, own + evidence

    def _object(self, node: BaseModel, names: list[str], path: str, origin: str) -> Found:
        result, evidence = {}, []
        for name in names:
            declared = type(node).model_fields[name]
            value, own = self._attempt(getattr(node, name), f"{path}/{name}", f"{origin}/{name}", declared)
            if value == [] and _needs_an_item(declared):
                raise _Lost
            result[name] = value
            evidence += own
        return result, evidence

    def _attempt(self, node: Any, path: str, origin: str, declared: FieldInfo) -> Found:
        try:
            return self.value(node, path, origin, once=SAID_ONCE in declared.metadata)
        except _Lost:
            if not _may_be_null(declared):
                raise
            return None, []

    def _list(self, nodes: list[Any], path: str, origin: str, once: bool) -> Found:
        kept: list[Any] = []
        evidence: list[Evidence] = []
        said: set[str] = set()
        for index, node in enumerate(nodes):
            try:
                value, own = self._entry(node, f"{path}/{len(kept)}", f"{origin}/{index}", said if once else None)
            except _Lost:
                continue
            kept.append(value)
            evidence += own
        return kept, evidence

    def _entry(self, node: Any, path: str, origin: str, said: set[str] | None) -> Found:
        """An entry of a list. `said` is what the entries before it say, to which it is added."""
        if origin in self._unfit:
            self._lose(origin, self._unfit[origin])
        found = self.value(node, path, origin)
        if said is not None:
            text = as_words(node if isinstance(node, str) else node.text)
            if text in said:
                self._lose(origin, "said_already")
            said.add(text)
        return found

    def _quoted(self, claim: Quotation, path: str, origin: str) -> list[Evidence]:
        segments = self._ground.transcript.segments
        place = locate_quote(claim.quote, claim.segment, segments)
        if place is None:
            self._lose(origin, "quote_not_found")
        number, span = place
        said = segments[number]
        if self._ground.only and (self._ground.roles or {}).get(said.speaker) is not self._ground.only:
            self._lose(origin, f"not_the_{self._ground.only}s_words")
        words = said.text[span.char_start : span.char_end]
        session = self._ground.session_id
        return [
            Evidence(path, session, words, number, span.char_start, span.char_end, said.start, said.end, said.speaker)
        ]

    def _noted(self, claim: Grounded, path: str, origin: str) -> list[Evidence]:
        known = [number for number in dict.fromkeys(claim.notes) if 0 <= number < len(self._ground.notes)]
        if not known:
            self._lose(origin, "note_not_found")
        return [replace(item, path=path) for number in known for item in self._ground.notes[number]]

    def _lose(self, origin: str, reason: str) -> NoReturn:
        self.dropped.append(Dropped(origin, reason))
        raise _Lost


def _needs_an_item(declared: FieldInfo) -> bool:
    return any(getattr(limit, "min_length", 0) for limit in declared.metadata)


def _may_be_null(declared: FieldInfo) -> bool:
    return type(None) in getattr(declared.annotation, "__args__", ())
