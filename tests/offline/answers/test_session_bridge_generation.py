from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_3.session_bridge_generator import SessionBridgeGenerator
from app.offline.answers.session_bridge_generation import answer
from app.offline.prompt import read_prompt
from app.therapy.memory import dated
from app.therapy.notes import notes_of
from app.therapy.visit import Memory, Note, Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]
HARD = "growth areas) The patient speaks of something that is hard for them, in words about stairs and boots."
GOAL = "goal progress) take my bike along: needs attention"
SKILL = "skill development) paced breathing: developing"


def bridge(*notes: str, tasks: tuple[str, ...] = (), about: str = "this visit") -> Any:
    fence = "latest_visit" if about == "this visit" else "earlier_visits"
    lines = [f"[{number}] ({about}, {note}" for number, note in enumerate(notes)]
    done = [f"[{number}] {text}" for number, text in enumerate(tasks)]
    shown = [f"<{fence}>", *lines, f"</{fence}>", "", "<completed_tasks>", *done, "</completed_tasks>"]
    return answer(read_prompt("\n".join(shown)))


def texts(page: Any, name: str) -> list[str]:
    return [entry["text"] for entry in page[name]]


def test_every_sample_visit_has_a_page_that_keeps_the_rules(samples: Conversations, generated: Generated) -> None:
    earlier: tuple[Note, ...] = ()
    for number, visit in samples:
        deep = generated(DeepAnalyzer, visit)
        notes = tuple(notes_of(visit.session_id, "this visit", deep.result, deep.evidence))
        for tasks in ((), ("Walk for twenty minutes",), ("Walk", "Log", "Call my landlord")):
            shown = replace(visit, notes=notes, memory=Memory(notes=earlier), completed_tasks=tasks)
            page = generated(SessionBridgeGenerator, shown).result
            assert page["shareProgressSources"][: len(tasks)] == ["task"] * len(tasks), (number, tasks)
        earlier = dated(notes, 1)


def test_what_is_open_is_taken_up_next() -> None:
    assert texts(bridge(HARD, GOAL), "nextSessionTopics") == [
        "What is hard around stairs and boots",
        "Your wish to take your bike along",
    ]


def test_a_topic_too_long_for_the_card_is_left_out() -> None:
    long = bridge("goal progress) swim across the whole lake before summer ends: needs attention")
    assert texts(long, "nextSessionTopics") == []


def test_a_completed_task_is_told_as_done_and_without_its_numbers() -> None:
    page = bridge(HARD, tasks=("Walk around the block twice", "Keep my log for 20 minutes"))
    assert texts(page, "completedTasks") == [
        "You walked around the block.",
        "You kept your log.",
    ]


def test_a_completed_task_keeps_its_own_words_but_for_numbers_and_names() -> None:
    table = [
        ("Write one line a day in the logbook", "You wrote one line in the logbook."),
        ("Sleep diary, every evening", "You did this: sleep diary."),
        ("Walk a couple of times with my dog", "You walked with your dog."),
        ("Ring Robin", "You rang someone."),
        ("Talk to Dr Jane Roe's nurse", "You talked to someone's nurse."),
    ]
    assert [
        (task, told) for task, told in table if texts(bridge(HARD, tasks=(task,)), "completedTasks") != [told]
    ] == []


def test_a_task_listed_twice_is_told_once() -> None:
    assert bridge(HARD, tasks=("Walk", "Walk 3 times"))["completedTasks"] == [{"task": 0, "text": "You walked."}]


def test_a_task_that_may_not_be_shown_is_left_out() -> None:
    tasks = [
        "Call the crisis line",
        "Visit Paris",
        "5",
        "Twice a day",
        "I'm",
        "x" * 99,
        "www.evil.example",
        "Tell my therapist",
    ]
    assert [task for task in tasks if bridge(HARD, tasks=(task,))["completedTasks"] != []] == []


def test_with_three_tasks_nothing_else_is_suggested() -> None:
    assert bridge(SKILL, GOAL, tasks=("Walk", "Log"))["suggestions"]
    assert bridge(SKILL, GOAL, tasks=("Walk", "Log", "Rest"))["suggestions"] == []
    assert len(bridge(SKILL, tasks=("Walk", "Log", "Rest", "Read", "Swim"))["completedTasks"]) == 4


def test_a_suggestion_is_about_something_else_than_the_tasks() -> None:
    suggested = texts(bridge(SKILL, HARD, tasks=("Practice the breathing",)), "suggestions")
    assert suggested == ["You might share how it has been with stairs and boots since."]


def test_earlier_visits_count_after_the_latest() -> None:
    assert texts(bridge(HARD, about="2 visits ago"), "nextSessionTopics") == ["What is hard around stairs and boots"]


def test_nothing_of_harm_and_no_name_gets_on_the_page() -> None:
    unsaid = ["pills and cabinet", "suicide", "Robin"]
    assert [words for words in unsaid if bridge(HARD.replace("stairs and boots", words)) is not None] == []


def test_notes_that_leave_nothing_to_say_make_no_page() -> None:
    assert bridge("strengths) Called a friend.") is None
