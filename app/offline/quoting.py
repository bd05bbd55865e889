"""Quotes and short texts, within the limits that answers have."""

import re
from collections.abc import Iterable
from typing import Any

from app.offline.prompt import Sentence
from app.therapy.evidence import MAX_QUOTE_CHARS
from app.therapy.markup import CONTROL, LINK, SCHEMES
from app.therapy.wording import as_words

_MARKUP = re.compile(rf"[<>\[\]`*#_\n{CONTROL}]|http|www|(?:{SCHEMES}):|\S@\S|{LINK}", re.IGNORECASE)
"""Stricter than what generators refuse, since other text is put after it."""


def quotation_of(sentence: Sentence) -> dict[str, str | int]:
    """A sentence as evidence: its segment's number and its words."""
    return {"segment": sentence.segment, "quote": shorten(sentence.text, MAX_QUOTE_CHARS)}


def shorten(text: str, most: int) -> str:
    """At most `most` characters of `text`, cut after a word."""
    if len(text) <= most:
        return text
    whole, _, _ = text[: most + 1].rpartition(" ")
    return whole.rstrip(" ,;:-") or text[:most]


def said_once(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries of which no two have the same text: the first of each, with its words."""
    by_text: dict[str, dict[str, Any]] = {}
    for entry in entries:
        by_text.setdefault(as_words(entry["text"]), entry)
    return list(by_text.values())


def is_plain(text: str) -> bool:
    """Whether `text` may stand in an answer outside a quote, whatever is put after it: words, no links or markup."""
    return bool(text.strip()) and not _MARKUP.search(text)
