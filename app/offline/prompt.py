"""Reads what a generator shows: the numbered lines between its fences."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from app.therapy.evidence import MAX_QUOTE_CHARS
from app.therapy.transcript import Segment, Transcript
from app.therapy.wording import sentences

_FENCE = re.compile(r"^<(\w+)>\n(.*?)^</\1>$", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"\[(\d+)\] (\w+): (.*)")
_NOTE = re.compile(r"\[(\d+)\] \(([^,()]*), ([^()]*)\) (.*)")


class Line(NamedTuple):
    """One segment as shown: its number, its speaker's label (Patient, Therapist, Other, S1 …), its words."""

    number: int
    speaker: str
    text: str


class NoteLine(NamedTuple):
    """One note as shown: which visit it is about, in words, and what kind of finding it is."""

    number: int
    about: str
    kind: str
    text: str


class Sentence(NamedTuple):
    """One sentence, and the number of the segment it stands in."""

    segment: int
    speaker: str
    text: str


@dataclass(frozen=True)
class Prompt:
    """A user prompt as the lines between its fences, by the fences' names.

    `sent_back` where an answer to it was given already and did not do.
    """

    fences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sent_back: bool = False

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Return the transcript's lines."""
        found = map(_LINE.fullmatch, self.fences.get("transcript", ()))
        return tuple(Line(int(line[1]), line[2], line[3]) for line in found if line)

    def notes(self, fence: str) -> tuple[NoteLine, ...]:
        """Return the notes in the fence of that name."""
        found = map(_NOTE.fullmatch, self.fences.get(fence, ()))
        return tuple(NoteLine(int(note[1]), note[2], note[3], note[4]) for note in found if note)

    def sentences(self, speaker: str | None = None) -> list[Sentence]:
        """The transcript's sentences, in order; with `speaker`, that one's alone. What begins with a word too
        long to be quoted is none."""
        return [
            Sentence(line.number, line.speaker, line.text[start:end])
            for line in self.lines
            if speaker in {None, line.speaker}
            for start, end in sentences(line.text)
            if len(line.text[start:end].partition(" ")[0]) <= MAX_QUOTE_CHARS
        ]

    @property
    def words(self) -> str:
        """Return all that was said or noted, without numbers and labels."""
        notes = (note for name in self.fences if name != "transcript" for note in self.notes(name))
        return " ".join([*(line.text for line in self.lines), *(note.text for note in notes)])

    @property
    def transcript(self) -> Transcript:
        """Return the lines as a transcript of segments without times. Its indexes are not the numbers in brackets."""
        return Transcript(tuple(Segment(0.0, 0.0, line.text, line.speaker) for line in self.lines))


def read_prompt(text: str, *, sent_back: bool = False) -> Prompt:
    """Read the fences of a user prompt."""
    fences = {found[1]: tuple(found[2].rstrip("\n").split("\n")) for found in _FENCE.finditer(text)}
    return Prompt(fences, sent_back)
