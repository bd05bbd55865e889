"""Text as words and sentences: what two people can write differently and still mean the same words.

The lists of fillers and abbreviations are English; in another language they forgive less, or a stray "um".
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.therapy.non_speech import sound_spans

ELLIPSIS = "…"

_HESITATIONS = frozenset({"um", "umm", "uhm", "uh", "uhh", "ah", "hm", "hmm", "mm", "mmm", "mhm"})
# Words as often as fillers: dropped only where punctuation or an edge sets them off on both sides.
_ASIDES = {"you": ("you", "know"), "i": ("i", "mean"), "like": ("like",), "er": ("er",)}
_MAX_REPEAT = 3
_UNDOES_ITSELF = frozenset({"not", "never"})  # "not not ready" is no stammer of "not ready"
_PUNCTUATION = re.compile(r"[^\w\s]")

_JOINERS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_APOSTROPHES = "'’‘ʼ′＇`´"
# Python counts combining marks as no part of a word; café may be written with one, and most Indic words are.
_MARKS = "".join(mark for mark in map(chr, range(0x300, 0x10000)) if unicodedata.category(mark)[0] == "M")
# Scripts without spaces between words (Thai to Khmer, Chinese, Japanese): each character counts as a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W_{_UNSPACED}]"
_TOKEN = re.compile(
    rf"{_LETTER}(?:[a-z]+|{_LETTER}+|[{_MARKS}{_JOINERS}]|[{_APOSTROPHES}](?={_LETTER}))*"
    rf"|[{_UNSPACED}][{_MARKS}{_JOINERS}]*"
    rf"|(?P<ellipsis>\.(?:\s?\.)+|…)"
)
_UNSPACED_WORD = re.compile(f"[{_UNSPACED}]")
_SILENT = dict.fromkeys(map(ord, _JOINERS + _APOSTROPHES))
_SENTENCE_END = re.compile(
    r"""(?P<stop>[.?!…]{1,8})["'”’»)\]]{0,4}(?=\s{1,8}[\W_]{0,8}(?P<next>[^\W_]))|[。！？]+[」』”’）]*"""
)
_ABBREVIATION = re.compile(r"(?<![\w'’])(?:mr|mrs|ms|dr|prof|st|vs|jr|sr|(?!i)[^\W\d_])$", re.I)


class Word(NamedTuple):
    """One word of a text: its form for comparison, and where it stands, text[start:end]."""

    form: str
    start: int
    end: int


Words = Sequence[Word]


def words(text: str) -> list[Word]:
    """The words of `text` in order. An ellipsis is a word too, of the form ELLIPSIS."""
    return [
        Word(form, found.start(), found.end())
        for found in _TOKEN.finditer(text)
        if (form := ELLIPSIS if found.lastgroup else _form(found[0]))
    ]


def _form(raw: str) -> str:
    if raw.isascii():
        return raw.replace("'", "").replace("`", "").lower()
    bare = unicodedata.normalize("NFKC", raw.translate(_SILENT)).casefold()
    return unicodedata.normalize("NFKC", bare).replace(" ", "")


def as_words(text: str) -> str:
    """`text` as its words' forms alone: the same for texts that differ in case and punctuation only."""
    return " ".join(word.form for word in words(text) if word.form != ELLIPSIS) or text


def is_unspaced(text: str) -> bool:
    """Whether any of `text` is of a script that puts no spaces between words."""
    return _UNSPACED_WORD.search(text) is not None


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of `text` begin and end, outer spaces left out.

    Splits too seldom rather than too often, since a sentence cut short may lose its "not": an ellipsis, an
    abbreviation, or a stop before a small letter ends nothing.
    """
    start = 0
    for found in _SENTENCE_END.finditer(text):
        if _ends_sentence(text, found):
            yield _trimmed(text, start, found.end())
            start = found.end()
    if text[start:].strip():
        yield _trimmed(text, start, len(text))


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    stop = found["stop"]
    if stop is None:
        return True
    if found["next"].islower() or "…" in stop or ".." in stop:
        return False
    before = text[max(0, found.start() - 8) : found.start()]
    return stop != "." or not _ABBREVIATION.search(before)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())


def readings(spoken: Words, text: str) -> Iterator[Words]:
    """The words of `text`, forgiven more and more: all of them; without hesitations, sounds that are no
    speech and immediate repeats; without asides ("you know", "like") too."""
    yield spoken
    fluent = _without_hesitations(spoken, text)
    yield without_repeats(fluent)
    yield without_repeats(_without_asides(fluent, text))


def _without_hesitations(spoken: Words, text: str) -> Words:
    staged = list(sound_spans(text))
    return [
        word
        for word in spoken
        if word.form not in _HESITATIONS and not any(start < word.start < end for start, end in staged)
    ]


def without_repeats(spoken: Words) -> Words:
    """ "I was, I was going" as "I was going".

    A double "not", digits, and characters of unspaced scripts mean something twice, and stay.
    """
    kept: list[Word] = []
    forms: list[str] = []
    for word in spoken:
        kept.append(word)
        forms.append(word.form)
        again = _repeated(forms)
        if again:
            del kept[-again:], forms[-again:]
    return kept


def _repeated(forms: list[str]) -> int:
    """How many words at the end say again what stands right before them."""
    last, heard = forms[-1], len(forms)
    if last.isdigit() or _UNSPACED_WORD.match(last) or (last in _UNDOES_ITSELF and last == forms[-2:][0]):
        return 0
    for size in range(1, min(_MAX_REPEAT, heard // 2) + 1):
        if forms[heard - 1 - size] == last and forms[-size:] == forms[-2 * size : -size]:
            return size
    return 0


def _without_asides(spoken: Words, text: str) -> Words:
    kept: list[Word] = []
    at = 0
    while at < len(spoken):
        size = _aside_at(spoken, at, text) if spoken[at].form in _ASIDES else 0
        kept.extend(spoken[at : at + 1] if not size else ())
        at += size or 1
    return kept


def _aside_at(spoken: Words, at: int, text: str) -> int:
    """How many words the aside beginning at word `at` has; 0 where none does."""
    aside = _ASIDES[spoken[at].form]
    after = at + len(aside)
    if tuple(word.form for word in spoken[at:after]) != aside:
        return 0
    begins = at == 0 or _PUNCTUATION.search(text, spoken[at - 1].end, spoken[at].start)
    ends = after == len(spoken) or _PUNCTUATION.search(text, spoken[after - 1].end, spoken[after].start)
    return len(aside) if begins and ends else 0
