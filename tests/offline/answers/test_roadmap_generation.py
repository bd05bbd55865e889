import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_3.roadmap_generator import RoadmapGenerator
from app.offline.answers.roadmap_generation import answer
from app.offline.patient_statements import Kind
from app.offline.prompt import read_prompt
from app.therapy.memory import notes_as_of
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
        earlier = notes_as_of(notes, 1)


def texts(points: list[dict[str, Any]]) -> list[str]:
    return [point["text"] for point in points]


LATEST = (
    "[0] (this visit, growth areas) Hard: “I can't face the garage.”",
    "[1] (this visit, growth areas) Wanted: “I want to swim again.”",
    "[2] (this visit, strengths) Done: “I called my sister back.”",
    "[3] (this visit, description) Better: “The headaches are gone.”",
    "[4] (this visit, learned) Used: “I did the breathing and it passed.”",
    "[5] (this visit, growth areas) On the mind: “I'm cold all the time.”",
)


def test_each_sentence_stands_once_under_what_it_says() -> None:
    made = journey(*LATEST)
    assert made["summary"] == {
        "notes": [5, 3],
        "text": "You said in your latest visit: “I'm cold all the time.” “The headaches are gone.”",
    }
    assert texts(made["achievements"]) == ["What you did: “I called my sister back.”"]
    assert texts(made["currentFocus"]) == ["What was hard: “I can't face the garage.”"]
    assert [(one["title"], one["content"]) for one in made["sections"]] == [
        ("Therapeutic Strategies", "What you used: “I did the breathing and it passed.”"),
        ("Long-term Goals", "What you want: “I want to swim again.”"),
    ]
    said = re.findall("“([^”]*)”", json.dumps(made, ensure_ascii=False))
    assert len(said) == len(set(said)) == len(LATEST)


def test_one_sentence_makes_a_summary_and_nothing_else() -> None:
    made = journey("[3] (this visit, strengths) Done: “I called my sister back.”")
    assert made["summary"] == {"notes": [3], "text": "You said in your latest visit: “I called my sister back.”"}
    assert made["achievements"] == made["currentFocus"] == made["sections"] == []


def test_nothing_is_said_of_death_or_harm() -> None:
    grave = ["Hard: “I think of suicide.”", "On the mind: “I was in a crisis.”", "Done: “I counted the pills.”"]
    for text in (*grave, "May be about death or harm: “I want to die.”"):
        alone, friend = f"[0] (this visit, strengths) {text}", "[1] (this visit, strengths) Done: “I called a friend.”"
        assert journey(alone) is None, text
        assert text not in json.dumps(journey(alone, friend), ensure_ascii=False)


def test_what_another_engine_noted_is_left_to_it() -> None:
    assert journey("[0] (this visit, strengths) Reads www.evil.example daily.") is None
    assert journey("[0] (this visit, strengths) The patient is brave.") is None


def test_earlier_visits_come_after_the_latest_and_say_when() -> None:
    shown = ["<earlier_visits>", "[1] (2 visits ago, insights) Done: “I swam.”", "</earlier_visits>", "<latest_visit>"]
    made: Any = answer(read_prompt("\n".join([*shown, LATEST[0], LATEST[2], "</latest_visit>"])))
    assert texts(made["achievements"]) == [
        "What you did: “I called my sister back.”",
        "What you did, 2 visits ago: “I swam.”",
    ]


def test_what_is_worked_on_now_comes_from_the_latest_visit_alone() -> None:
    shown = ["<earlier_visits>", LATEST[0].replace("this visit", "1 visit ago"), "</earlier_visits>", "<latest_visit>"]
    made: Any = answer(read_prompt("\n".join([*shown, LATEST[2], LATEST[3], "</latest_visit>"])))
    assert made["currentFocus"] == []


def test_a_point_of_the_last_journey_is_carried_on_as_earlier() -> None:
    lines = [f"[{at}] (the last journey, achievements) What you did: “I swam {at}.”" for at in range(2)]
    made = journey(*lines, fence="previous_journey")
    assert made["summary"]["text"] == "You said, earlier: “I swam 0.”"
    assert texts(made["achievements"]) == ["What you did, earlier: “I swam 1.”"]


def test_a_point_that_would_have_to_be_cut_is_not_made() -> None:
    long = f"[9] (this visit, strengths) Done: “I called {'my old friend ' * 12}back.”"
    assert texts(journey(*LATEST, long)["achievements"]) == ["What you did: “I called my sister back.”"]


def test_many_notes_stay_within_the_limits() -> None:
    lines = (f"[{n}] (this visit, growth areas) {kind}: “I swam {n}.”" for n, kind in enumerate([*Kind] * 9))
    text = json.dumps({"answer": journey(*lines)})
    assert RoadmapGenerator.declared.reply.model_validate_json(text, strict=True)
