"""An entry that repeats another one is dropped, and a text that was cut short is dropped or asked for again."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field
from support.tables import each_row

from app.generators.limits import Distinct, TruncatedText, cut_short
from app.therapy.evidence import Answer, Dropped, Ground, Quotation, settle
from app.therapy.transcript import Segment, Transcript

SAID: dict[str, Any] = {"segment": 0, "quote": "I slept at last."}
UNSAID = {"segment": 0, "quote": "I never slept at all."}
GROUND = Ground(UUID(int=1), Transcript((Segment(0.0, 1.0, SAID["quote"], "A"),)))
FULL = "abcdefghij"


class Entry(Quotation):
    """An entry."""

    text: str = Field(max_length=10)
    """Its text."""


class Part(Answer):
    """A part."""

    name: str = Field(max_length=10)
    """Its name."""


class Limited(Answer):
    """Texts in places of every kind."""

    text: str = Field(max_length=10)
    """Needed."""
    part: Part | None
    """May be null, which says something else."""
    names: Distinct[Annotated[str, Field(max_length=10)]]
    """May be empty."""
    entries: Distinct[Entry]
    """May be empty."""
    needed: list[Entry] = Field(min_length=1)
    """May not."""


def limited(**changed: object) -> Limited:
    whole = {"text": "x", "part": None, "names": [], "entries": [], "needed": [{**SAID, "text": "x"}]}
    return Limited.model_validate(whole | changed)


def cuts(**changed: object) -> list[TruncatedText]:
    return list(cut_short(limited(**changed)))


@each_row(
    "text", ["abcdefghi", "abcdefghi.", "abcdefghi?", "abcdefghi…", "abcdefgh.”", 'abcdefg.")', "我睡得很好我睡得好。"]
)
def test_a_text_below_its_limit_or_with_an_end_is_whole(text: str) -> None:
    assert cuts(text=text, part={"name": text}, names=[text], entries=[{**SAID, "text": text}]) == []


def test_a_text_that_stops_at_its_limit_was_cut_short() -> None:
    assert cuts(text=FULL) == [TruncatedText("/text", 10)]
    assert str(cuts(text=FULL)[0]) == ("/text: stops at its limit of 10 characters without an end; end it before that")


def test_where_null_would_say_something_else_the_text_is_needed() -> None:
    assert cuts(part={"name": FULL}) == [TruncatedText("/part/name", 10)]


def test_in_a_list_it_costs_its_entry_alone() -> None:
    assert cuts(names=["x", FULL]) == [TruncatedText("/names/1", 10, "/names/1")]
    assert cuts(entries=[{**SAID, "text": FULL}]) == [TruncatedText("/entries/0/text", 10, "/entries/0")]


def test_in_a_list_that_would_lack_entries_it_is_needed() -> None:
    one, whole = {**SAID, "text": FULL}, {**SAID, "text": "x"}
    assert cuts(needed=[one]) == [TruncatedText("/needed/0/text", 10)]
    assert cuts(needed=[one, whole]) == [TruncatedText("/needed/0/text", 10, "/needed/0")]


def test_a_quotation_is_no_text_of_the_models_own() -> None:
    assert cuts(entries=[{"segment": 0, "quote": "x" * 300, "text": "x"}]) == []


def texts(*said: str) -> list[dict[str, object]]:
    return [{**SAID, "text": text} for text in said]


def test_entries_that_differ_are_kept_in_their_order() -> None:
    settled = settle(limited(entries=texts("sleep", "by day", "sleeps"), names=["a", "b"]), GROUND)
    assert settled.result is not None
    assert settled.result["entries"] == ["sleep", "by day", "sleeps"]
    assert settled.dropped == []


@each_row("again", ["at night", "AT NIGHT", "at, night.", "at\u2014night"])
def test_an_entry_that_says_what_another_says_is_dropped_with_its_reason(again: str) -> None:
    answer = limited(entries=texts("at night", "by day", again), names=["at night", again, "x"])
    settled = settle(answer, GROUND)
    assert settled.result is not None
    assert settled.result["entries"] == ["at night", "by day"]
    assert settled.result["names"] == ["at night", "x"]
    assert settled.dropped == [Dropped("/names/1", "said_already"), Dropped("/entries/2", "said_already")]
    assert {item.path for item in settled.evidence} == {"/entries/0", "/entries/1", "/needed/0"}


def test_an_entry_whose_twin_is_lost_stays() -> None:
    settled = settle(limited(entries=[{**UNSAID, "text": "x"}, {**SAID, "text": "x"}]), GROUND)
    assert settled.result is not None
    assert settled.result["entries"] == ["x"]
    assert settled.dropped == [Dropped("/entries/0", "quote_not_found")]


def test_in_a_list_that_is_not_marked_entries_may_be_alike() -> None:
    settled = settle(limited(needed=texts("x", "x")), GROUND)
    assert (settled.result or {})["needed"] == ["x", "x"]
