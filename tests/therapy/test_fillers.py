"""A filler is left out where the words around it show that it is one, and nowhere else."""

import json
from importlib.resources import files
from typing import Any

from support.tables import each_row

from app.therapy.fillers import remove_fillers
from app.therapy.quotes import find_quote_in_text
from app.therapy.wording import words

ENTRIES: list[dict[str, Any]] = json.loads(
    files("app.therapy.data").joinpath("fillers.json").read_text(encoding="utf-8")
)["fillers"]


def left(text: str) -> str:
    return " ".join(word.form for word in remove_fillers(words(text)))


@each_row("entry", ENTRIES)
def test_each_pattern_finds_its_example_and_not_its_counterexample(entry: dict[str, Any]) -> None:
    example, counterexample = entry["example"], entry["counterexample"]
    assert left(example["said"]) == left(example["quote"])
    assert find_quote_in_text(example["quote"], example["said"]) is not None
    assert find_quote_in_text(counterexample["quote"], counterexample["said"]) is None


@each_row(
    "text",
    [
        "she is like my mother",
        "I feel like nobody sees me",
        "he acts like she never left",
        "it was like a dream",
        "do I like it",
        "you know him and I know you",
        "I mean it",
    ],
)
def test_words_that_carry_meaning_stay(text: str) -> None:
    assert left(text) == text.lower()


def test_what_stood_on_both_sides_of_a_filler_is_said_once() -> None:
    assert left("and like I I was like so tired") == "and i was so tired"
