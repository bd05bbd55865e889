"""Whom a text speaks to."""

from app.therapy.second_person import DISTANT, is_to_the_reader


def test_a_text_that_says_you_in_each_paragraph_is_to_the_reader() -> None:
    cases = ["You slept.", "What helped was yours.\n\nYour week was long.", "You said: “I am.”"]
    assert [text for text in cases if not is_to_the_reader(text)] == []


def test_a_paragraph_that_never_says_you_is_to_nobody() -> None:
    cases = ["The week was long.", "You slept.\n\nThe week was long.", "He said “you did it”."]
    assert [text for text in cases if is_to_the_reader(text)] == []


def test_a_text_that_tells_of_a_patient_is_not_to_them() -> None:
    assert [
        name
        for name in DISTANT
        if is_to_the_reader(f"You slept. {name.capitalize()} was calm.")
        or not is_to_the_reader(f'You slept. You said: "{name} was me".')
    ] == []
