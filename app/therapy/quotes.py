"""Finds the words a model quotes in what was really said, so that only the transcript's own words are stored.

Forgiven: case, punctuation, spacing, unicode forms, fillers and immediate repeats. Never forgiven: a word
changed, left out or added, places stitched together. What is found is widened to its whole sentence, so that
"I want to die" out of "I don't think I want to die" comes back with its negation.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from app.therapy.transcript import Segment
from app.therapy.wording import ELLIPSIS, Words, readings, sentences, words

LONGEST_QUOTE = 4_000
"""Characters; about a page. Anything longer is no quote, and is refused before it is read."""

_FEWEST_WORDS = 3
_FEWEST_WORDS_ELSEWHERE = 4
_SEPARATOR = "\x1f"
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


def resolve(quote: str, segment_number: int, segments: Sequence[Segment]) -> tuple[int, Span] | None:
    """The segment that holds `quote`, as an index, and its span there; None where it cannot be told.

    A quote that is not in the segment it names is moved to its true place only when it has four words or
    more and stands, fillers and all, exactly once in the whole transcript. The true place may belong to
    another speaker: who needs a certain one checks the segment that comes back.
    """
    if 0 <= segment_number < len(segments):
        span = find_quote(quote, segments[segment_number].text)
        if span:
            return segment_number, span
    return _only_place(quote, segments)


def find_quote(quote: str, text: str) -> Span | None:
    """The sentence or sentences of `text`, one segment's words, that contain `quote`; the first of several.

    None where the words of the quote do not stand there one after another. An ellipsis inside the quote is
    refused unless the text has one there. One or two words count only as a whole sentence, or where they say
    something and occur once.
    """
    for wanted, spoken in _pairs(quote, text):
        span = _choose(wanted, spoken, text)
        if span:
            return span
    return None


def _pairs(quote: str, text: str) -> Iterator[tuple[Words, Words]]:
    """Quote and text at equal forgiveness, strictest first."""
    if len(quote) > LONGEST_QUOTE:
        return
    bare = quote.strip(_EDGES)
    wanted = words(bare)
    yield from zip(readings(wanted, bare), readings(_spoken(text, wanted), text), strict=True)


def _spoken(text: str, wanted: Words) -> Words:
    """The words of `text`; its ellipses count as words only against a quote that has one inside."""
    spoken = words(text)
    if any(word.form == ELLIPSIS for word in wanted):
        return spoken
    return [word for word in spoken if word.form != ELLIPSIS]


def _choose(wanted: Words, spoken: Words, text: str) -> Span | None:
    places = list(_places(wanted, spoken))
    if not places:
        return None
    bounds = list(sentences(text))
    if len(wanted) >= _FEWEST_WORDS:
        return _widened(places[0], spoken, bounds)
    spans = {place: _widened(place, spoken, bounds) for place in places}
    whole = (span for place, span in spans.items() if _fills(place, span, spoken))
    small = _SMALL_WORDS.split()
    telling = len(places) == 1 and any(word.form not in small for word in wanted)
    return next(whole, spans[places[0]] if telling else None)


def _places(wanted: Words, spoken: Words) -> Iterator[Place]:
    """Where `wanted` stands in `spoken`, word for word."""
    needle, line = _line(wanted), _line(spoken)
    at = line.find(needle) if wanted else -1
    passed = first = 0
    while at >= 0:
        first += line.count(_SEPARATOR, passed, at)
        yield first, first + len(wanted) - 1
        passed, at = at, line.find(needle, at + 1)


def _line(spoken: Words) -> str:
    return _SEPARATOR + "".join(word.form + _SEPARATOR for word in spoken)


def _widened(place: Place, spoken: Words, bounds: Sequence[tuple[int, int]]) -> Span:
    """The sentences that the words from first to last stand in."""
    first = bisect_right(bounds, spoken[place[0]].start, key=itemgetter(0)) - 1
    last = bisect_right(bounds, spoken[place[1]].start, key=itemgetter(0)) - 1
    return Span(bounds[first][0], bounds[last][1])


def _fills(place: Place, span: Span, spoken: Words) -> bool:
    """Whether the span holds no other word than those of the place."""
    first, last = place
    alone_before = first == 0 or spoken[first - 1].end <= span.char_start
    return alone_before and (last + 1 == len(spoken) or spoken[last + 1].start >= span.char_end)


def _only_place(quote: str, segments: Sequence[Segment]) -> tuple[int, Span] | None:
    """The one place in the transcript where a quote of enough words stands to the word."""
    bare = quote.strip(_EDGES)
    wanted = words(bare) if len(quote) <= LONGEST_QUOTE else []
    if len(wanted) < _FEWEST_WORDS_ELSEWHERE:
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
    """A word to look for before whole segments are read: 120,000 words take 1.5 ms so, 260 ms otherwise."""
    plain = (word.form for word in wanted if word.form == bare[word.start : word.end].lower())
    return max(plain, key=len, default="")
