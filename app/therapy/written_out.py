"""Contractions and numbers in full: "don't" and "do not", "12" and "twelve" are the same words here.

The lists are data, and English; in another language nothing is written out.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import Any

from app.therapy.wording import Word, Words

_DATA: dict[str, Any] = json.loads(files("app.therapy.data").joinpath("written_out.json").read_text(encoding="utf-8"))

OPEN_ENDINGS: dict[str, list[str]] = _DATA["open_endings"]
"""Forms that stand for one of several words: 's for "is" or "has"."""

_WORDS = {short: tuple(full.split()) for short, full in _DATA["words"].items()}
_ENDINGS: dict[str, str] = _DATA["endings"]
_NO_CONTRACTIONS = frozenset(_DATA["no_contractions"])
_BEFORE_OPEN_ENDINGS = frozenset(_DATA["before_open_endings"])
_QUESTION_WORDS = frozenset(_DATA["question_words"])
_PARTICIPLES = frozenset(_DATA["participles"])
_BETWEEN = frozenset(_DATA["between"])
_BARE: dict[str, str] = _DATA["bare"]
_UNITS = {name: value for value, name in enumerate(_DATA["units"])}
_TENS = {name: 10 * value for value, name in enumerate(_DATA["tens"], 2)}
_SCALES: dict[str, int] = _DATA["scales"]
_ORDINALS: dict[str, int] = _DATA["ordinals"]
_NUMBER_WORDS = frozenset({*_UNITS, *_TENS, *_SCALES, *_ORDINALS})
_MAX_DIGITS = 9
_ORDINAL_DIGITS = re.compile(r"(\d{1,4})(?:st|nd|rd|th)")
_HOUR = re.compile(r"(\d{1,2})(am|pm)")
_APOSTROPHE = re.compile("[’‘ʼ′＇`´]")
_APART = re.compile(r"^(.+?)(n't|'(?:re|m|ll|ve|s|d))$")

_PARTS = frozenset(part for full in _WORDS.values() for part in full) | frozenset(_ENDINGS.values())
_ELSEWHERE = frozenset(short.replace("'", "") for short in _WORDS) | frozenset(_BARE)


def may_be_written_otherwise(form: str) -> bool:
    """Return whether a form may be part of a contraction, of its full form, or of a number. Errs on
    the side of True.
    """
    return (
        form in _PARTS
        or form in _ELSEWHERE
        or form in _NUMBER_WORDS
        or form[:1].isdigit()
        or any(form in full for full in OPEN_ENDINGS.values())
        or form.endswith(("nt", "re", "m", "ll", "ve", "s", "d"))
        or form in _BEFORE_OPEN_ENDINGS
    )


def write_out(spoken: Words, text: str) -> Words:
    """Return the words of a text with contractions as their words, at one place, and numbers as digits."""
    parts = [Word(form, *word[1:]) for word in spoken for form in _in_full(text[word.start : word.end], word.form)]
    told = [_told_apart(parts, at) if word.form in OPEN_ENDINGS else word for at, word in enumerate(parts)]
    return list(_with_digits(told, text))


@lru_cache(maxsize=4096)
def _in_full(raw: str, form: str) -> tuple[str, ...]:
    said = _APOSTROPHE.sub("'", raw).lower()
    said = _BARE.get(said, said)
    if said in _WORDS:
        return _WORDS[said]
    if hour := _HOUR.fullmatch(said):
        return hour[1], hour[2]
    apart = _APART.match(said) if said not in _NO_CONTRACTIONS else None
    if apart is None:
        return (form,)
    before, ending = apart[1], apart[2]
    if ending in _ENDINGS:
        return *_in_full(before, before), _ENDINGS[ending]  # wouldn't've
    return (before, ending) if before in _BEFORE_OPEN_ENDINGS else (form,)


def _told_apart(parts: list[Word], at: int) -> Word:
    """Return an ambiguous ending as the word it stands for, if the words around it decide that."""
    word, before = parts[at], parts[at - 1].form if at else ""
    after = next((other.form for other in parts[at + 1 :] if other.form not in _BETWEEN), "")
    open_still = after in _PARTICIPLES or after.endswith(("ed", "en")) or before in _QUESTION_WORDS
    return word if open_still else word._replace(form=OPEN_ENDINGS[word.form][0])


def _with_digits(spoken: list[Word], text: str) -> Iterator[Word]:
    at = 0
    while at < len(spoken):
        form, size = _number_at(spoken, at, text)
        yield Word(form, spoken[at].start, spoken[at + size - 1].end)
        at += size


def _number_at(spoken: list[Word], at: int, text: str) -> tuple[str, int]:
    """Return the number that begins at a word, as digits, and how many words it has; the word's own form if there is
    none.
    """
    form = spoken[at].form
    if form in _ORDINALS:
        return f"{_ORDINALS[form]}th", 1
    if ordinal := _ORDINAL_DIGITS.fullmatch(form):
        return f"{int(ordinal[1])}th", 1
    if form.isascii() and form.isdigit() and len(form) <= _MAX_DIGITS:
        return _digits_at(spoken, at, text)
    one = form == "a" and at + 1 < len(spoken) and spoken[at + 1].form in _SCALES
    if not one and form not in _UNITS and form not in _TENS and form not in _SCALES:
        return form, 1
    return _words_at([word.form for word in spoken[at : at + 12]], skipped=int(one))


def _digits_at(spoken: list[Word], at: int, text: str) -> tuple[str, int]:
    """ "3,000", or "3" before "thousand"."""
    value, size = int(spoken[at].form), 1
    while at + size < len(spoken):
        before, after = spoken[at + size - 1], spoken[at + size]
        if text[before.end : after.start] == "," and after.form.isdigit() and len(after.form) == len("000"):
            value = value * 1000 + int(after.form)
        elif after.form in _SCALES:
            value *= _SCALES[after.form]
        else:
            break
        size += 1
    return str(value), size


def _words_at(forms: list[str], skipped: int) -> tuple[str, int]:
    """Return the number that these words begin with. `skipped` words before it ("a hundred") count as part of it."""
    total, group, at = 0, None, skipped
    while at < len(forms):
        form = forms[at]
        if form == "and" and group is not None and group % 100 == 0 and _is_small(forms, at + 1):
            at += 1
            continue
        if form in _SCALES and (group is None or group < _SCALES[form]) and (group or total == 0):
            scaled = (group or 1) * _SCALES[form]
            total, group = (total, scaled) if form == "hundred" else (total + scaled, 0)
        elif form in _ORDINALS and group and _fits(group, _ORDINALS[form]):
            return f"{total + group + _ORDINALS[form]}th", at + 1
        elif (value := _UNITS.get(form, _TENS.get(form))) is not None and (group is None or _fits(group, value)):
            group = (group or 0) + value
        else:
            break
        at += 1
    return str(total + (group or 0)), at


def _is_small(forms: list[str], at: int) -> bool:
    return at < len(forms) and (forms[at] in _UNITS or forms[at] in _TENS)


def _fits(group: int, value: int) -> bool:
    """Return whether a number continues: twenty with five, a hundred with twelve, but not five with five."""
    if value == 0:
        return False
    after_tens = group % 100 >= 20 and group % 10 == 0
    return (group % 100 == 0 and (group > 0 or value < 100)) or (after_tens and value < 10)
