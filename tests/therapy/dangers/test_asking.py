"""What sounds like a question after danger, in words that the rules do not know."""

from app.therapy.dangers.asking import (
    is_affirmed,
    is_asked,
    is_surely_asked,
    kind_asked,
    may_be_asked,
    question_features,
    question_score,
)
from app.therapy.utterance import Utterance, utterances


def turn(text: str) -> tuple[Utterance, ...]:
    return tuple(utterances(text))


def test_questions_after_danger_are_asked() -> None:
    told = [
        "Have things ever got so bad that you thought of a way out?",
        "Is there any part of you that wants to hurt him?",
        "You're not at risk from anybody at home, then?",
    ]
    assert [text for text in told if not is_asked(turn(text))] == []


def test_ordinary_questions_are_none() -> None:
    told = [
        "How did you sleep?",
        "Have you got any plans for the garden?",
        "Is there anything that helps with the knee?",
        "You're not sleeping, then?",
        "",
    ]
    assert [text for text in told if is_asked(turn(text))] == []


def test_what_is_sure_is_affirmed_and_asked_too() -> None:
    plain = turn("Are you having thoughts of harming yourself?")
    assert is_surely_asked(plain)
    assert is_affirmed(plain)
    assert is_asked(plain)
    assert may_be_asked(plain)


def test_a_question_has_a_kind() -> None:
    table = {
        "Does your husband ever frighten you?": "abuse",
        "Have you ever wanted to get your own back on your neighbour and hit him?": "harm_to_others",
        "Do you ever wish you would not wake up?": "suicidal_thoughts",
        "Did you do those cuts to yourself?": "self_harm",
    }
    assert {text: kind_asked(turn(text)) for text in table} == table


def test_only_the_end_of_a_turn_is_read() -> None:
    asked = "Do you ever think of ending it?"
    assert question_score(turn(f"It rained. We had soup. {asked}")) == question_score(turn(f"We had soup. {asked}"))


def test_a_turn_has_edges_pieces_and_whether_it_asks() -> None:
    assert {"^ do", "^ do you", "it $", "#<end", "?"} <= question_features(turn("Do you end it?"))
    assert "?" not in question_features(turn("You end it."))
