"""Session Bridge: tasks before suggestions by how many were done, in words and never in numbers."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from app.generators.omission import Omission
from app.generators.specimen import SPECIMEN
from app.generators.wave_3.session_bridge_generator import (
    MOST_PREPARED,
    MOST_SHARED,
    MOST_TOPICS,
    PREPARED_CHARS,
    SEEN_IN_THE_ROOM,
    SHARED_CHARS,
    TOPIC_CHARS,
    Bridge,
    SessionBridgeGenerator,
)
from app.therapy.between_visits import COUNTED, OF_THE_ROOM
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

DECLARED = SessionBridgeGenerator.declared
TOPIC = {"notes": [0], "text": "What walking changes about your nights"}
OFFER: dict[str, Any] = {"notes": [1], "text": "You might share how it felt to doubt being stuck."}
OFFERS = [
    {**OFFER, "text": f"You might share how it was with {what}."} for what in ("tea", "rain", "dogs", "sleep", "mud")
]
REMINDER = {"notes": [0, 1], "text": "It may help to notice when you sleep well."}
GERMAN = "Ich habe die ganze Woche kaum geschlafen und war am Morgen so müde, dass ich im Bett blieb, jeden Tag."
TOGETHER = "/completedTasks and /suggestions: at most 4 together"
ANOTHER = "/completedTasks: each entry names another task of the list"
DONE = ("around the block", "to the sea", "home", "to work", "uphill", "downhill", "inland", "back", "on")
ALONE = "/suggestions: none with 3 or more completed tasks"


def task(number: int, text: str = "") -> dict[str, Any]:
    return {"task": number, "text": text or f"You walked {DONE[number]}."}


def bridge(tasks: list[Any] = [], offers: list[Any] = [], **more: Any) -> Bridge:  # noqa: B006 - never changed
    empty: dict[str, Any] = {"nextSessionTopics": [], "sessionPrep": []}
    return Bridge.model_validate({"completedTasks": tasks, "suggestions": offers, **empty, **more})


def having_done(count: int) -> Visit:
    return replace(SPECIMEN, completed_tasks=[f"Walk {where}" for where in DONE[:count]])


def topic(words: int) -> dict[str, Any]:
    return {"notes": [0], "text": " ".join(["walks"] * words)}


@pytest.mark.parametrize("words", [5, 6, 7, 8])
def test_a_topic_has_five_to_eight_words(words: int) -> None:
    assert len(bridge(nextSessionTopics=[topic(words)]).nextSessionTopics) == 1


@pytest.mark.parametrize("words", [1, 4, 9])
def test_a_shorter_or_longer_topic_is_rejected(words: int) -> None:
    with pytest.raises(ValidationError, match=f"{words} words; 5 to 8 are wanted"):
        bridge(nextSessionTopics=[topic(words)])


@pytest.mark.parametrize(
    "changed",
    [
        {"nextSessionTopics": [{**TOPIC, "text": f"{TOPIC['text']} {n}"} for n in range(MOST_TOPICS + 1)]},
        {"nextSessionTopics": [{**TOPIC, "text": f"a b c d {'x' * TOPIC_CHARS}"}]},
        {"nextSessionTopics": [{**TOPIC, "notes": []}]},
        {"nextSessionTopics": [TOPIC["text"]]},
        {"suggestions": OFFERS},
        {"suggestions": [OFFER, {**OFFER, "notes": [0]}]},
        {"completedTasks": [task(0), task(1, "you walked, around the block")]},
        {"nextSessionTopics": [TOPIC, {**TOPIC, "text": "what walking changes about your nights!"}]},
        {"sessionPrep": [REMINDER, REMINDER]},
        {"suggestions": [{**OFFER, "text": "x" * (SHARED_CHARS + 1)}]},
        {"suggestions": [{"text": OFFER["text"]}]},
        {"completedTasks": [task(number) for number in range(MOST_SHARED + 1)]},
        {"completedTasks": [{"text": "You walked."}]},
        {"completedTasks": [task(-1)]},
        {"completedTasks": [task(0, "See www.evil.example")]},
        {"completedTasks": [{**task(0), "notes": [0]}]},
        {"sessionPrep": [{**REMINDER, "text": f"Think of it {n}."} for n in range(MOST_PREPARED + 1)]},
        {"sessionPrep": [{**REMINDER, "text": "x" * (PREPARED_CHARS + 1)}]},
        {"sessionPrep": None},
        {"shareProgress": []},
    ],
)
def test_limits_are_enforced_by_the_type(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        bridge(**changed)


def faults(visit: Visit, tasks: list[Any], offers: list[Any]) -> list[str]:
    return DECLARED.faults(bridge(tasks, offers), visit)


@pytest.mark.parametrize("offers", range(MOST_SHARED + 1))
def test_without_a_task_there_are_up_to_four_suggestions(offers: int) -> None:
    assert faults(having_done(0), [], OFFERS[:offers]) == []


def test_a_task_that_nobody_did_cannot_be_told() -> None:
    assert faults(having_done(0), [task(0)], []) == [ANOTHER]
    assert faults(having_done(1), [task(0), task(2)], []) == [ANOTHER]


@pytest.mark.parametrize(("done", "offers"), [(1, 3), (2, 2), (2, 0), (1, 1)])
def test_with_one_or_two_tasks_suggestions_fill_up(done: int, offers: int) -> None:
    assert faults(having_done(done), [task(number) for number in range(done)], OFFERS[:offers]) == []


@pytest.mark.parametrize(("done", "offers"), [(1, 4), (2, 3)])
def test_together_they_are_four_at_most(done: int, offers: int) -> None:
    tasks = [task(number) for number in range(done)]
    assert faults(having_done(done), tasks, OFFERS[:offers]) == [TOGETHER]


@pytest.mark.parametrize("done", [3, 4, 9])
def test_with_three_or_more_tasks_there_are_no_suggestions(done: int) -> None:
    told = [task(number) for number in range(min(done, MOST_SHARED))]
    assert faults(having_done(done), told, []) == []
    assert ALONE in faults(having_done(done), told[:3], [OFFER])
    assert ALONE in faults(having_done(done), [], [OFFER])


def test_one_task_is_told_once() -> None:
    assert ANOTHER in faults(having_done(2), [task(1), task(1, "You walked there.")], [])


@pytest.mark.parametrize("quantity", ["3 times", "every day for three weeks", "a couple of times", *COUNTED])
def test_progress_is_never_a_number(quantity: str) -> None:
    one = having_done(1)
    assert faults(one, [task(0, f"You walked {quantity}.")], []) == ["/completedTasks/0: a number or quantity"]
    offer = {**OFFER, "text": f"You might share how it went, {quantity}."}
    assert faults(one, [task(0)], [OFFER, offer]) == ["/suggestions/1: a number or quantity"]


@pytest.mark.parametrize("words", ["as you said in the session", "and your therapist helped", *OF_THE_ROOM])
def test_what_happened_in_the_room_is_no_progress(words: str) -> None:
    one = having_done(1)
    assert faults(one, [task(0, f"You walked, {words}.")], []) == ["/completedTasks/0: tells of the room"]
    offer = {**OFFER, "text": f"You might share how it went, {words}."}
    assert faults(one, [task(0)], [OFFER, offer]) == ["/suggestions/1: tells of the room"]


def test_no_suggestion_rests_on_what_was_seen_in_the_room_alone() -> None:
    visit = replace(having_done(0), notes=(replace(SPECIMEN.notes[0], kind=SEEN_IN_THE_ROOM), *SPECIMEN.notes[1:]))
    inside = "/suggestions/1/notes: all of what was seen in the room"
    assert faults(visit, [], [OFFER, {**OFFERS[0], "notes": [0]}]) == [inside]
    assert faults(visit, [], [OFFER, {**OFFERS[0], "notes": [0, 1]}]) == []
    assert faults(having_done(0), [], [OFFER, {**OFFERS[0], "notes": [0, 99]}]) == []


def test_the_prompt_says_what_counts_as_a_quantity_and_as_the_room() -> None:
    for example in (*COUNTED, *OF_THE_ROOM, SEEN_IN_THE_ROOM):
        assert f"'{example}'" in DECLARED.instructions


@pytest.mark.parametrize("words", ["on some evenings", "one of the walks", "once more"])
def test_words_that_count_nothing_may_stay(words: str) -> None:
    assert faults(having_done(1), [task(0, f"You walked, {words}.")], []) == []


@pytest.mark.parametrize(
    "text", ["Share how it went.", "you might share it.", "You might sharpen it.", "You did well."]
)
def test_a_suggestion_is_worded_as_one(text: str) -> None:
    found = faults(having_done(0), [], [OFFER, {**OFFER, "text": text}])
    assert found == ["/suggestions/1: does not start with 'You might share'"]


def test_in_another_language_the_wording_is_left_to_the_model_but_not_the_numbers() -> None:
    visit = replace(having_done(0), transcript=Transcript((Segment(0.0, 9.0, GERMAN, "SPEAKER_01"),)))
    offer = {**OFFER, "text": "Du könntest erzählen, wie du geschlafen hast."}
    assert faults(visit, [], [offer]) == []
    assert faults(visit, [], [{**offer, "text": "Du könntest von den 3 Nächten erzählen."}]) == [
        "/suggestions/0: a number or quantity"
    ]


def finished(answer: Bridge, visit: Visit = SPECIMEN) -> Settled | None:
    notes = tuple(note.evidence for note in visit.all_notes)
    settled = settle(answer, Ground(visit.session_id, visit.transcript, notes=notes))
    return DECLARED.finish(settled, visit) if settled.result is not None else None


def test_tasks_stand_before_suggestions_and_beside_each_what_it_is() -> None:
    tasks = [task(1, "You rang a friend."), task(0)]
    offers = [OFFER, {**OFFERS[0], "notes": [0]}]
    whole = finished(bridge(tasks, offers, nextSessionTopics=[TOPIC], sessionPrep=[REMINDER]))
    assert whole is not None
    assert whole.result == {
        "nextSessionTopics": [TOPIC["text"]],
        "shareProgress": ["You rang a friend.", "You walked around the block.", OFFER["text"], OFFERS[0]["text"]],
        "shareProgressSources": ["task", "task", "suggestion", "suggestion"],
        "sessionPrep": [REMINDER["text"]],
    }
    assert [(item.path, item.segment) for item in whole.evidence] == [
        ("/nextSessionTopics/0", 1),
        ("/shareProgress/2", 3),
        ("/shareProgress/3", 1),
        ("/sessionPrep/0", 1),
        ("/sessionPrep/0", 3),
    ]


@pytest.mark.parametrize("done", range(MOST_SHARED + 1))
def test_the_sources_are_as_many_as_the_entries(done: int) -> None:
    offers = OFFERS[: MOST_SHARED - done if done < 3 else 0]
    whole = finished(bridge([task(number) for number in range(done)], offers, nextSessionTopics=[TOPIC]))
    assert whole is not None
    assert whole.result is not None
    assert len(whole.result["shareProgress"]) == len(whole.result["shareProgressSources"]) == done + len(offers)


def test_a_lost_suggestion_leaves_the_others_at_their_places() -> None:
    lost = {**OFFERS[0], "notes": [99]}
    whole = finished(bridge([task(0)], [lost, OFFER]))
    assert whole is not None
    assert whole.result is not None
    assert whole.result["shareProgress"] == ["You walked around the block.", OFFER["text"]]
    assert whole.result["shareProgressSources"] == ["task", "suggestion"]
    assert [item.path for item in whole.evidence] == ["/shareProgress/1"]
    assert whole.dropped == [Dropped("/suggestions/0", "note_not_found")]


def test_an_empty_page_is_none() -> None:
    assert finished(bridge()) is None
    assert finished(bridge(nextSessionTopics=[{**TOPIC, "notes": [99]}])) is None


def test_completed_tasks_alone_are_a_page() -> None:
    whole = finished(bridge([task(0)]))
    assert whole is not None
    assert (whole.result or {})["shareProgressSources"] == ["task"]
    assert whole.evidence == []


def test_a_completed_task_that_is_not_told_is_named() -> None:
    visit = replace(SPECIMEN, completed_tasks=("Walk around the block", "Ring a friend", "ring a friend!"))
    whole = finished(bridge([task(1)]), visit)
    assert whole is not None
    assert whole.dropped == [Dropped("/completed_tasks/0", "task_not_told")]


@pytest.mark.parametrize(
    ("listed", "told", "missing"), [(1, 0, "0"), (2, 1, "1"), (4, 2, "2, 3"), (9, 3, "3, 4, 5, 6, 7, 8")]
)
def test_a_task_that_is_not_told_is_asked_for(listed: int, told: int, missing: str) -> None:
    found = faults(having_done(listed), [task(number) for number in range(told)], [])
    assert found == [f"/completedTasks: not told: {missing}; at most 4 are"]
    assert all(isinstance(line, Omission) for line in found)


def test_a_task_that_is_listed_twice_is_told_once() -> None:
    visit = replace(SPECIMEN, completed_tasks=("Walk home", "walk home."))
    assert faults(visit, [task(1)], []) == []


def test_every_note_and_task_is_shown_by_the_number_under_which_it_is_found() -> None:
    shown = DECLARED.show(SPECIMEN).splitlines()
    for number, note in enumerate(SPECIMEN.all_notes):
        assert sum(line.startswith(f"[{number}] (") and note.text in line for line in shown) == 1
    tasks = shown[shown.index("<completed_tasks>") + 1 : shown.index("</completed_tasks>")]
    assert tasks == [f"[{number}] {text}" for number, text in enumerate(SPECIMEN.completed_tasks)]


def test_a_first_visit_without_tasks_can_be_shown() -> None:
    first = replace(SPECIMEN, memory=replace(SPECIMEN.memory, notes=(), journey=()), completed_tasks=())
    assert "<earlier_visits>\n</earlier_visits>" in DECLARED.show(first)
