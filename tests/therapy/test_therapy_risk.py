"""The floor: a sign wherever the patient may be disclosing a danger, and none in what the therapist says."""

from app.therapy.danger import Kind
from app.therapy.risk import HOLDING, STATES, Sign, floor
from app.therapy.transcript import Role, Segment, Transcript

ROLES = {"T": Role.THERAPIST, "P": Role.PATIENT}
WISH = "I wish I was dead."


def signs(*turns: tuple[str, str], roles: dict[str, Role] | None = ROLES) -> tuple[Sign, ...]:
    return floor(Transcript(tuple(Segment(0.0, 1.0, text, who) for who, text in turns)), roles)


def test_a_sign_is_the_sentence_it_stands_in() -> None:
    assert signs(("P", f"It rained. {WISH} It rained.")) == (Sign(0, 11, 29, Kind.SUICIDAL_THOUGHTS, clear=True),)


def test_the_therapists_words_are_no_sign() -> None:
    assert signs(("T", WISH)) == ()


def test_where_a_model_told_who_is_who_plain_words_of_the_therapists_are_a_sign() -> None:
    said = Transcript((Segment(0.0, 1.0, WISH, "T"), Segment(1.0, 2.0, "Does he hit you?", "T")))
    assert [(sign.segment, sign.kind) for sign in floor(said, ROLES, given=False)][:1] == [(0, Kind.SUICIDAL_THOUGHTS)]
    assert 0 not in {sign.segment for sign in floor(said, ROLES)}


def test_while_roles_are_unknown_everybodys_words_are() -> None:
    assert [sign.segment for sign in signs(("T", WISH), ("P", WISH), roles=None)] == [0, 1]


def test_a_yes_to_a_question_is_a_sign_of_what_was_asked() -> None:
    (sign,) = signs(("T", "Does he hit you?"), ("P", "Sometimes."))
    assert (sign.kind, sign.segment, sign.clear) == (Kind.ABUSE, 1, True)


def test_an_answer_that_is_none_is_a_sign_in_doubt() -> None:
    (sign,) = signs(("T", "Does he hit you?"), ("P", "Can we talk about work?"))
    assert (sign.segment, sign.clear) == (1, False)


def test_where_nobody_answers_the_question_is_the_sign() -> None:
    (sign,) = signs(("T", "Does he hit you?"), ("P", "..."))
    assert (sign.segment, sign.clear) == (0, False)


def test_a_no_is_none() -> None:
    assert signs(("T", "Does he hit you?"), ("P", "No, never.")) == ()


def test_a_no_takes_nothing_back_that_was_said_plainly() -> None:
    turns = (("P", "I want to kill him."), ("T", "Would you really hurt him?"), ("P", "No."))
    assert [sign.clear for sign in signs(*turns)] == [True]


def test_a_figure_of_speech_that_was_asked_about_is_none() -> None:
    said = ("P", "I could have killed him.")
    assert [sign.clear for sign in signs(said)] == [False]
    assert signs(said, ("T", "Would you really hurt him?"), ("P", "No. It was a sandwich.")) == ()


def test_a_later_doubt_is_not_cleared_up_by_an_earlier_no() -> None:
    turns = (("T", "Would you hurt him?"), ("P", "No."), ("T", "And then?"), ("P", "I could have killed him."))
    assert [sign.segment for sign in signs(*turns)] == [3]


def test_what_is_none_or_in_another_language_has_no_sign() -> None:
    lines = ["", "...", "Je voudrais mourir.", "I walked to the harbour."]
    assert [said for said in lines if signs(("P", said)) != ()] == []


def test_what_holds_a_version_is_the_gravest_two_states() -> None:
    assert HOLDING == set(STATES[:2]) == {"disclosed", "indeterminate"}
