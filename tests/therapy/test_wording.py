"""Words, sentences and the three readings of a text."""

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.therapy.wording import ELLIPSIS, as_words, forms, is_unspaced, readings, sentences, words


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_texts_that_differ_in_case_and_punctuation_are_the_same_as_words() -> None:
    assert as_words("Ring Mum, won’t you?") == as_words("ring mum... WON'T you") == "ring mum wont you"
    assert as_words("Ring") != as_words("Rings")
    assert as_words("?!") == "?!"


def test_a_script_without_spaces_is_told_from_others() -> None:
    assert is_unspaced("睡眠")
    assert is_unspaced("about 睡眠")
    assert not is_unspaced("sleep, schläft, сон, 잠")


def read(text: str) -> list[str]:
    return [" ".join(word.form for word in reading) for reading in readings(words(text), text)]


def test_case_marks_and_dashes_make_no_difference_to_words() -> None:
    assert forms("Well—I DON’T; know!") == forms("well i don't know")


def test_composed_and_decomposed_letters_are_one_word() -> None:
    assert forms(unicodedata.normalize("NFD", "café")) == forms("café") == ["café"]


def test_full_width_letters_and_soft_hyphens_are_plain_words() -> None:
    assert forms("ｗａｌｋ gar\u00adden") == ["walk", "garden"]


def test_an_ellipsis_is_a_word_however_it_is_typed() -> None:
    assert forms("so... then . . . and… stop.") == ["so", ELLIPSIS, "then", ELLIPSIS, "and", ELLIPSIS, "stop"]


def test_a_script_without_spaces_is_read_by_the_character() -> None:
    assert forms("我很累") == ["我", "很", "累"]


def test_vowel_signs_belong_to_their_word() -> None:
    assert len(forms("नमस्ते दुनिया")) == 2


def test_sentences_end_at_stops_before_a_capital() -> None:
    assert split(" I slept. Then what? Nothing! ") == ["I slept.", "Then what?", "Nothing!"]


def test_nothing_ends_at_an_ellipsis_an_abbreviation_a_number_or_before_a_small_letter() -> None:
    whole = "I never saw Dr. Bell at 7.30 p.m. Tuesday... And did I? no."
    assert split(whole) == [whole]


def test_a_sentence_keeps_its_closing_quote_mark() -> None:
    assert split('She said "Go." I went.') == ['She said "Go."', "I went."]


def test_the_letter_i_is_no_abbreviation() -> None:
    assert split("So did I. We left.") == ["So did I.", "We left."]


def test_a_contraction_ends_a_sentence_like_any_word() -> None:
    assert split("I can't. You don’t. We do.") == ["I can't.", "You don’t.", "We do."]


def test_full_width_stops_need_no_space() -> None:
    assert split("我累。我走。") == ["我累。", "我走。"]


def test_hesitations_repeats_and_stage_directions_fall_at_the_second_reading() -> None:
    assert read("I, um, I went [laughs] home")[1] == "i went home"


def test_a_repeated_phrase_is_said_once() -> None:
    assert read("I was, I was going out")[1] == "i was going out"


def test_like_is_an_aside_only_between_marks() -> None:
    assert read("It was, like, cold and I like cold, you know, and you know him")[2] == (
        "it was cold and i like cold and you know him"
    )


def test_a_word_beside_a_hesitation_is_no_aside() -> None:
    assert "like" in read("they um like um her")[2]


def test_a_double_not_and_repeated_digits_are_kept() -> None:
    assert read("I am not not sure of 5 5 5")[2] == "i am not not sure of 5 5 5"


def test_no_reading_drops_a_negation() -> None:
    assert all("no" in reading.split() and "dont" in reading for reading in read("No, um, I, you know, don't"))


@given(st.text())
def test_words_stand_where_they_say_and_in_order(text: str) -> None:
    found = words(text)
    assert all(0 <= word.start < word.end <= len(text) and word.form for word in found)
    assert all(first.end <= second.start for first, second in pairwise(found))


@given(st.text() | st.text(alphabet=st.sampled_from("aI0'`’ .…,-_\n")))
def test_forms_are_those_of_the_words(text: str) -> None:
    assert forms(text) == [word.form for word in words(text)]


@given(st.text(alphabet=st.sampled_from("aI .?!…。\n\"')A1")))
def test_sentences_hold_every_character_but_outer_spaces_once(text: str) -> None:
    assert "".join("".join(piece.split()) for piece in split(text)) == "".join(text.split())
