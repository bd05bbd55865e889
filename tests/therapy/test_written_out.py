"""Contractions and numbers are the same words in full; what only looks like one is left alone."""

from support.tables import each_row

from app.therapy.quotes import find_quote_in_text
from app.therapy.wording import words
from app.therapy.written_out import may_be_written_otherwise, write_out


def full(text: str) -> str:
    return " ".join(word.form for word in write_out(words(text), text))


@each_row(
    ("text", "same"),
    [
        ("I don't want to", "I do not want to"),
        ("I can’t, I cannot", "I can not, I can not"),
        ("dont tell me, Im late", "do not tell me, I am late"),
        ("they'll have gone", "they will have gone"),
        ("I wouldn't've gone", "I would not have gone"),
        ("she's ill and he's my brother", "she is ill and he is my brother"),
        ("I'd never say so", "I would never say so"),
        ("I'm gonna go, I gotta", "I am going to go, I got to"),
        ("twelve days", "12 days"),
        ("twenty-five or twenty five", "25 or 25"),
        ("a hundred and fifty", "150"),
        ("two thousand and twelve people", "2,012 people"),
        ("three hundred thousand", "300,000"),
        ("3 thousand", "3000"),
        ("the twenty first, my second", "the 21st, my 2nd"),
        ("at 5am", "at five am"),
    ],
)
def test_two_ways_to_write_it_are_the_same_words(text: str, same: str) -> None:
    assert full(text) == full(same)


@each_row(
    ("text", "other"),
    [
        ("we're late", "were late"),
        ("I'll go", "ill go"),
        ("my brother's dog", "my brother is dog"),
        ("he's a problem", "he has a problem"),
        ("I will not", "I will"),
        ("twelve", "thirteen"),
        ("five five five", "fifteen"),
        ("he ain't there", "he is not there"),
    ],
)
def test_another_word_stays_another(text: str, other: str) -> None:
    assert full(text) != full(other)


@each_row(
    ("said", "quote"),
    [
        ("She's been ill for 12 days.", "She has been ill for twelve days"),
        ("She's worried about it.", "She is worried about it"),
        ("I'd been there twice.", "I had been there"),
        ("Where'd you go then?", "where did you go"),
        ("I do not want to go.", "I don't want to go"),
        ("I, I'm not sure I'd go.", "I am not sure I would go"),
    ],
)
def test_a_quote_in_full_is_found(said: str, quote: str) -> None:
    assert find_quote_in_text(quote, said) is not None


@each_row(
    ("said", "quote"),
    [
        ("That is what I don't get.", "that is what I do"),
        ("I don't think so at all.", "I do think so at all"),
        ("I can't go there.", "I can go there"),
        ("So were late in the end.", "we are late in the end"),
        ("My brother's dying dog barks.", "my brother is dying dog"),
        ("He's a problem at work.", "he has a problem at work"),
        ("It was twenty-one of them.", "it was 20 of them"),
        ("Well, I don't.", "do"),
    ],
)
def test_half_a_contraction_and_another_number_are_not(said: str, quote: str) -> None:
    assert find_quote_in_text(quote, said) is None


def test_a_word_of_a_short_quote_in_full_is_still_short() -> None:
    assert find_quote_in_text("I don't", "Oh, I do not know what to do, I do not.") is None


def test_every_word_stands_where_it_was_said() -> None:
    text = "Twenty-five, I don't."
    found = write_out(words(text), text)
    assert [text[word.start : word.end] for word in found] == ["Twenty-five", "I", "don't", "don't"]


def test_a_word_that_is_written_one_way_only_is_known_as_such() -> None:
    assert not any(map(may_be_written_otherwise, ("purple", "winter", "café")))
    assert all(map(may_be_written_otherwise, ("dont", "not", "12", "twelve", "is", "shes", "first", "gonna")))
