from app.offline.notes_for_patient import (
    NUMBER,
    is_discreet,
    may_be_told,
    names_somebody,
    own_to_you,
    without_loose_ends,
)
from app.offline.prompt import NoteLine


def test_words_of_ones_own_are_turned() -> None:
    assert own_to_you("take my bike to where I’m calm") == "take your bike to where you're calm"


def test_nothing_of_death_or_harm_is_told() -> None:
    texts = ["Thinks of suicide.", "Wishes to die.", "Hurt herself.", "Has a safety plan."]
    assert [
        text for text in texts if may_be_told(NoteLine(0, "this visit", "patterns", text)) or is_discreet(text)
    ] == []


def test_a_capital_inside_a_sentence_is_taken_for_a_name() -> None:
    assert names_somebody("Called Robin again.")
    assert not names_somebody("Walked on Monday. Then I slept until May.")


def test_numbers_are_known_in_digits_and_in_words() -> None:
    texts = ["2 walks", "twice", "a dozen", "for forty minutes", "80%"]
    assert [text for text in texts if not NUMBER.search(text)] == []


def test_a_word_that_only_holds_a_number_is_none() -> None:
    assert not NUMBER.search("weight, tension, someone, often, fortune")


def test_nothing_loose_is_left_at_an_end() -> None:
    assert without_loose_ends("Call the landlord and the") == "Call the landlord"
    assert without_loose_ends("and the") == ""
