"""The turns of a visit that show who is who: they are told apart long before everything is read."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from app.therapy.transcript import Segment, Transcript

FIRST_TURNS, MIDDLE_TURNS, LAST_TURNS = 16, 12, 12
"""Neighbours show who asks and who answers: a visit's beginning, a stretch of its middle, and how it ends."""
ALL_TURNS = FIRST_TURNS + MIDDLE_TURNS + LAST_TURNS
MIN_TURNS_PER_SPEAKER = 3
TURN_WORDS = 60
CUT = "…"

Turn = list[int]
"""Numbers of segments in which one speaker says something before another does."""


def make_excerpt(transcript: Transcript) -> Transcript:
    """Return the same segments under their numbers, without the words of turns that are not needed. 40 turns are kept,
    and of each speaker enough to tell them apart.
    """
    turns = _turns(transcript)
    shown = _chosen(transcript, turns) if len(turns) > ALL_TURNS else range(len(turns))
    texts = dict(text for number in shown for text in _begun(transcript, turns[number]))
    return Transcript(tuple(replace(s, text=texts.get(number, "")) for number, s in enumerate(transcript.segments)))


def _turns(transcript: Transcript) -> list[Turn]:
    spoken = [(number, segment) for number, segment in enumerate(transcript.segments) if segment.text.strip()]
    return [[number for number, _ in run] for _, run in groupby(spoken, key=lambda pair: pair[1].speaker)]


def _chosen(transcript: Transcript, turns: list[Turn]) -> Iterable[int]:
    """The numbers of the turns to be shown."""
    count, middle = len(turns), (len(turns) - MIDDLE_TURNS) // 2
    chosen = {*range(FIRST_TURNS), *range(middle, middle + MIDDLE_TURNS), *range(count - LAST_TURNS, count)}
    by_speaker: dict[str, list[int]] = {}
    for number, turn in enumerate(turns):
        by_speaker.setdefault(transcript.segments[turn[0]].speaker, []).append(number)
    for own in by_speaker.values():
        lacking = max(0, MIN_TURNS_PER_SPEAKER - len(chosen & set(own)))
        left = sorted(set(own) - chosen, key=lambda number: -_words(transcript, turns[number]))
        chosen.update(left[:lacking])
    return chosen


def _words(transcript: Transcript, turn: Turn) -> int:
    return sum(len(transcript.segments[number].text.split()) for number in turn)


def _begun(transcript: Transcript, turn: Turn) -> Iterable[tuple[int, str]]:
    """The segments that a turn begins with, and what is shown of them."""
    room = TURN_WORDS
    for number in turn:
        if room > 0:
            yield number, _cut(transcript.segments[number], room)
        room -= len(transcript.segments[number].text.split())


def _cut(segment: Segment, room: int) -> str:
    words = segment.text.split()
    return segment.text if len(words) <= room else f"{' '.join(words[:room])} {CUT}"
