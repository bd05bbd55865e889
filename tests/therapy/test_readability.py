"""The reading grade, beside texts whose grade was worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.therapy.readability import reading_grade


def grade(words: int, sentences: int, heard: int) -> float:
    return 0.39 * words / sentences + 11.8 * heard / words - 15.59


def test_a_grade_is_what_flesch_and_kincaids_formula_makes_of_the_counts() -> None:
    cases = [
        ("You put the phone in the kitchen.", 7, 1, 8),
        ("You put it away. Then you slept.", 7, 2, 8),
        ("Responsibility overwhelms everybody.", 3, 1, 13),
        ("You didn't give up; you went on.", 7, 1, 8),
        ("A ten-year-old can read it.", 5, 1, 7),
        ("Mr. Hale was there. So were you.", 7, 2, 8),
        ("You waited... and it passed.", 5, 1, 6),
        ("You had 4 calm nights.", 5, 1, 5),
    ]
    assert [
        (text, words, sentences, heard)
        for text, words, sentences, heard in cases
        if reading_grade(text) != pytest.approx(grade(words, sentences, heard))
    ] == []


def test_very_plain_text_is_below_the_first_grade() -> None:
    assert reading_grade("You sat. You ate. You slept.") < 0


def test_longer_words_and_longer_sentences_are_harder() -> None:
    plain = "You rang your friend. You told her how it was."
    assert reading_grade(plain) < reading_grade(plain.replace(". You", " and you"))
    assert reading_grade(plain) < reading_grade(plain.replace("friend", "neighbourhood"))


def test_lines_end_sentences_with_or_without_a_stop() -> None:
    assert reading_grade("Calm evenings at home\nA call to the school") == pytest.approx(grade(9, 2, 10))
    assert reading_grade("You slept.\n\nYou woke.\n") == reading_grade("You slept. You woke.")


def test_a_text_without_words_has_no_grade() -> None:
    for text in ("", " \n", "?!", "… ... –"):
        with pytest.raises(ValueError, match="no reading grade"):
            reading_grade(text)


@given(st.text(), st.sampled_from(["word", "don't", "well-being"]))
def test_any_text_with_a_word_has_a_grade(text: str, word: str) -> None:
    assert reading_grade(f"{text} {word}") > -16
