"""The finished items of an answer rise one by one while it is written, in whatever pieces it comes."""

import json

from pydantic import Field

from app.generators.wave_3.roadmap_generator import Roadmap
from app.llm.item_counter import ItemCounter, most_items
from app.therapy.evidence import Answer

POINT = {"notes": [0], "text": 'You "walked", [far] {out}.'}
ROADMAP = {
    "summary": {"notes": [0, 12], "text": 'You "came" far \\ up.'},
    "achievements": [POINT] * 5,
    "currentFocus": [POINT] * 3,
    "sections": [{"notes": [0], "title": "Goals", "heading": "Your walks", "content": "You walked."}] * 5,
}
ANSWER = json.dumps({"answer": ROADMAP}, indent=1)


def counts(text: str, size: int) -> list[int]:
    counter = ItemCounter()
    return [counter.feed(text[at : at + size]) for at in range(0, len(text), size)]


def test_a_journey_has_at_most_fourteen_items() -> None:
    assert most_items(Roadmap) == 14


def test_a_limit_on_characters_is_no_number_of_items() -> None:
    class Letter(Answer):
        """A letter."""

        text: str = Field(max_length=600)
        """Its text."""
        points: list[str] = Field(max_length=3)
        """Its points."""

    assert most_items(Letter) == 4


def test_finished_items_rise_one_by_one_from_none_to_all() -> None:
    found = counts(ANSWER, 1)
    assert found == sorted(found)
    assert set(found) == set(range(15))


def test_the_size_of_the_pieces_changes_nothing() -> None:
    assert {counts(ANSWER, size)[-1] for size in (1, 2, 3, 7, 50, len(ANSWER))} == {14}


def test_an_item_counts_once_it_has_ended() -> None:
    end = ANSWER.index('up."') + len('up."')
    assert counts(ANSWER[:end], 5)[-1] == 0
    assert counts(ANSWER[: ANSWER.index('"achievements"')], 5)[-1] == 1


def test_texts_and_empty_lists_count_as_what_they_are() -> None:
    assert counts('{"answer": {"line": "a, b", "rest": [], "more": ["x", "y"], "n": 3}}', 4)[-1] == 4
    assert counts('{"answer": null}', 4)[-1] == 0


def test_braces_before_the_answer_are_not_read() -> None:
    assert counts('<think>{"a": [1, 2, 3]}</think> {"answer": {"line": "x"}}', 9)[-1] == 1


def test_white_space_without_end_is_read_once() -> None:
    counter = ItemCounter()
    counter.feed('{"answer": {"line": "x", "points": [')
    for _ in range(1_000):
        assert counter.feed(" \n" * 250) == 1
    assert len(counter._tail) < 100
