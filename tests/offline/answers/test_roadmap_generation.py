import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_3.roadmap_generator import RoadmapGenerator
from app.offline.answers.roadmap_generation import answer
from app.offline.prompt import read_prompt
from app.therapy.memory import dated
from app.therapy.notes import notes_of
from app.therapy.visit import Memory, Note, Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def journey(*notes: str, fence: str = "latest_visit") -> Any:
    return answer(read_prompt("\n".join([f"<{fence}>", *notes, f"</{fence}>"])))


def test_every_visit_leads_to_a_valid_journey_that_rests_on_its_notes(
    samples: Conversations, generated: Generated
) -> None:
    earlier: tuple[Note, ...] = ()
    for number, visit in samples:
        deep = generated(DeepAnalyzer, visit)
        notes = tuple(notes_of(visit.session_id, "this visit", deep.result, deep.evidence))
        made = generated(RoadmapGenerator, replace(visit, notes=notes, memory=Memory(notes=earlier)))
        assert made.result["summary"], number
        assert made.evidence
        earlier = dated(notes, 1)


def test_a_note_is_told_in_its_own_words_under_its_own_number() -> None:
    made = journey("[3] (this visit, strengths) Kept the promise to call.")
    assert made["achievements"] == [{"notes": [3], "text": "Strengths in your latest visit: Kept the promise to call."}]
    assert made["sections"][0]["title"] == "Clinical Progress"


def test_nothing_is_said_of_death_or_harm() -> None:
    grave = ["Thinks of suicide.", "Wishes to die.", "Was in a crisis.", "Hurt herself.", "Has a safety plan."]
    for text in (*grave, "Counted pills."):
        alone, friend = f"[0] (this visit, strengths) {text}", "[1] (this visit, strengths) Called a friend."
        assert journey(alone) is None, text
        assert text not in json.dumps(journey(alone, friend))


def test_a_note_with_a_link_is_not_passed_on() -> None:
    assert journey("[0] (this visit, strengths) Reads www.evil.example daily.") is None


def test_what_did_not_happen_is_no_achievement() -> None:
    assert journey("[0] (this visit, description) Does not sleep better.")["achievements"] == []


def test_latest_notes_come_first_and_each_text_once() -> None:
    shown = (
        "<earlier_visits>\n[1] (1 visit ago, strengths) Swims.\n[2] (1 visit ago, strengths) Sings.\n</earlier_visits>"
    )
    made = answer(read_prompt(f"{shown}\n<latest_visit>\n[0] (this visit, strengths) Swims.\n</latest_visit>"))
    assert made
    assert [point["notes"] for point in made["achievements"]] == [[0], [2]]


def test_a_point_of_the_last_journey_is_carried_on_as_earlier() -> None:
    line = "[5] (the last journey, achievements) Strengths in your latest visit: Swims."
    made = journey(line, fence="previous_journey")
    assert made["achievements"] == [{"notes": [5], "text": "Strengths, earlier: Swims."}]


def test_no_title_stands_twice() -> None:
    kinds = ["strengths", "behavioral changes", "learned", "patterns", "key realizations", "growth areas", "goals"]
    made = journey(*(f"[{n}] (this visit, {kind}) Number {n}." for n, kind in enumerate(kinds)))
    titles = [section["title"] for section in made["sections"]]
    assert len(set(titles)) == len(titles) == 5


def test_long_notes_are_cut_to_the_limits() -> None:
    long = "word " * 200
    made = journey(*(f"[{n}] (this visit, strengths) {n} {long}" for n in range(9)))
    text = json.dumps({"answer": made})
    assert RoadmapGenerator.declared.reply.model_validate_json(text, strict=True)
