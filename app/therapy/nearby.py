"""Completes the words under a statement: if it names a thing that they do not, the nearest sentence that does is added.

The writer of a statement reads the whole visit, its reader only the words under it. If those say "it" and the statement
says what, the sentence nearby that says what is added. Nothing is removed, and no statement is changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.therapy.evidence import MAX_QUOTE_CHARS, Evidence
from app.therapy.visit import Visit
from app.therapy.wording import sentences, words

NEAR = 4
"""Segments before and after the quoted ones."""
MAX_ADDED = 2
MIN_TELLING_WORDS = 4
"""Of a sentence that says what an answer is about."""
MAX_SEGMENTS = 8
"""A word that is said in more segments of a visit names nothing in particular."""
MIN_LETTERS = 3
STEM = 5
"""Letters that two forms of a word share at least, or all of the shorter one."""
_OF_NOTES = frozenset(
    """
    patient patients therapist said say says told tell reported denied asked ask named agreed answered answer wanted
    called noted described stated explained offered proposed suggested introduced reflected informed chose picked gave
    found felt did not had has have been were was are and the that this those these with from for but nor they their
    them themselves she her hers him his who whom whose what which when where why how whether about into onto over
    under after before while during between because also only than then there would could should might may can will
    come came back make made take took get got use give put keep kept try think thought like want need know went set
    one two other another some any all more most less least own same such out off per still again
    """.split()
)
"""Words in which notes are written, and small ones: they name no thing."""


def add_evidence_for_named_things(text: str, quoted: Sequence[Evidence], visit: Visit) -> tuple[Evidence, ...]:
    """Return the words under a statement, in order, with the nearest sentences that name what else it names."""
    found = [replace(item, path="") for item in quoted]
    for form in _named(text):
        if len(found) - len(quoted) == MAX_ADDED:
            break
        if not any(_says(item.quote, form) for item in found):
            found += _nearest(form, quoted, visit)
    return tuple(sorted(set(found), key=lambda item: (item.segment, item.char_start)))


def add_preceding_sentences(quoted: Sequence[Evidence], visit: Visit) -> tuple[Evidence, ...]:
    """Return quotations with a sentence from before each: an answer such as "Most nights." says nothing without it."""
    found = [replace(item, path="") for item in quoted]
    found += [before for item in quoted if (before := _sentence_before(item, visit)) is not None]
    return tuple(sorted(set(found), key=lambda item: (item.segment, item.char_start)))


def _sentence_before(item: Evidence, visit: Visit) -> Evidence | None:
    """Return the nearest sentence before a quotation that is more than a yes or a no."""
    for number in range(item.segment, max(item.segment - NEAR, -1), -1):
        earlier = [one for one in _sentences(number, visit) if number < item.segment or one.char_end <= item.char_start]
        telling = [one for one in earlier if len(words(one.quote)) >= MIN_TELLING_WORDS]
        if telling:
            return telling[-1]
    return None


def _named(text: str) -> list[str]:
    forms = (word.form for word in words(text))
    return list(dict.fromkeys(form for form in forms if _names_a_thing(form)))


def _names_a_thing(form: str) -> bool:
    """Return whether a word may name a thing. Verb forms say what was done, not to what."""
    return len(form) >= MIN_LETTERS and form not in _OF_NOTES and not form.endswith(("ing", "ed"))


def _says(said: str, form: str) -> bool:
    return any(_is_like(word.form, form) for word in words(said))


def _is_like(one: str, other: str) -> bool:
    shared = min(len(one), len(other), STEM)
    return shared >= MIN_LETTERS and one[:shared] == other[:shared] and abs(len(one) - len(other)) <= MIN_LETTERS


def _nearest(form: str, quoted: Sequence[Evidence], visit: Visit) -> list[Evidence]:
    """Return the nearest sentence that has a word, unless it is far away or the word is frequent in the visit."""
    segments = visit.transcript.speech.segments
    saying = [number for number, segment in enumerate(segments) if _says(segment.text, form)]
    if not quoted or len(saying) > MAX_SEGMENTS:
        return []
    distances = {number: min(abs(number - item.segment) for item in quoted) for number in saying}
    near = sorted((number for number in saying if distances[number] <= NEAR), key=lambda n: (distances[n], n))
    return next(([item] for number in near for item in _sentences(number, visit) if _says(item.quote, form)), [])


def _sentences(number: int, visit: Visit) -> Iterator[Evidence]:
    said = visit.transcript.segments[number]
    for start, end in sentences(said.text):
        if end - start <= MAX_QUOTE_CHARS:
            where = (number, start, end, said.start, said.end, said.speaker)
            yield Evidence("", visit.session_id, said.text[start:end], *where)
