"""One reading for all lexicons, and the same matches as without looking entries up."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.therapy.sharing.reading import FOLDER, as_line, lexicon, telling

NAMES = sorted(file.stem for file in FOLDER.glob("*.json"))


def spoken() -> Iterator[str]:
    """Every segment of AnnoMI."""
    folder = Path(os.environ.get("THERABRIDGE_TEST_DATA", "")) / "annomi"
    for file in folder.glob("[0-9]*.json"):
        yield from (segment["text"] for segment in json.loads(file.read_text(encoding="utf-8"))["segments"])


def test_looking_entries_up_by_their_words_loses_no_match() -> None:
    lines = [as_line(text) for text in spoken()]
    if not lines:
        pytest.skip("THERABRIDGE_TEST_DATA names no folder with annomi/ in it")
    for name in NAMES:
        words = lexicon(name)
        for line in lines:
            tried = {id(entry) for entry in words.tried(line)}
            missed = [e.pattern for e in words.entries if id(e) not in tried and e.expression.search(line)]
            assert missed == [], line


def test_certain_words_tell_alone_and_hints_in_pairs() -> None:
    words, pairs = lexicon("crisis"), frozenset({frozenset({"vessel", "plan"})})
    assert telling("dark thoughts, and the bottles.", words, pairs) == ["dark thoughts"]
    assert telling("the bottles.", words, pairs) == []
    assert telling("the bottles, and what you meant to do.", words, pairs) == ["bottles", "what you meant to do"]
    assert telling("the bottles, and what you meant to do.", words, frozenset()) == []


def test_a_text_is_read_in_small_letters_unmasked_and_without_apostrophes() -> None:
    assert as_line("You DON’T think of su1c1de.") == "you dont think of suicide."


def test_a_lexicon_is_read_once() -> None:
    assert lexicon("crisis") is lexicon("crisis")
