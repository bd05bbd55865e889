"""Finds the words a model quotes in what was really said, so that only the transcript's own words are stored.

Forgiven: case, punctuation, spacing, unicode forms, fillers, immediate repeats, contractions and numbers written out.
Never forgiven: another word changed, left out or added, places stitched together. What is found is widened to its
whole sentence, so that "I want to die" out of "I don't think I want to die" comes back with its negation.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from app.therapy.fillers import remove_fillers
from app.therapy.transcript import Segment
from app.therapy.wording import ELLIPSIS, Words, sentences, words, words_by_tolerance
from app.therapy.written_out import OPEN_ENDINGS, may_be_written_otherwise, write_out

MAX_QUOTE_CHARS = 4_000
"""Characters; about a page. Anything longer is no quote, and is refused before it is read."""

_MIN_WORDS = 3
_MIN_WORDS_ELSEWHERE = 4
_SEPARATOR = "\x1f"
_ALIKE = {ending: {ending, *full} for ending, full in OPEN_ENDINGS.items()} | {
    word: {word, ending} for ending, full in OPEN_ENDINGS.items() for word in full
}
"""Forms that may stand for each other: 's for "is", and "is" for 's."""
_EDGES = "\"'“”‘’«» \t\r\n.…"
_SMALL_WORDS = """
a an and are as at be been but by did do does for from had has have he her him his i im in is it its just me
my of off on or our out she so than that thats the their them then there these they this those to too up us
was we were what when where which who why will with would you your
"""

Place = tuple[int, int]
"""First and last word of a find, as indexes into the words of a reading."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one segment's text: text[char_start:char_end]."""

    char_start: int
    char_end: int


def locate_quote(quote: str, segment_number: int, segments: Sequence[Segment]) -> tuple[int, Span] | None:
    """Return the index of the segment that contains the quote, and its span; None if that is not certain."""
    if 0 <= segment_number < len(segments):
        span = find_quote_in_text(quote, segments[segment_number].text)
        if span:
            return segment_number, span
    return _only_place(quote, segments)


def find_quote_in_text(quote: str, text: str) -> Span | None:
    """Return the sentence or sentences of one segment's text that contain the quote; the first if there are several."""
    for wanted, spoken, few in _pairs(quote, text):
        span = _choose(wanted, spoken, text, few)
        if span:
            return span
    return None


def _pairs(quote: str, text: str) -> Iterator[tuple[Words, Words, bool]]:
    """Yield quote and text with the same tolerance, strictest first, and whether the quote is short."""
    if len(quote) > MAX_QUOTE_CHARS:
        return
    bare = quote.strip(_EDGES)
    wanted = words(bare)
    pair: tuple[Words, Words] = wanted, _spoken(text, wanted)
    for pair in zip(words_by_tolerance(wanted, bare), words_by_tolerance(pair[1], text), strict=True):  # noqa: B020 - the last is read on
        yield *pair, len(pair[0]) < _MIN_WORDS
    yield from _looser(*pair, bare, text)


def _looser(wanted: Words, spoken: Words, bare: str, text: str) -> Iterator[tuple[Words, Words, bool]]:
    """Quote and text without the fillers that nothing sets off, then with contractions and numbers in full."""
    known = {word.form for word in spoken}
    strange = [word.form for word in wanted if word.form not in known]
    if not all(map(may_be_written_otherwise, strange)):
        return
    fewer = remove_fillers(wanted), remove_fillers(spoken)
    few = len(fewer[0]) < _MIN_WORDS
    if not strange and len(fewer[1]) < len(spoken):
        yield *fewer, few
    yield remove_fillers(write_out(wanted, bare)), remove_fillers(write_out(spoken, text)), few


def _spoken(text: str, wanted: Words) -> Words:
    """Return the words of a text. Its ellipses count as words only against a quote that contains one."""
    spoken = words(text)
    if any(word.form == ELLIPSIS for word in wanted):
        return spoken
    return [word for word in spoken if word.form != ELLIPSIS]


def _choose(wanted: Words, spoken: Words, text: str, few: bool) -> Span | None:
    places = list(_places(wanted, spoken))
    if not places:
        return None
    bounds = list(sentences(text))
    if not few:
        return _widened(places[0], spoken, bounds)
    spans = {place: _widened(place, spoken, bounds) for place in places}
    whole = (span for place, span in spans.items() if _fills(place, span, spoken))
    small = _SMALL_WORDS.split()
    telling = len(places) == 1 and any(word.form not in small for word in wanted)
    return next(whole, spans[places[0]] if telling else None)


def _places(wanted: Words, spoken: Words) -> Iterator[Place]:
    """Yield where the quote stands in the text, word for word, with whole contractions at both ends."""
    needle, line = _line(wanted), _line(spoken)
    passed = first = 0
    for at in _finds(needle, line) if wanted else ():
        first += line.count(_SEPARATOR, passed, at)
        last, passed = first + len(wanted) - 1, at
        if _is_whole(spoken, first, last):
            yield first, last


def _finds(needle: str, line: str) -> Iterator[int]:
    """Yield where the words of a line equal those of the needle."""
    if "'" in needle or "'" in line:
        yield from (found.start() for found in re.finditer(f"(?={_pattern(needle)})", line))
        return
    at = line.find(needle)
    while at >= 0:
        yield at
        at = line.find(needle, at + 1)


def _pattern(needle: str) -> str:
    forms = (_ALIKE.get(form, {form}) for form in needle.strip(_SEPARATOR).split(_SEPARATOR))
    alike = (f"(?:{'|'.join(sorted(map(re.escape, same)))})" for same in forms)
    return _SEPARATOR + _SEPARATOR.join(alike) + _SEPARATOR


def _is_whole(spoken: Words, first: int, last: int) -> bool:
    begins = first == 0 or spoken[first - 1].start < spoken[first].start
    return begins and (last + 1 == len(spoken) or spoken[last + 1].start > spoken[last].start)


def _line(spoken: Words) -> str:
    return _SEPARATOR + "".join(word.form + _SEPARATOR for word in spoken)


def _widened(place: Place, spoken: Words, bounds: Sequence[tuple[int, int]]) -> Span:
    """Return the span of the sentences that contain the words from first to last."""
    first = bisect_right(bounds, spoken[place[0]].start, key=itemgetter(0)) - 1
    last = bisect_right(bounds, spoken[place[1]].start, key=itemgetter(0)) - 1
    return Span(bounds[first][0], bounds[last][1])


def _fills(place: Place, span: Span, spoken: Words) -> bool:
    """Return whether the span contains no other words than those of the place."""
    first, last = place
    alone_before = first == 0 or spoken[first - 1].end <= span.char_start
    return alone_before and (last + 1 == len(spoken) or spoken[last + 1].start >= span.char_end)


def _only_place(quote: str, segments: Sequence[Segment]) -> tuple[int, Span] | None:
    """Return the only place in the transcript where a long enough quote stands word for word."""
    bare = quote.strip(_EDGES)
    wanted = words(bare) if len(quote) <= MAX_QUOTE_CHARS else []
    if len(wanted) < _MIN_WORDS_ELSEWHERE:
        return None
    key = _longest_plain_word(wanted, bare)
    near = {number: segment.text for number, segment in enumerate(segments) if key in segment.text.lower()}
    spoken = {number: _spoken(text, wanted) for number, text in near.items()}
    places = [(number, place) for number, said in spoken.items() for place in _places(wanted, said)]
    if len(places) != 1:
        return None
    number, place = places[0]
    return number, _widened(place, spoken[number], list(sentences(near[number])))


def _longest_plain_word(wanted: Words, bare: str) -> str:
    """Return a word to search for before whole segments are read: 120,000 words then take 1.5 ms instead of 260 ms."""
    plain = (word.form for word in wanted if word.form == bare[word.start : word.end].lower())
    return max(plain, key=len, default="")
