"""Quotes and short texts, within the limits that answers have."""

import re
from collections.abc import Iterable
from typing import Any

from app.offline.prompt import Sentence
from app.therapy.evidence import MAX_QUOTE_CHARS
from app.therapy.wording import as_words

_MARKUP = re.compile(
    r"[<>\[\]`*#_\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    r"|http|www|://|(?:mailto|javascript|data|tel):|\S@\S"
    r"|\b[\w-]+\.(?:com|org|net|info|io|app|co|xyz|example|invalid)\b",
    re.I,
)


def quoted(sentence: Sentence) -> dict[str, str | int]:
    """A sentence as evidence: its segment's number and its words."""
    return {"segment": sentence.segment, "quote": shortened(sentence.text, MAX_QUOTE_CHARS)}


def shortened(text: str, most: int) -> str:
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
