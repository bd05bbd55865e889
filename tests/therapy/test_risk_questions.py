"""A question after danger and its answer: a plain no is one, a yes in few words too, and all else is unclear."""

from app.therapy.danger import Kind
from app.therapy.dangers.replies import Reply
from app.therapy.risk_questions import RiskQuestion, danger_questions
from app.therapy.transcript import Role, Segment, Transcript

ROLES = {"T": Role.THERAPIST, "P": Role.PATIENT}
QUESTION = "Have you had any thoughts of killing yourself?"


def talk(*turns: str, first: str = "T") -> Transcript:
    speakers = ("T", "P") if first == "T" else ("P", "T")
    return Transcript(tuple(Segment(0.0, 1.0, text, speakers[number % 2]) for number, text in enumerate(turns)))


def exchanges(*turns: str, first: str = "T") -> list[RiskQuestion]:
    return list(danger_questions(talk(*turns, first=first), ROLES))


def reply(answer: str) -> Reply:
    (one,) = exchanges(QUESTION, answer)
    return one.reply


def test_an_answer_is_a_yes_a_no_or_neither() -> None:
    table = {"No.": Reply.NO, "Sometimes.": Reply.YES, "Mm-hm.": Reply.YES, "Uh-huh": Reply.YES, "...": Reply.UNCLEAR}
    assert {answer: reply(answer) for answer in table} == table


def test_a_no_beside_words_of_danger_is_neither() -> None:
    assert reply("No. I've been saving up my tablets.") is Reply.UNCLEAR


def test_a_no_that_is_weakened_by_a_filler_is_neither() -> None:
    assert [one.reply for one in exchanges("Has he ever been violent?", "He's never, like, hit me hit me.")] == [
        Reply.UNCLEAR
    ]


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


def test_a_question_has_the_kinds_it_names() -> None:
    table = {
        "Have you hurt yourself lately?": {Kind.SELF_HARM},
        "Has he ever hit you?": {Kind.ABUSE},
        "Do you feel safe at home?": {Kind.ABUSE},
        "Do you think of hurting anyone else?": {Kind.HARM_TO_OTHERS},
        "Any thoughts of suicide, or of harming yourself?": {Kind.SUICIDAL_THOUGHTS, Kind.SELF_HARM},
        "Some people wish they were dead at such times. Does that happen to you?": {Kind.SUICIDAL_THOUGHTS},
        "Suicidal thoughts?": {Kind.SUICIDAL_THOUGHTS},
        "I'd like to ask about suicide.": {Kind.SUICIDAL_THOUGHTS},
        "Are you taking your tablets, or have you been saving up your tablets?": {Kind.SUICIDAL_THOUGHTS},
    }
    assert {question: kinds_of(question) for question in table} == table


def kinds_of(question: str) -> frozenset[Kind]:
    return frozenset().union(*(one.kinds for one in exchanges(question, "Hm.")))


def test_other_questions_are_none_of_these() -> None:
    others = [
        "How did you sleep?",
        "Did your sister try to kill herself?",
        "There is a leaflet about suicide on the table.",
        "It killed the mood for you, did it?",
        "You may be better off without him.",
    ]
    assert [question for question in others if exchanges(question, "Yes, sure.")] == []


def test_information_and_a_nod_are_no_question_and_answer() -> None:
    told = [
        "What you say stays here, unless somebody is in danger, you or another person, or a child is hurt. Is that all"
        " right?",
        "If I thought you might kill yourself I'd have to tell somebody. Does that make sense?",
        "There's a helpline on the leaflet if you feel like hurting yourself. Would you like it?",
    ]
    assert [text for text in told if exchanges(text, "Yeah, sure.")] == []


def test_affirming_a_negative_question_is_a_denial() -> None:
    table = {
        ("So no thoughts of suicide, to be sure?", "Correct."): Reply.NO,
        ("You're not thinking of harming yourself, then?", "Yes, that's right, I'm not."): Reply.NO,
        ("So you're not feeling suicidal?", "Not while the kids are little, no."): Reply.UNCLEAR,
        ("You're not thinking of suicide, are you?", "Actually, yes."): Reply.YES,
    }
    told = {pair: [one.reply for one in exchanges(*pair)] for pair in table}
    assert told == {pair: [wanted] for pair, wanted in table.items()}


def test_a_vague_yes_is_not_plain() -> None:
    assert [[one.plain for one in exchanges(QUESTION, answer)] for answer in ("Yes.", "I guess so.")] == [
        [True],
        [False],
    ]


def test_segments_without_a_speaker_are_turns_of_their_own() -> None:
    lines = [Segment(0.0, 1.0, QUESTION, "unknown"), Segment(1.0, 2.0, "No.", "unknown")]
    for roles in (None, {}, ROLES):
        assert [one.reply for one in danger_questions(Transcript(tuple(lines)), roles)] == [Reply.NO]


def test_what_a_therapist_says_back_counts_where_it_is_agreed_to() -> None:
    said_back = "So there were nights when you wanted to be dead."
    assert [one.reply for one in exchanges(said_back, "Yeah.")] == [Reply.YES]
    assert exchanges(said_back, "I slept badly.") == []


def test_the_patient_asks_nobody() -> None:
    assert exchanges(QUESTION, "No.", first="P") == []


def test_while_roles_are_unknown_anybody_asks() -> None:
    assert [one.reply for one in danger_questions(talk(QUESTION, "No."), None)] == [Reply.NO]


def test_who_feels_safe_speaks_of_no_danger() -> None:
    table = {"Yes.": Reply.NO, "No.": Reply.UNCLEAR, "Yes, mostly.": Reply.UNCLEAR}
    told = {answer: [one.reply for one in exchanges("Do you feel safe at home?", answer)] for answer in table}
    assert told == {answer: [wanted] for answer, wanted in table.items()}


def test_what_only_leads_up_to_a_danger_is_denied_by_a_plain_no_and_raises_nothing() -> None:
    table = {
        ("Are you allowed to see your friends?", "He goes through my phone and hides my keys."): [],
        ("Have you got any plans?", "No."): [Reply.NO],
        ("How are things at home?", "No worse than the weather."): [],
        ("Any urges this week?", "We had soup."): [],
    }
    assert {turns: [one.reply for one in exchanges(*turns)] for turns in table} == table


def test_who_and_where_are_not_denied_by_a_nobody() -> None:
    assert [one.reply for one in exchanges("Who else knows that you hurt yourself?", "Nobody.")] == [Reply.UNCLEAR]


def test_a_yes_to_life_or_safety_is_a_no_to_danger() -> None:
    table = {
        ("Would you say you want to live?", "I do, yes."): [Reply.NO],
        ("Do you feel safe going home today?", "No. He knows I'm here."): [Reply.UNCLEAR],
    }
    assert {turns: [one.reply for one in exchanges(*turns)] for turns in table} == table
