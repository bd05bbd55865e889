from app.offline.prompt import Sentence
from app.offline.tasks_set import PATIENT, THERAPIST, task_set_in


def task(text: str, speaker: str = THERAPIST, segment: str | None = None) -> str | None:
    return task_set_in(Sentence(0, speaker, text), segment or text)


def test_what_the_therapist_asks_for_until_the_next_visit_is_a_task() -> None:
    table = [
        ("Would you write one line each evening?", "Write one line each evening"),
        ("Try to walk to the lake this week, if it stays dry.", "Walk to the lake this week"),
        ("I'd like you to notice the tension every morning.", "Notice the tension every morning"),
        ("Between now and next time, see if you can practice the breathing.", "Practice the breathing"),
        ("Your homework is to read the leaflet.", "Read the leaflet"),
        ("Would you bring me the list?", "Bring your therapist the list"),
        ("Just keep the lamp lit until we meet next week.", "Keep the lamp lit"),
    ]
    assert [(said, set_) for said, set_ in table if task(said) != set_] == []


def test_what_the_patient_promises_for_a_day_is_a_task() -> None:
    assert task("I'll call my sister tomorrow.", PATIENT) == "Call your sister tomorrow"


def test_what_is_asked_for_in_the_room_is_none() -> None:
    lines = [
        "Would you tell me about this week?",
        "Can you think of a time this week when it was lighter?",
        "Would you take a breath with me?",
        "Did you keep the list this week?",
        "Take your time.",
        "Talk to me about tomorrow.",
    ]
    assert [said for said in lines if task(said) is not None] == []


def test_a_wish_of_the_patients_is_none() -> None:
    assert task("I'd like to call my sister tomorrow.", PATIENT) is None
    assert task("I'll call my sister.", PATIENT) is None


def test_a_question_may_say_when_in_the_sentence_beside_it() -> None:
    assert task("Would you write a letter?", segment="Would you write a letter? Before next time.") == "Write a letter"


def test_what_the_patient_agrees_to_is_a_task_without_a_day() -> None:
    replies = ["Yes, I can do that.", "Um, okay.", "Tonight, on the way home.", "I'll do it."]
    assert [
        reply
        for reply in replies
        if task_set_in(Sentence(0, THERAPIST, "Would you put it on the list?"), "", reply) != "Put it on the list"
    ] == []


def test_what_the_patient_does_not_agree_to_is_none() -> None:
    replies = ["No, I won't.", "I don't know.", "Maybe.", ""]
    assert [
        reply
        for reply in replies
        if task_set_in(Sentence(0, THERAPIST, "Would you put it on the list?"), "", reply) is not None
    ] == []


def test_what_is_agreed_to_for_here_and_now_is_none() -> None:
    questions = ["Would you read it to me?", "Could you try it now?", "Would you put it here?"]
    assert [asked for asked in questions if task_set_in(Sentence(0, THERAPIST, asked), "", "Yes.") is not None] == []


def test_something_to_be_written_is_a_task_without_its_verb() -> None:
    assert task("Just a line each morning: when you woke.") == "Write a line each morning"
    assert task("And two short notes before next time.") == "Write two short notes before next time"
    assert task("A line each morning.", PATIENT) is None
    assert task("A line each morning?") is None
    assert task("A line is enough.") is None


def test_a_task_that_names_somebody_is_left_out() -> None:
    assert task("Would you call Robin this week?") is None
