from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_3.session_bridge_generator import SessionBridgeGenerator
from app.offline.answers.session_bridge_generation import answer
from app.offline.prompt import read_prompt
from app.therapy.memory import notes_as_of
from app.therapy.notes import notes_of
from app.therapy.visit import Memory, Note, Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]
HARD = "growth areas) Hard: “I can't face the garage yet.”"
WANTED = "growth areas) Wanted: “And I want to take my bike along.”"
DONE = "strengths) Done: “I called my sister back.”"
SKILL = "learned) Used: “I did the breathing on the train.”"


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
        earlier = notes_as_of(notes, 1)


def test_each_sentence_stands_once_where_it_belongs() -> None:
    page = bridge(HARD, WANTED, DONE, SKILL)
    assert texts(page, "nextSessionTopics") == [
        "“I can't face the garage yet.”",
        "“and I want to take my bike along.”",
    ]
    assert texts(page, "suggestions") == [
        "You might share this: “I called my sister back.”",
        "You might share this: “I did the breathing on the train.”",
    ]
    assert page["sessionPrep"] == []


def test_what_is_too_long_for_a_topic_is_prepared() -> None:
    long = bridge("growth areas) Wanted: “I want to swim across the whole lake before the summer ends.”")
    assert texts(long, "nextSessionTopics") == []
    assert texts(long, "sessionPrep") == [
        "What you want: “I want to swim across the whole lake before the summer ends.”"
    ]


def test_a_completed_task_is_told_as_done_in_its_own_words_with_a_friend_for_a_name() -> None:
    cases = {
        "Walk around the block twice": "You walked around the block twice.",
        "Keep my log for 20 minutes.": "You kept your log for 20 minutes.",
        "Write one line a day in the logbook": "You wrote one line a day in the logbook.",
        "Sleep diary, every evening": "You did this: sleep diary, every evening.",
        "Walk 3 times": "You walked 3 times.",
        "Ring Robin": "You rang a friend.",
        "Talk to Dr Jane Roe's nurse": "You talked to a friend's nurse.",
        "Rang my aunt, then walked": "You rang your aunt, then walked.",
        "Read chapter 3 of the workbook": "You read chapter 3 of the workbook.",
        "Do ten push-ups before breakfast": "You did ten push-ups before breakfast.",
        "Take a daily break at noon": "You took a daily break at noon.",
        "Used TIPP when it got loud": "You used TIPP when it got loud.",
        "Replied to Sarah and met her for coffee": "You replied to a friend and met her for coffee.",
    }
    told = {task: texts(bridge(HARD, tasks=(task,)), "completedTasks") for task in cases}
    assert {task: told[task] for task, text in cases.items() if told[task] != [text]} == {}


def test_a_task_listed_twice_is_told_once() -> None:
    assert bridge(HARD, tasks=("Walk", "walk!"))["completedTasks"] == [{"task": 0, "text": "You walked."}]


def test_a_task_that_may_not_be_shown_is_left_out() -> None:
    tasks = [
        "Call the crisis line",
        "Visit Paris",
        "5",
        "Walk on " * 20,
        "I'm",
        "x" * 99,
        "www.evil.example",
        "Tell my therapist",
    ]
    assert [task for task in tasks if bridge(HARD, tasks=(task,))["completedTasks"]] == []


def test_with_three_tasks_nothing_else_is_suggested() -> None:
    assert bridge(SKILL, DONE, tasks=("Walk", "Log"))["suggestions"]
    assert bridge(SKILL, DONE, tasks=("Walk", "Log", "Rest"))["suggestions"] == []
    assert len(bridge(SKILL, tasks=("Walk", "Log", "Rest", "Read", "Swim"))["completedTasks"]) == 4


def test_a_suggestion_is_about_something_else_than_the_tasks() -> None:
    suggested = texts(bridge(SKILL, DONE, tasks=("Practice the breathing",)), "suggestions")
    assert suggested == ["You might share this: “I called my sister back.”"]


def test_of_earlier_visits_nothing_is_suggested_and_the_rest_says_when() -> None:
    page = bridge(DONE, "growth areas) Hard: “I can't sleep.”", about="2 visits ago")
    assert page["suggestions"] == []
    assert texts(page, "sessionPrep") == ["What was hard, 2 visits ago: “I can't sleep.”"]


def test_nothing_of_harm_no_name_and_no_number_gets_on_the_page() -> None:
    unsaid = ["Hard: “I counted the pills.”", "Done: “I called Robin back.”", "Done: “I swam three times.”"]
    assert [text for text in unsaid if bridge(f"strengths) {text}") is not None] == []


def test_notes_that_leave_nothing_to_say_make_no_page() -> None:
    assert bridge("strengths) Called a friend.") is None
