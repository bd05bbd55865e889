"""Words and sentences are counted, and what is said twice is found, whatever its case and punctuation."""

from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ValidationError
from support.tables import each_row

from app.generators.limits import Distinct, in_sentences, in_words, repeated


class Entry(BaseModel):
    text: str


class Limited(BaseModel):
    words: Annotated[str, in_words(2, 4)] = "two words"
    sentences: Annotated[str, in_sentences(2)] = "One."
    entries: Distinct[Entry] = []


def said(*texts: str) -> list[Any]:
    return [{"text": text} for text in texts]


@each_row("text", ["two words", "just four words here", "nights — without sleep", "self-doubt at work"])
def test_words_within_the_limits_stay_as_they_are(text: str) -> None:
    assert Limited(words=text).words == text


@each_row(("text", "count"), [("one", 1), ("one — …", 1), ("now these are five words", 5), ("", 0)])
def test_too_few_or_too_many_words_are_told_with_their_number(text: str, count: int) -> None:
    with pytest.raises(ValidationError, match=f"{count} words; 2 to 4 are wanted"):
        Limited(words=text)


def test_a_script_without_spaces_is_not_measured_in_words() -> None:
    assert Limited(words="工作压力和睡眠").words == "工作压力和睡眠"


@each_row("text", ["One.", "One. Two!", "Dr. Roe said so. It helped.", "no stop at all"])
def test_sentences_within_the_limit_stay_as_they_are(text: str) -> None:
    assert Limited(sentences=text).sentences == text


def test_too_many_sentences_are_told_with_their_number() -> None:
    with pytest.raises(ValidationError, match="3 sentences; at most 2 are wanted"):
        Limited(sentences="One. Two? Three.")


def test_entries_that_differ_are_kept_in_their_order() -> None:
    entries = said("Sleep at night", "Sleep by day", "Nights of sleep")
    assert [entry.text for entry in Limited.model_validate({"entries": entries}).entries] == [
        e["text"] for e in entries
    ]


@each_row("again", ["Sleep, at night", "SLEEP AT NIGHT", "sleep at night.", "Sleep\u2014at night"])
def test_an_entry_that_says_what_another_says_is_named_by_its_place(again: str) -> None:
    with pytest.raises(ValidationError, match="entry 2 says what entry 0 says"):
        Limited.model_validate({"entries": said("Sleep at night", "Work", again)})


def test_what_has_no_words_repeats_nothing_but_itself() -> None:
    assert repeated(["…", "!"]) is None
    assert repeated(["!", "…", "!"]) == (0, 2)
