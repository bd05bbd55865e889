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


def cite_sentence(sentence: Sentence) -> dict[str, str | int]:
    """Return a sentence as evidence: its segment's number and its words."""
    return {"segment": sentence.segment, "quote": shorten_at_word(sentence.text, MAX_QUOTE_CHARS)}


def shorten_at_word(text: str, most: int) -> str:
    """Return at most `most` characters of `text`, cut after a word."""
    if len(text) <= most:
        return text
    whole, _, _ = text[: most + 1].rpartition(" ")
    return whole.rstrip(" ,;:-") or text[:most]


def drop_duplicate_texts(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries without duplicate texts: the first of each, with its words."""
    by_text: dict[str, dict[str, Any]] = {}
    for entry in entries:
        by_text.setdefault(as_words(entry["text"]), entry)
    return list(by_text.values())


def is_plain_text(text: str) -> bool:
    """Return whether `text` may be used in an answer outside a quote, whatever follows it: words, no
    links or markup.
    """
    return bool(text.strip()) and not _MARKUP.search(text)
