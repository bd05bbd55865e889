"""The floor: a sign wherever somebody may be disclosing a danger, in whosever line it stands."""

from unittest import mock

from app.therapy.danger import Kind
from app.therapy.risk import HOLDING, STATES, Sign, assess, floor, holds, pointed_at, read_visit
from app.therapy.transcript import Role, Segment, Transcript

ROLES = {"T": Role.THERAPIST, "P": Role.PATIENT}
WISH = "I wish I was dead."


def signs(*turns: tuple[str, str], roles: dict[str, Role] | None = ROLES) -> tuple[Sign, ...]:
    return floor(Transcript(tuple(Segment(0.0, 1.0, text, who) for who, text in turns)), roles)


def test_a_sign_is_the_sentence_it_stands_in() -> None:
    assert signs(("P", f"It rained. {WISH} It rained.")) == (Sign(0, 11, 29, Kind.SUICIDAL_THOUGHTS, clear=True),)


def test_every_line_is_read_whoever_is_said_to_have_spoken_it() -> None:
    for roles in (ROLES, {"T": Role.PATIENT, "P": Role.THERAPIST}, {"T": Role.THERAPIST}, {}, None):
        said = (("T", WISH), ("P", "I want to be dead."), ("X", WISH))
        assert [sign.segment for sign in signs(*said, roles=roles)] == [0, 1, 2]


def test_in_a_therapists_line_only_plain_words_are_a_sign() -> None:
    assert signs(("T", "I could have killed him."), ("T", "It must have been hard to think about dying.")) == ()


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


def talk(*turns: tuple[str, str]) -> Transcript:
    return Transcript(tuple(Segment(0.0, 1.0, text, who) for who, text in turns))


def test_the_strict_list_says_what_a_visit_comes_to() -> None:
    asked = ("T", "Have you thought about killing yourself?")
    table: dict[tuple[tuple[str, str], ...], tuple[str, dict[Kind, str]]] = {
        (("P", WISH),): ("disclosed", {Kind.SUICIDAL_THOUGHTS: "disclosed"}),
        (asked, ("P", "No, never.")): ("denied_when_asked", {Kind.SUICIDAL_THOUGHTS: "denied_when_asked"}),
        (asked, ("P", "Not really.")): ("indeterminate", {Kind.SUICIDAL_THOUGHTS: "indeterminate"}),
        (asked, ("P", "No, never."), ("P", WISH)): ("disclosed", {Kind.SUICIDAL_THOUGHTS: "disclosed"}),
        (("P", "It rained."),): ("not_assessed", {}),
    }
    for turns, wanted in table.items():
        found = assess(talk(*turns), ROLES)
        assert (found.state, dict(found.states)) == wanted


def test_another_language_leaves_it_open_and_holds() -> None:
    german = talk(("P", "Nicht besonders gut, ich lag wieder lange wach und habe über die Arbeit nachgedacht."))
    assert (assess(german, ROLES).state, holds(german, ROLES)) == ("indeterminate", True)
    assert not holds(talk(("P", "It rained.")), ROLES)
    assert holds(talk(("P", WISH)), ROLES)


def test_the_wide_list_points_at_what_is_raised_and_at_more_but_never_at_the_therapist() -> None:
    hint = "I stand on the landing and I think, nobody wants me here."
    said = talk(("T", hint), ("P", hint), ("P", "We had soup."), ("P", WISH))
    assert pointed_at(said, ROLES) == (1, 3)
    assert [sign.segment for sign in floor(said, ROLES)] == [3]


def test_sounds_are_nobodys_words() -> None:
    assert floor(talk(("P", "[I sighs] It rained. [crying]")), ROLES) == ()


def test_a_visit_is_read_once_and_what_was_found_is_kept() -> None:
    said = talk(("P", f"{WISH} It rained on a day of its own."))
    with mock.patch("app.therapy.risk.risk_questions_in", return_value=iter(())) as asking:
        first, second = (
            read_visit(said, ROLES),
            read_visit(talk(*((s.speaker, s.text) for s in said.segments)), dict(ROLES)),
        )
        other = read_visit(said, None)
    assert first is second
    assert (other is first, asking.call_count) == (False, 2)


def test_what_is_none_or_in_another_language_has_no_sign() -> None:
    assert [said for said in ("", "...", "Je voudrais mourir.", "I walked to the harbour.") if signs(("P", said))] == []


def test_what_holds_a_version_is_the_gravest_two_states() -> None:
    assert HOLDING == set(STATES[:2]) == {"disclosed", "indeterminate"}
