"""A linear model adds up what it knows of a text."""

import pytest

from app.therapy.dangers.linear import FEW, LinearModel, linear_models, pieces_of, scale

MODEL = LinearModel(-1.0, {}, {"rope": 10.0, "soup": -10.0})


def test_a_score_is_the_bias_and_the_weights_of_what_was_found() -> None:
    assert MODEL.score({"rope"}) == -1 + 10 * scale(1)
    assert MODEL.score({"rope", "soup", "spoon"}) == -1


def test_a_long_text_says_no_more_than_a_short_one() -> None:
    long = frozenset({"rope", *map(str, range(4 * FEW))})
    assert MODEL.score(long) < MODEL.score(frozenset({"rope"}))


def test_few_words_are_little_evidence() -> None:
    assert scale(1) == scale(FEW) > scale(FEW + 1)


def test_a_word_has_pieces_with_its_edges() -> None:
    table = {"dead": ("#<dea", "#dead", "#ead>"), "no": ("#<no>",), "i": ("#<i>",)}
    assert {word: pieces_of(word, 4) for word in table} == table


@pytest.mark.parametrize("name", ["turn_weights", "question_weights"])
def test_the_files_hold_models_with_weights(name: str) -> None:
    assert all(model.weights for model in linear_models(name).values())
