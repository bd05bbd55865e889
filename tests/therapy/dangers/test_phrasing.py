"""Phrases and who they are about."""

import pytest

from app.therapy.dangers.phrasing import lexicon

WORDS = lexicon(("want to fly",), (), ("fly", "flew"), free=("fly myself",))


@pytest.mark.parametrize(
    "line",
    ["i want to fly", "i really do just want to fly", "want to fly", "some days, want to, fly", "lets fly myself"],
)
def test_who_speaks_is_the_one_it_is_about(line: str) -> None:
    assert list(WORDS.clear.places(line)) != []


@pytest.mark.parametrize(
    "line", ["she says they want to fly", "my brother and his wife want to fly", "i wanted to flyer"]
)
def test_somebody_else_is_not(line: str) -> None:
    assert list(WORDS.clear.places(line)) == []


def test_a_place_is_where_the_phrase_begins_after_the_i() -> None:
    assert list(WORDS.clear.places("i dont want to fly")) == [len("i dont ")]


def test_named_is_whoever_it_is_about() -> None:
    assert WORDS.named.search("did she fly")
    assert not WORDS.named.search("a flyer")


def test_without_phrases_nothing_is_found() -> None:
    assert list(WORDS.doubtful.places("i want to fly")) == []
