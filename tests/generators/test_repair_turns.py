"""An answer beyond its limits goes back with its measurement, and a better one is taken."""

from dataclasses import replace
from typing import Any

import pytest
from support.scripted_model import Json, Model

from app.errors import ModelFailed
from app.generators.specimen import SPECIMEN
from app.therapy.evidence import Dropped
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

TALKATIVE = Transcript(
    (
        *SPECIMEN.transcript.segments,
        Segment(17.0, 30.0, " ".join(f"And so I walked on, day {day}." for day in range(9)), "SPEAKER_01"),
    )
)
VISIT = replace(SPECIMEN, transcript=TALKATIVE)
WALKS = {"segment": 1, "quote": "I walked twice."}
TOPIC = {**WALKS, "text": "Walks and sleep"}
TOPICS: Json = {"topics": [TOPIC], "action_items": [], "technique": None, "summary": "Walks.", "confidence": 0.5}
INSIGHT = {"notes": [0], "text": "Walks help."}
JOURNEY: Json = {"summary": INSIGHT, "achievements": [], "currentFocus": [], "sections": []}
MANY = "You walked. You slept. You rang. You read."
SECTION = {"notes": [0], "title": "Clinical Progress", "content": MANY}
ACTION = next(number for number, note in enumerate(SPECIMEN.notes) if note.kind == "action items")
MOOD: Json = {
    "key_indicators": [{**WALKS, "text": "Walks."}],
    "rationale": "Walks.",
    "emotional_tone": "calm",
    "mood_score": 5.0,
    "confidence": 0.5,
}


@pytest.mark.parametrize(
    ("task", "good", "bad", "measured"),
    [
        ("topic_extraction", TOPICS, {"topics": [{**TOPIC, "text": "Walks"}]}, "1 words; 2 to 6 are wanted"),
        ("topic_extraction", TOPICS, {"topics": [{**TOPIC, "text": "a b c d e f g"}]}, "7 words; 2 to 6 are wanted"),
        ("topic_extraction", TOPICS, {"topics": [TOPIC, TOPIC]}, "entry 1 says what entry 0 says"),
        ("topic_extraction", TOPICS, {"action_items": [TOPIC, TOPIC]}, "entry 1 says what entry 0 says"),
        ("topic_extraction", TOPICS, {"summary": MANY}, "4 sentences; at most 1 are wanted"),
        ("mood_analysis", MOOD, {"emotional_tone": "a b c d e"}, "5 words; 1 to 4 are wanted"),
        (
            "session_insights",
            {"insights": [INSIGHT]},
            {"insights": [{**INSIGHT, "text": MANY}]},
            "4 sentences; at most 2",
        ),
        (
            "session_insights",
            {"insights": [INSIGHT]},
            {"insights": [INSIGHT, INSIGHT]},
            "entry 1 says what entry 0 says",
        ),
        ("roadmap_generation", JOURNEY, {"summary": {**INSIGHT, "text": MANY}}, "4 sentences; at most 3 are wanted"),
        ("roadmap_generation", JOURNEY, {"sections": [SECTION]}, "4 sentences; at most 3 are wanted"),
        ("roadmap_generation", JOURNEY, {"achievements": [INSIGHT, INSIGHT]}, "entry 1 says what entry 0 says"),
        (
            "action_summary",
            {"action_summary": {"notes": [ACTION], "text": "Walk on more days"}},
            {"action_summary": {"notes": [ACTION], "text": "Walk on thr"}},
            "its last word is cut",
        ),
    ],
)
def test_a_limit_that_is_broken_is_told_and_the_next_answer_counts(
    task: str, good: Json, bad: Json, measured: str
) -> None:
    model = Model([good | bad, good])
    assert model.generate(task, VISIT).result is not None
    assert len(model.complaints) == 1
    assert measured in model.complaints[0]


def test_a_limit_that_stays_broken_fails() -> None:
    with pytest.raises(ModelFailed):
        Model([TOPICS | {"topics": [TOPIC, TOPIC]}] * 3).generate("topic_extraction", VISIT)


PAGE: Json = {"nextSessionTopics": [], "completedTasks": [], "suggestions": [], "sessionPrep": []}
OFFER = {"notes": [1], "text": "You might share how the walks went."}
HOME, OUT = {"task": 0, "text": "You walked home."}, {"task": 1, "text": "You walked out."}
ONE, BOTH = {**PAGE, "completedTasks": [HOME]}, {**PAGE, "completedTasks": [HOME, OUT]}
UNTOLD = [Dropped("/completed_tasks/1", "task_not_told")]


def having_done(*tasks: str) -> Visit:
    return replace(SPECIMEN, completed_tasks=tasks)


def shared(model: Model, visit: Visit) -> tuple[Any, list[Dropped]]:
    made = model.generate("session_bridge_generation", visit)
    return (made.result or {})["shareProgress"], made.dropped


@pytest.mark.parametrize(
    ("second", "told", "dropped"),
    [(BOTH, ["You walked home.", "You walked out."], []), (ONE, ["You walked home."], UNTOLD)],
    ids=["mended", "left out again"],
)
def test_an_untold_task_gets_one_repair_turn_and_is_dropped_only_then(
    second: Json, told: list[str], dropped: list[Dropped]
) -> None:
    model = Model([ONE, second])
    assert shared(model, having_done("Walk home", "Walk out")) == (told, dropped)
    assert len(model.complaints) == 1
    assert "/completedTasks: not told: 1" in model.complaints[0]


@pytest.mark.parametrize("after", [[400], [{}, {}]], ids=["failed", "broken"])
def test_a_page_that_lacks_a_task_is_not_lost_to_what_comes_after(after: list[Json | int]) -> None:
    model = Model([ONE, *after])
    assert shared(model, having_done("Walk home", "Walk out")) == (["You walked home."], UNTOLD)


def test_a_repetition_is_mended() -> None:
    model = Model([{**PAGE, "suggestions": [OFFER, OFFER]}, {**PAGE, "suggestions": [OFFER]}])
    assert shared(model, having_done()) == ([OFFER["text"]], [])
    assert "entry 1 says what entry 0 says" in model.complaints[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("You might share a couple of times.", "withheld_quantity"),
        ("You might share what came of our session.", "withheld_room"),
        ("You might share how Robert was.", "withheld_name"),
    ],
)
def test_what_may_not_be_shared_is_left_out_and_no_model_is_asked_to_reword_it(text: str, reason: str) -> None:
    model = Model([{**PAGE, "suggestions": [{**OFFER, "text": text}, OFFER]}])
    assert shared(model, having_done()) == ([OFFER["text"]], [Dropped("/suggestions/0", reason)])
    assert model.complaints == []


def test_a_page_of_which_all_is_left_out_says_so() -> None:
    model = Model([{**PAGE, "suggestions": [{**OFFER, "text": "You might share how Robert was."}]}])
    made = model.generate("session_bridge_generation", having_done())
    assert (made.result, made.reason, made.evidence) == (None, "withheld", [])
    assert made.dropped == [Dropped("/suggestions/0", "withheld_name")]
