"""Session Bridge: tasks before suggestions by how many were done, in words and never in numbers."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.in_session_entries import SEEN_IN_THE_ROOM
from app.generators.soft_fault import GuardRemark, SoftFault
from app.generators.specimen import SPECIMEN
from app.generators.wave_3.session_bridge_generator import (
    MAX_PREPARED,
    MAX_SHARED,
    MAX_TOPICS,
    PREPARED_CHARS,
    SHARED_CHARS,
    TOPIC_CHARS,
    Bridge,
    SessionBridgeGenerator,
)
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.sharing.in_session_content import OF_THE_ROOM
from app.therapy.sharing.quantities import COUNTED
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

DECLARED = SessionBridgeGenerator.declared
BARE = replace(SPECIMEN, notes=SPECIMEN.notes[:2], agreed=(), advice=())
"""A visit in which nothing was agreed, or before."""
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
    return replace(BARE, completed_tasks=[f"Walk {where}" for where in DONE[:count]])


@each_row(
    "changed",
    [
        {"nextSessionTopics": [{**TOPIC, "text": f"{TOPIC['text']} {n}"} for n in range(MAX_TOPICS + 1)]},
        {"nextSessionTopics": [{**TOPIC, "text": f"a b c d {'x' * TOPIC_CHARS}"}]},
        {"nextSessionTopics": [{**TOPIC, "notes": []}]},
        {"nextSessionTopics": [TOPIC["text"]]},
        {"suggestions": OFFERS},
        {"suggestions": [{**OFFER, "text": "x" * (SHARED_CHARS + 1)}]},
        {"suggestions": [{"text": OFFER["text"]}]},
        {"completedTasks": [task(number) for number in range(MAX_SHARED + 1)]},
        {"completedTasks": [{"text": "You walked."}]},
        {"completedTasks": [task(-1)]},
        {"completedTasks": [task(0, "See www.evil.example")]},
        {"completedTasks": [{**task(0), "notes": [0]}]},
        {"sessionPrep": [{**REMINDER, "text": f"Think of it {n}."} for n in range(MAX_PREPARED + 1)]},
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


def test_without_a_task_there_are_up_to_four_suggestions() -> None:
    cases = range(MAX_SHARED + 1)
    assert [offers for offers in cases if faults(having_done(0), [], OFFERS[:offers]) != []] == []


def test_a_task_that_nobody_did_cannot_be_told() -> None:
    assert faults(having_done(0), [task(0)], []) == [ANOTHER]
    assert faults(having_done(1), [task(0), task(2)], []) == [ANOTHER]


def test_with_one_or_two_tasks_suggestions_fill_up() -> None:
    cases = [(1, 3), (2, 2), (2, 0), (1, 1)]
    assert [
        (done, offers)
        for done, offers in cases
        if faults(having_done(done), [task(number) for number in range(done)], OFFERS[:offers]) != []
    ] == []


def test_together_they_are_four_at_most() -> None:
    cases = [(1, 4), (2, 3)]
    misses = []
    for done, offers in cases:
        tasks = [task(number) for number in range(done)]
        if faults(having_done(done), tasks, OFFERS[:offers]) != [TOGETHER]:
            misses.append((done, offers))
    assert misses == []


@each_row("done", [3, 4, 9])
def test_with_three_or_more_tasks_there_are_no_suggestions(done: int) -> None:
    told = [task(number) for number in range(min(done, MAX_SHARED))]
    assert faults(having_done(done), told, []) == []
    assert ALONE in faults(having_done(done), told[:3], [OFFER])
    assert ALONE in faults(having_done(done), [], [OFFER])


def test_one_task_is_told_once() -> None:
    assert ANOTHER in faults(having_done(2), [task(1), task(1, "You walked there.")], [])


def test_the_prompt_says_what_counts_as_a_quantity_and_as_the_room() -> None:
    for example in (*COUNTED, *OF_THE_ROOM, SEEN_IN_THE_ROOM):
        assert f"'{example}'" in DECLARED.instructions


def test_a_suggestion_is_worded_as_one() -> None:
    cases = ["Share how it went.", "you might share it.", "You mightily did it.", "You did well."]
    misses = []
    for text in cases:
        found = faults(having_done(0), [], [OFFER, {**OFFER, "text": text}])
        if found != ["/suggestions/1: does not start with 'You might'"]:
            misses.append(text)
    assert misses == []


def test_in_another_language_the_wording_is_left_to_the_model_but_not_the_numbers() -> None:
    visit = replace(having_done(0), transcript=Transcript((Segment(0.0, 9.0, f"{GERMAN} {GERMAN}", "SPEAKER_01"),)))
    offer = {**OFFER, "text": "Du könntest erzählen, wie du geschlafen hast."}
    counted = {**OFFERS[0], "text": "Du könntest von den 3 Nächten erzählen."}
    assert [line.split(":")[0] for line in faults(visit, [], [offer, counted])] == ["/suggestions/1/text"]
    whole = finished(bridge([], [offer, counted]), visit)
    assert whole is not None
    assert (whole.result or {})["shareProgress"] == [offer["text"]]
    assert whole.dropped == [Dropped("/suggestions/1", "withheld_quantity")]


def finished(answer: Bridge, visit: Visit = BARE) -> Settled | None:
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


@each_row("done", range(MAX_SHARED + 1))
def test_the_sources_are_as_many_as_the_entries(done: int) -> None:
    offers = OFFERS[: MAX_SHARED - done if done < 3 else 0]
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


ENDINGS = [
    *((quantity, "withheld_quantity") for quantity in ("3 times", "a couple of times", *COUNTED)),
    *((words, "withheld_room") for words in ("and your therapist helped", *OF_THE_ROOM)),
    ("with Robert", "withheld_name"),
    ("on the night with the pills", "withheld_crisis"),
    ("for your F32.1", "withheld_diagnosis"),
    ("which stems from your childhood", "withheld_interpretation"),
    ("against rumination", "withheld_jargon"),
]


def test_progress_that_does_not_belong_here_is_withheld_and_its_source_and_evidence_with_it() -> None:
    misses = []
    for ending, reason in ENDINGS:
        tasks = [task(0, f"You walked, {ending}."), task(1)]
        offers = [{**OFFERS[0], "notes": [0], "text": f"You might share how it went, {ending}."}, OFFER]
        named = [line.split(": ")[0] for line in faults(having_done(2), tasks, offers)]
        whole = finished(bridge(tasks, offers), having_done(2))
        assert whole is not None
        if (
            named != ["/completedTasks/0/text", "/suggestions/0/text"]
            or (whole.result or {})["shareProgress"] != ["You walked to the sea.", OFFER["text"]]
            or (whole.result or {})["shareProgressSources"] != ["task", "suggestion"]
            or [(item.path, item.segment) for item in whole.evidence] != [("/shareProgress/1", 3)]
            or whole.dropped != [Dropped("/completedTasks/0", reason), Dropped("/suggestions/0", reason)]
        ):
            misses.append(ending)
    assert misses == []


def test_the_model_is_told_which_words_are_minded_and_why() -> None:
    (found,) = faults(having_done(1), [task(0, "You walked with Robert.")], [])
    assert isinstance(found, GuardRemark)
    assert found.startswith("/completedTasks/0/text: 'Robert' names somebody")


def test_a_task_keeps_the_numbers_of_its_own_words_and_no_others() -> None:
    visit = replace(SPECIMEN, completed_tasks=("Read chapter 3", "Do ten push-ups before breakfast", "Daily break"))
    told = ["You read chapter three.", "You did ten push-ups before breakfast.", "You took your daily break."]
    whole = finished(bridge([task(number, text) for number, text in enumerate(told)]), visit)
    assert whole is not None
    assert (whole.result or {})["shareProgress"] == told
    added = finished(bridge([task(0, "You read chapter 3 twice.")]), visit)
    assert added is not None
    assert added.dropped[0] == Dropped("/completedTasks/0", "withheld_quantity")


def test_an_entry_that_loses_its_beginning_is_lost_and_one_that_loses_its_end_is_shorter() -> None:
    first = {**OFFER, "text": "You might share how Robert was. It was a long day."}
    last = {**OFFERS[0], "text": "You might share how it was. Robert came along."}
    whole = finished(bridge([], [first, last]), having_done(0))
    assert whole is not None
    assert (whole.result or {})["shareProgress"] == ["You might share how it was."]
    assert whole.dropped == [Dropped(f"/suggestions/{at}", "withheld_name") for at in (0, 1)]


@each_row("words", ["on some evenings", "one of the walks", "once more"])
def test_words_that_count_nothing_may_stay(words: str) -> None:
    whole = finished(bridge([task(0, f"You walked, {words}.")]), having_done(1))
    assert whole is not None
    assert whole.dropped == []


def test_topics_and_reminders_are_withheld_for_what_belongs_nowhere_but_may_count_and_speak_of_the_room() -> None:
    topics = [
        {"notes": [0], "text": "What to tell Robert about it"},
        {"notes": [0], "text": "What stayed open in our session"},
    ]
    reminders = [REMINDER, {**REMINDER, "text": "Think of the night with the pills."}]
    reminders += [{**REMINDER, "text": "Write it down every day."}]
    whole = finished(bridge(nextSessionTopics=topics, sessionPrep=reminders))
    assert whole is not None
    assert (whole.result or {})["nextSessionTopics"] == [topics[1]["text"]]
    assert (whole.result or {})["sessionPrep"] == [reminders[0]["text"], reminders[2]["text"]]
    assert {item.path for item in whole.evidence} == {"/nextSessionTopics/0", "/sessionPrep/0", "/sessionPrep/1"}
    assert whole.dropped[:2] == [
        Dropped("/nextSessionTopics/0", "withheld_name"),
        Dropped("/sessionPrep/1", "withheld_crisis"),
    ]


def test_a_dropped_item_is_named_where_the_model_wrote_it_even_after_one_that_lost_its_note() -> None:
    lost, named = {**OFFERS[0], "notes": [99]}, {**OFFERS[1], "text": "You might share how Robert was."}
    whole = finished(bridge([], [lost, named, OFFER]), having_done(0))
    assert whole is not None
    assert whole.dropped == [Dropped("/suggestions/0", "note_not_found"), Dropped("/suggestions/1", "withheld_name")]


def test_no_suggestion_rests_on_what_was_seen_in_the_room_alone() -> None:
    visit = replace(having_done(0), notes=(replace(SPECIMEN.notes[0], kind=SEEN_IN_THE_ROOM), *SPECIMEN.notes[1:]))
    whole = finished(bridge([], [{**OFFERS[0], "notes": [0]}, {**OFFERS[1], "notes": [0, 1]}]), visit)
    assert whole is not None
    assert (whole.result or {})["shareProgress"] == [OFFERS[1]["text"]]
    assert whole.dropped == [Dropped("/suggestions/0", "withheld_room")]


def test_a_page_of_which_nothing_may_stand_comes_to_nothing_and_says_why() -> None:
    whole = finished(bridge([task(0, "You walked with Robert.")]), having_done(1))
    assert whole is not None
    assert (whole.result, whole.evidence) == (None, [])
    assert whole.dropped == [Dropped("/completedTasks/0", "withheld_name")]


def test_an_empty_page_is_none() -> None:
    assert finished(bridge()) is None
    assert finished(bridge(nextSessionTopics=[{**TOPIC, "notes": [99]}])) is None


def test_completed_tasks_alone_are_a_page() -> None:
    whole = finished(bridge([task(0)]))
    assert whole is not None
    assert (whole.result or {})["shareProgressSources"] == ["task"]
    assert whole.evidence == []


def test_a_completed_task_that_is_not_told_is_named() -> None:
    visit = replace(BARE, completed_tasks=("Walk around the block", "Ring a friend", "ring a friend!"))
    whole = finished(bridge([task(1)]), visit)
    assert whole is not None
    assert whole.dropped == [Dropped("/completed_tasks/0", "task_not_told")]


@each_row(("listed", "told", "missing"), [(1, 0, "0"), (2, 1, "1"), (4, 2, "2, 3"), (9, 3, "3, 4, 5, 6, 7, 8")])
def test_a_task_that_is_not_told_is_asked_for(listed: int, told: int, missing: str) -> None:
    found = faults(having_done(listed), [task(number) for number in range(told)], [])
    assert found == [f"/completedTasks: not told: {missing}; at most 4 are"]
    assert all(isinstance(line, SoftFault) for line in found)


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


def test_a_note_about_a_crisis_is_not_shown_and_the_other_numbers_stay() -> None:
    hidden = replace(SPECIMEN, notes=(replace(SPECIMEN.notes[0], text="Wants to die."), *SPECIMEN.notes[1:]))
    before, after = DECLARED.show(SPECIMEN).splitlines(), DECLARED.show(hidden).splitlines()
    assert [line for line in before if not line.startswith("[0] (this visit")] == after
    assert DECLARED.enough(hidden)


def test_everything_else_reaches_the_model_whole() -> None:
    tasks = ("Replied to Sarah and met her at 3", "Used TIPP when it got loud", "Called +44 7700 900123")
    texts = ["Quarrels with Robert.", "Is avoidant.", "F32.1", "This suggests that they are afraid."]
    notes = tuple(replace(SPECIMEN.notes[0], text=text) for text in texts)
    shown = DECLARED.show(replace(SPECIMEN, notes=notes, completed_tasks=tasks))
    assert [text for text in (*texts, *tasks) if text not in shown] == []


def test_a_task_about_a_crisis_is_not_shown_nor_asked_for_and_does_not_count() -> None:
    visit = replace(SPECIMEN, completed_tasks=("Wrote the safety plan", "Walk home", "Rest"))
    shown = DECLARED.show(visit)
    assert "safety" not in shown
    assert "[1] Walk home\n[2] Rest" in shown
    assert faults(visit, [task(1), task(2)], [OFFER]) == []
    assert faults(visit, [task(0), task(1), task(2)], []) == [ANOTHER]
    whole = finished(bridge([task(1)]), visit)
    assert whole is not None
    assert whole.dropped == [
        Dropped("/completed_tasks/0", "withheld_crisis"),
        Dropped("/completed_tasks/2", "task_not_told"),
    ]


def test_where_nothing_may_be_shown_no_model_is_asked() -> None:
    grave = tuple(replace(note, text="Wants to die.") for note in SPECIMEN.notes)
    alone = replace(BARE, notes=grave, memory=replace(SPECIMEN.memory, notes=(), journey=()), completed_tasks=())
    assert not DECLARED.enough(alone)
    assert DECLARED.enough(replace(alone, completed_tasks=("Walk home",)))
    assert not DECLARED.enough(replace(alone, completed_tasks=("Wrote the safety plan",)))


HOMEWORK = "Walk on three more days."


def prepared(*reminders: Any, visit: Visit = SPECIMEN) -> tuple[list[str], list[tuple[str, int]]]:
    """The preparation, and the words that each line of it rests on."""
    whole = finished(bridge(sessionPrep=list(reminders)), visit)
    assert whole is not None
    where = [(item.path, item.segment) for item in whole.evidence if item.path.startswith("/sessionPrep/")]
    return (whole.result or {})["sessionPrep"], where


def test_the_preparation_begins_with_what_was_agreed() -> None:
    own = {"notes": [2], "text": "You agreed to walk on three more days."}
    assert prepared(REMINDER, own)[0] == [own["text"], REMINDER["text"]]
    texts, where = prepared(REMINDER)
    assert texts == [HOMEWORK, REMINDER["text"]]
    assert where == [("/sessionPrep/0", 0), ("/sessionPrep/1", 1), ("/sessionPrep/1", 3)]


def test_what_was_agreed_takes_the_place_of_the_last_reminders() -> None:
    reminders = [{**REMINDER, "text": f"It may help to notice {what}."} for what in ("tea", "rain", "dogs", "mud")]
    assert prepared(*reminders)[0] == [HOMEWORK, *(reminder["text"] for reminder in reminders[:3])]


def test_what_was_agreed_about_a_crisis_or_names_somebody_is_not_put_there() -> None:
    for text in ("Write the safety plan.", "Ring Robert."):
        visit = replace(SPECIMEN, notes=(*SPECIMEN.notes[:2], replace(SPECIMEN.notes[2], text=text)))
        assert prepared(REMINDER, visit=visit)[0] == [REMINDER["text"]]


def test_what_is_recommended_is_shown_and_may_be_rested_on() -> None:
    number = SPECIMEN.all_notes.index(SPECIMEN.advice[0])
    line = f"<recommended>\n[{number}] (this visit, recommended) {SPECIMEN.advice[0].text}\n</recommended>"
    assert line in DECLARED.show(SPECIMEN)
    assert prepared({"notes": [number], "text": "You could note when you went out."})[0][1:] == [
        "You could note when you went out."
    ]
