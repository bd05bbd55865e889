"""What one turn of a therapist asks after, and whether it asks at all."""

from app.therapy.danger import Kind
from app.therapy.dangers.replies import Reply
from app.therapy.risk_question_wording import denies, informs_of_limits, is_asked, is_put, kinds_asked
from app.therapy.utterance import Utterance, utterances


def turn(text: str) -> list[Utterance]:
    return list(utterances(text))


def kinds(text: str) -> dict[int, frozenset[Kind]]:
    return {number: found for number, one in enumerate(turn(text)) if (found := kinds_asked(one))}


def test_a_sentence_has_the_kinds_that_it_asks_after() -> None:
    assert kinds("Have you hurt yourself?") == {0: frozenset({Kind.SELF_HARM})}
    assert kinds("Did your sister hurt herself?") == {}


def test_words_that_only_a_question_gives_a_meaning_count_in_questions() -> None:
    assert kinds("Thank you for coming back to it.") == {}
    assert kinds("Would you put the line into your phone?") == {}
    assert kinds("Have you gone back to it?") == {0: frozenset({Kind.SELF_HARM})}
    assert kinds("You've gone back to it.") == {0: frozenset({Kind.SELF_HARM})}


def test_a_question_may_say_no_itself() -> None:
    table = {
        "so no thoughts of suicide": True,
        "it would be fair to say you dont want to die": True,
        "youve told me youre not suicidal": True,
        "youre not thinking of it, are you": False,
        "do you think youre not worth it": False,
        "have you thought of it": False,
    }
    assert {line: denies(line) for line in table} == table


def test_information_is_no_question() -> None:
    told = "What you say is confidential, unless I think you might kill yourself. Is that all right?"
    assert informs_of_limits(turn(told))
    assert not is_asked(turn(told), kinds(told), Reply.NO)


def test_a_question_is_put_to_the_patient() -> None:
    (question,) = turn("Are you thinking of suicide?")
    (statement,) = turn("He thought of suicide.")
    assert is_put(question, informs=False)
    assert is_put(statement, informs=False) is None


def test_what_is_said_back_is_asked_where_the_patient_agrees() -> None:
    said = "So there were nights when you wanted to be dead."
    assert is_asked(turn(said), kinds(said), Reply.YES)
    assert not is_asked(turn(said), kinds(said), Reply.UNCLEAR)
