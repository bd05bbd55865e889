"""An answer beyond its limits goes back with the place and the rule, and a better one is taken."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.scripted_model import Json, Model
from support.tables import each_row

from app.errors import ModelFailed
from app.generators.specimen import SPECIMEN
from app.generators.wave_1.mood_analyzer import RATIONALE_CHARS
from app.generators.wave_1.topic_extractor import TOPIC_CHARS
from app.therapy.evidence import Dropped
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

TALKATIVE = Transcript((*SPECIMEN.transcript.segments, Segment(17.0, 30.0, "And so I walked on. " * 9, "SPEAKER_01")))
LONG_ACTION = "Walk on three more days, each time before breakfast"
NOTES = tuple(replace(n, text=LONG_ACTION) if n.kind == "action items" else n for n in SPECIMEN.notes)
VISIT = replace(SPECIMEN, transcript=TALKATIVE, notes=NOTES)
WALKS = {"segment": 1, "quote": "I walked twice."}
TOPIC = {**WALKS, "text": "Walks and sleep"}
TOPICS: Json = {"topics": [TOPIC], "action_items": [], "interventions": [], "summary": "Walks.", "confidence": 0.5}
INSIGHT = {"notes": [0], "text": "Walks help."}
JOURNEY: Json = {"summary": INSIGHT, "achievements": [], "currentFocus": [], "sections": []}
MANY = "You walked. You slept. You rang. You read."
SECTION = {"notes": [0], "title": "Clinical Progress", "heading": "Your walks", "content": MANY}
ACTION = next(number for number, note in enumerate(SPECIMEN.notes) if note.kind == "action items")
MOOD: Json = {
    "key_indicators": [{**WALKS, "text": "Walks."}],
    "rationale": "Walks.",
    "emotional_tone": "calm",
    "counter_indicators": [],
    "mood_score": 5.0,
    "confidence": 0.5,
}


@each_row(
    ("task", "good", "bad", "told"),
    [
        ("mood_analysis", MOOD, {"mood_score": 10.5}, "/answer/mood_score: above 10"),
        (
            "mood_analysis",
            MOOD,
            {"rationale": "x" * RATIONALE_CHARS},
            f"/rationale: stops at its limit of {RATIONALE_CHARS} characters without an end",
        ),
        ("topic_extraction", TOPICS, {"topics": [{**TOPIC, "text": "x" * TOPIC_CHARS}]}, "/topics/0/text: stops at"),
        (
            "topic_extraction",
            TOPICS,
            {"topics": [{**TOPIC, "text": "x" * (TOPIC_CHARS + 1)}]},
            f"/answer/topics/0/text: longer than {TOPIC_CHARS} characters: {TOPIC_CHARS + 1}",
        ),
        (
            "action_summary",
            {"action_summary": {"notes": [ACTION], "text": "Walk on more days"}},
            {"action_summary": {"notes": [ACTION], "text": "Walk on thr"}},
            "its last word is cut",
        ),
    ],
)
def test_a_limit_that_is_broken_is_told_and_the_next_answer_counts(task: str, good: Json, bad: Json, told: str) -> None:
    model = Model([good | bad, good])
    assert model.generate(task, VISIT).result is not None
    assert len(model.complaints) == 1
    assert told in model.complaints[0]


@each_row(
    ("task", "good", "longer"),
    [
        ("topic_extraction", TOPICS, {"topics": [{**TOPIC, "text": "Walks"}]}),
        ("topic_extraction", TOPICS, {"topics": [{**TOPIC, "text": "Sleep by day and also in the night"}]}),
        ("topic_extraction", TOPICS, {"summary": MANY}),
        ("mood_analysis", MOOD, {"emotional_tone": "a little low but hopeful"}),
        ("session_insights", {"insights": [INSIGHT]}, {"insights": [{**INSIGHT, "text": MANY}]}),
        ("roadmap_generation", JOURNEY, {"summary": {**INSIGHT, "text": MANY}}),
        ("roadmap_generation", JOURNEY, {"sections": [SECTION]}),
    ],
)
def test_numbers_of_words_and_sentences_are_guidance(task: str, good: Json, longer: Json) -> None:
    model = Model([good | longer])
    assert model.generate(task, VISIT).result is not None
    assert model.complaints == []


@each_row(
    ("task", "good", "twice", "place"),
    [
        ("topic_extraction", TOPICS, {"topics": [TOPIC, TOPIC]}, "/topics/1"),
        ("topic_extraction", TOPICS, {"action_items": [TOPIC, TOPIC]}, "/action_items/1"),
        ("session_insights", {"insights": [INSIGHT]}, {"insights": [INSIGHT, INSIGHT]}, "/insights/1"),
        ("roadmap_generation", JOURNEY, {"achievements": [INSIGHT, INSIGHT]}, "/achievements/1"),
    ],
)
def test_what_is_said_already_is_dropped_without_asking_again(task: str, good: Json, twice: Json, place: str) -> None:
    model = Model([good | twice])
    made = model.generate(task, VISIT)
    assert made.result is not None
    assert made.dropped == [Dropped(place, "said_already")]
    assert model.complaints == []


def test_an_entry_that_was_cut_short_is_dropped_without_asking_again() -> None:
    model = Model([TOPICS | {"topics": [TOPIC, {**TOPIC, "text": "x" * TOPIC_CHARS}]}])
    made = model.generate("topic_extraction", VISIT)
    assert (made.result or {})["topics"] == [TOPIC["text"]]
    assert made.dropped == [Dropped("/topics/1", "cut_short")]
    assert model.complaints == []


def test_a_limit_that_stays_broken_fails_with_its_place_and_rule() -> None:
    with pytest.raises(ModelFailed, match="/answer/mood_score: above 10") as failure:
        Model([MOOD | {"mood_score": 11}] * 3).generate("mood_analysis", VISIT)
    assert "11" not in failure.value.detail


PAGE: Json = {"nextSessionTopics": [], "completedTasks": [], "suggestions": [], "sessionPrep": []}
OFFER = {"notes": [1], "text": "You might share how the walks went."}
HOME, OUT = {"task": 0, "text": "You walked home."}, {"task": 1, "text": "You walked out."}
ONE, BOTH = {**PAGE, "completedTasks": [HOME]}, {**PAGE, "completedTasks": [HOME, OUT]}
UNTOLD = [Dropped("/completed_tasks/1", "task_not_told")]


def having_done(*tasks: str) -> Visit:
    return replace(SPECIMEN, notes=SPECIMEN.notes[:ACTION], completed_tasks=tasks)


def shared(model: Model, visit: Visit) -> tuple[Any, list[Dropped]]:
    made = model.generate("session_bridge_generation", visit)
    return (made.result or {})["shareProgress"], made.dropped


@each_row(
    ("second", "told", "dropped"),
    [(BOTH, ["You walked home.", "You walked out."], []), (ONE, ["You walked home."], UNTOLD)],
)
def test_an_untold_task_gets_one_repair_turn_and_is_dropped_only_then(
    second: Json, told: list[str], dropped: list[Dropped]
) -> None:
    model = Model([ONE, second])
    assert shared(model, having_done("Walk home", "Walk out")) == (told, dropped)
    assert len(model.complaints) == 1
    assert "/completedTasks: not told: 1" in model.complaints[0]


@each_row("after", [[400], [{}, {}]])
def test_a_page_that_lacks_a_task_is_not_lost_to_what_comes_after(after: list[Json | int]) -> None:
    model = Model([ONE, *after])
    assert shared(model, having_done("Walk home", "Walk out")) == (["You walked home."], UNTOLD)


def test_a_repeated_suggestion_is_dropped() -> None:
    model = Model([{**PAGE, "suggestions": [OFFER, OFFER]}])
    assert shared(model, having_done()) == ([OFFER["text"]], [Dropped("/suggestions/1", "said_already")])
    assert model.complaints == []


MINDED = {**OFFER, "text": "You might share how Robert was."}
PATH = "/suggestions/0/text: 'Robert' names somebody"


def test_what_may_not_be_shared_gets_one_repair_turn_that_names_the_words() -> None:
    other = {**OFFER, "text": "You might share how a friend was."}
    model = Model([{**PAGE, "suggestions": [MINDED]}, {**PAGE, "suggestions": [other]}])
    assert shared(model, having_done()) == ([other["text"]], [])
    assert len(model.complaints) == 1
    assert PATH in model.complaints[0]


def test_what_may_not_be_shared_after_that_is_left_out() -> None:
    cases = [
        ("You might share a couple of times.", "withheld_quantity"),
        ("You might share what came of our session.", "withheld_room"),
        ("You might share how Robert was.", "withheld_name"),
    ]
    misses = []
    for text, reason in cases:
        page = {**PAGE, "suggestions": [{**OFFER, "text": text}, OFFER]}
        model = Model([page, page])
        told = shared(model, having_done())
        if told != ([OFFER["text"]], [Dropped("/suggestions/0", reason)]) or len(model.complaints) != 1:
            misses.append(text)
    assert misses == []


def test_a_page_of_which_all_is_left_out_says_so() -> None:
    model = Model([{**PAGE, "suggestions": [MINDED]}] * 2)
    made = model.generate("session_bridge_generation", having_done())
    assert (made.result, made.reason, made.evidence) == (None, "withheld", [])
    assert made.dropped == [Dropped("/suggestions/0", "withheld_name")]


def test_the_words_that_were_minded_are_told_to_the_model_alone() -> None:
    broken = {**PAGE, "suggestions": [{**OFFER, "text": "Tell Robert."}]}
    model = Model([broken] * 3)
    with pytest.raises(ModelFailed) as caught:
        model.generate("session_bridge_generation", having_done())
    assert "'Robert'" in model.complaints[0]
    assert "does not start with" in caught.value.detail
    assert "Robert" not in caught.value.detail


TASKS = json.loads((Path(__file__).parents[1] / "texts" / "task_cases.json").read_text(encoding="utf-8"))["given"]
TOLD = [
    "You read chapter 3 of the workbook.",
    "You did ten push-ups before breakfast.",
    "You took a daily break at noon.",
    "You used TIPP when it got loud.",
    "You replied to a friend and met her for coffee.",
    "You called +44 7700 900123 and left a message.",
]


def test_each_task_is_told_in_its_own_words_or_dropped_with_its_reason() -> None:
    """A friend's number says who it is, as a name does."""
    misses = []
    for task, text in zip(TASKS, TOLD, strict=True):
        page = {**PAGE, "completedTasks": [{"task": 0, "text": text}]}
        made = Model([page, page]).generate("session_bridge_generation", having_done(task))
        told = (made.result or {}).get("shareProgress"), made.dropped
        withheld = [Dropped("/completedTasks/0", "withheld_name")] if "+44" in text else []
        if told != (None if withheld else [text], withheld):
            misses.append((text, told))
    assert misses == []
