"""A question after danger and its answer: a plain no is one, a yes in few words too, and all else is unclear."""

import pytest

from app.therapy.asked import Asked, Reply, asked
from app.therapy.danger import Kind
from app.therapy.transcript import Role, Segment, Transcript

ROLES = {"T": Role.THERAPIST, "P": Role.PATIENT}
QUESTION = "Have you had any thoughts of killing yourself?"


def talk(*turns: str, first: str = "T") -> Transcript:
    speakers = ("T", "P") if first == "T" else ("P", "T")
    return Transcript(tuple(Segment(0.0, 1.0, text, speakers[number % 2]) for number, text in enumerate(turns)))


def exchanges(*turns: str, first: str = "T") -> list[Asked]:
    return list(asked(talk(*turns, first=first), ROLES))


def reply(answer: str) -> Reply:
    (one,) = exchanges(QUESTION, answer)
    return one.reply


@pytest.mark.parametrize(
    "answer",
    [
        "No.",
        "No, no, nothing like that.",
        "Never.",
        "Yeah, no.",
        "Ha, no! I'd never do that.",
        "I haven't.",
        "Yeah, I figured you'd ask. No.",
        "No. Not since March. I worry about money sometimes but that's just money.",
        "Good heavens, no.",
        "Neither.",
        "Hand on heart, it hasn't.",
        "I deny all three.",
        "I have not, and I wouldn't.",
        "That's a no.",
        "I do not.",
        "(shakes his head)",
    ],
)
def test_a_plain_no_is_a_denial(answer: str) -> None:
    assert reply(answer) is Reply.NO


@pytest.mark.parametrize(
    "answer",
    [
        "Yeah.",
        "Sometimes.",
        "I guess so, at night.",
        "Mm-hm.",
        "It's crossed my mind.",
        "Well, once.",
        "I have, yes.",
        "Uh-huh",
    ],
)
def test_few_words_are_a_yes(answer: str) -> None:
    assert reply(answer) is Reply.YES


@pytest.mark.parametrize(
    "answer",
    [
        "Not really.",
        "No, not really. It depends.",
        "No. Well, sometimes.",
        "I don't want to talk about that.",
        "Can we talk about work?",
        "I don't know.",
        "Yes. No.",
        "Probably not, no.",
        "Maybe. I don't know. Not really.",
        "I do not know.",
        "I don't think so.",
        "...",
    ],
)
def test_all_else_is_unclear(answer: str) -> None:
    assert reply(answer) is Reply.UNCLEAR


def test_a_silence_is_no_answer_in_words() -> None:
    (one,) = exchanges(QUESTION, "...")
    assert (one.answer, one.question.segment) == (None, 0)


def test_a_question_at_the_end_is_left_open() -> None:
    (one,) = exchanges("I am fine.", QUESTION, first="P")
    assert (one.answer, one.reply) == (None, Reply.UNCLEAR)


def test_question_and_answer_are_whole_sentences() -> None:
    text = f"Thank you. {QUESTION}"
    (one,) = exchanges(text, "Right. No. It rained.")
    assert text[one.question.char_start : one.question.char_end] == QUESTION
    assert one.answer is not None
    assert (one.answer.segment, one.answer.char_start, one.answer.char_end) == (1, 7, 10)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Have you hurt yourself lately?", {Kind.SELF_HARM}),
        ("Has he ever hit you?", {Kind.ABUSE}),
        ("Do you feel safe at home?", {Kind.ABUSE}),
        ("Do you think of hurting anyone else?", {Kind.HARM_TO_OTHERS}),
        ("Any thoughts of suicide, or of harming yourself?", {Kind.SUICIDAL_THOUGHTS, Kind.SELF_HARM}),
        ("Some people wish they were dead at such times. Does that happen to you?", {Kind.SUICIDAL_THOUGHTS}),
    ],
)
def test_a_question_has_the_kinds_it_names(question: str, kinds: set[Kind]) -> None:
    (one,) = exchanges(question, "No.")
    assert one.kinds == kinds


@pytest.mark.parametrize(
    "question",
    [
        "How did you sleep?",
        "Did your sister try to kill herself?",
        "There is a leaflet about suicide on the table.",
        "It killed the mood for you, did it?",
    ],
)
def test_other_questions_are_none_of_these(question: str) -> None:
    assert exchanges(question, "No.") == []


def test_what_a_therapist_says_back_counts_where_it_is_agreed_to() -> None:
    said_back = "So there were nights when you wanted to be dead."
    assert [one.reply for one in exchanges(said_back, "Yeah.")] == [Reply.YES]
    assert exchanges(said_back, "I slept badly.") == []


def test_the_patient_asks_nobody() -> None:
    assert exchanges(QUESTION, "No.", first="P") == []


def test_while_roles_are_unknown_anybody_asks() -> None:
    assert [one.reply for one in asked(talk(QUESTION, "No."), None)] == [Reply.NO]


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("Yes.", Reply.NO),
        ("Perfectly safe. He's never been rough with me.", Reply.NO),
        ("No.", Reply.UNCLEAR),
        ("Yes, mostly.", Reply.UNCLEAR),
        ("Yes and no.", Reply.UNCLEAR),
        ("Not when he's been drinking.", Reply.UNCLEAR),
    ],
)
def test_who_feels_safe_speaks_of_no_danger(answer: str, reply: Reply) -> None:
    assert [exchange.reply for exchange in exchanges("Do you feel safe at home?", answer)] == [reply]
