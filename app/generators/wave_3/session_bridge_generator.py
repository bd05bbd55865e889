"""Session Bridge: what the patient may bring to the next visit."""

import re
from dataclasses import replace
from typing import Any

from pydantic import Field, field_validator

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import ended_before, result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, ROOM_FOR_NOTHING, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MOST_NOTES, Answer, Dropped, Grounded, Settled
from app.therapy.fence import fence, note_lines, numbered
from app.therapy.language import is_english
from app.therapy.visit import Visit

MOST_TOPICS = 3
MOST_SHARED = 4
MOST_PREPARED = 4
FEWEST_TOPIC_WORDS, MOST_TOPIC_WORDS = 5, 8
TOPIC_CHARS = 80
SHARED_CHARS = 160
PREPARED_CHARS = 160
TASKS_ONLY = 3
"""From so many completed tasks on, nothing else is suggested for sharing."""
SUGGESTION = "You might share"
_QUANTITY = re.compile(
    r"\d|%|\b(?:percent|half|twice|thrice|dozens?|hundreds?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b",
    re.IGNORECASE,
)


class Topic(Grounded):
    """Something to take up in the next visit."""

    text: Plain = Field(max_length=TOPIC_CHARS)
    """It in five to eight words."""

    @field_validator("text")
    @classmethod
    def _five_to_eight_words(cls, text: str) -> str:
        if not FEWEST_TOPIC_WORDS <= len(text.split()) <= MOST_TOPIC_WORDS:
            raise ValueError(f"a topic has {FEWEST_TOPIC_WORDS} to {MOST_TOPIC_WORDS} words")
        return text


class Task(Answer):
    """A completed task, told as progress."""

    task: int = Field(ge=0)
    """Its number in the list of completed tasks."""
    text: Plain = Field(max_length=SHARED_CHARS)
    """What the patient did, as something to tell; no numbers."""


class Suggestion(Grounded):
    """Something that the patient might have done between visits."""

    text: Plain = Field(max_length=SHARED_CHARS)
    """Starting with the words 'You might share', in the language of the notes; no numbers."""


class Preparation(Grounded):
    """A reminder for the patient."""

    text: Plain = Field(max_length=PREPARED_CHARS)
    """One sentence to the patient."""


class Bridge(Answer):
    """What to bring to the next visit."""

    nextSessionTopics: list[Topic] = Field(max_length=MOST_TOPICS)  # noqa: N815 - the screen's name
    """What is carried over from the latest visit, and new directions."""
    completedTasks: list[Task] = Field(max_length=MOST_SHARED)  # noqa: N815 - beside its siblings
    """The completed tasks, each at most once."""
    suggestions: list[Suggestion] = Field(max_length=MOST_SHARED)
    """Other things from between the visits that may be worth telling."""
    sessionPrep: list[Preparation] = Field(max_length=MOST_PREPARED)  # noqa: N815 - the screen's name
    """What to do or think of before the next visit."""


def _of_tasks(answer: Bridge, listed: int) -> list[str]:
    """The rule of the to-do list: no task done, suggestions alone; one or two, those first; more, those alone."""
    tasks = [entry.task for entry in answer.completedTasks]
    found = []
    if len(set(tasks)) < len(tasks) or any(number >= listed for number in tasks):
        found.append("/completedTasks: each entry names another task of the list")
    if listed >= TASKS_ONLY and answer.suggestions:
        found.append(f"/suggestions: none with {TASKS_ONLY} or more completed tasks")
    if len(tasks) + len(answer.suggestions) > MOST_SHARED:
        found.append(f"/completedTasks and /suggestions: at most {MOST_SHARED} together")
    return found


def _of_wording(answer: Bridge, visit: Visit) -> list[str]:
    """In another language than English a suggestion's wording is left to the model."""
    told = {f"/completedTasks/{at}": entry.text for at, entry in enumerate(answer.completedTasks)}
    offered = {f"/suggestions/{at}": entry.text for at, entry in enumerate(answer.suggestions)}
    counted = [f"{path}: a number or quantity" for path, text in (told | offered).items() if _QUANTITY.search(text)]
    if not is_english(" ".join(segment.text for segment in visit.transcript.segments)):
        return counted
    no_offer = [path for path, text in offered.items() if not text.startswith(f"{SUGGESTION} ")]
    return counted + [f"{path}: does not start with '{SUGGESTION}'" for path in no_offer]


def _moved(path: str, tasks: int) -> str:
    """Where a suggestion stands once the tasks stand before it."""
    name, _, index = path.removeprefix("/").partition("/")
    return f"/shareProgress/{int(index) + tasks}" if name == "suggestions" else path


class SessionBridgeGenerator(BaseAIGenerator[ClientType, Bridge]):
    """Writes the next version of Session Bridge."""

    TASK_NAME = "session_bridge_generation"
    ROUTE = "session-bridge"
    GRADE = Grade.WRITE
    NEEDS = (result_of("deep_analysis"), result_of("session_insights"), ended_before("roadmap_generation"))
    FEWEST_NOTES = 1
    REMEMBERS = True

    def instructions(self) -> str:
        return prompt(
            "You write Session Bridge, a small page that helps a psychotherapy patient to arrive at the next visit:"
            " what to take up, what to tell, what to prepare. You are given numbered notes about the latest visit,"
            " about earlier ones and from the journey as it was last written, and the tasks that the patient has"
            " ticked off since. You write to the patient, as you. They may show the page to others, or not.",
            f"Topics: at most {MOST_TOPICS}, each of {FEWEST_TOPIC_WORDS} to {MOST_TOPIC_WORDS} words and at most"
            f" {TOPIC_CHARS} characters: what was left open in the latest visit, then a new direction that the notes"
            " point to.",
            "Progress to share is what the patient did between visits, never what happened in the room: no insight, no"
            " tears, nothing the therapist said. It is told in words, never in numbers: 'on some evenings', not 'on"
            " two'. A completed task comes from the list of tasks and is told as something that the patient did, each"
            f" at most once, at most {MOST_SHARED}. Suggestions start with '{SUGGESTION}', or with the same in the"
            f" language of the notes, and are about other areas of life than the tasks; with {TASKS_ONLY} or more"
            f" completed tasks there are none, with fewer at most {MOST_SHARED} entries together. Nobody knows yet"
            " whether a suggestion was done: word it as an offer.",
            f"Preparation: at most {MOST_PREPARED} reminders of at most {PREPARED_CHARS} characters each: something to"
            " bring, to notice, to think over. Tasks and suggestions have at most"
            f" {SHARED_CHARS} characters.",
            "What does not belong here: crises, thoughts of death, harm or abuse; names of other people; diagnoses and"
            " words that only therapists use; what the therapist thinks of the patient; orders and promises.",
            f"Each topic, suggestion and reminder names the numbers of the notes that it rests on, at most"
            f" {MOST_NOTES}; a completed task names the number of its task.",
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        earlier = len(visit.notes)
        journey = earlier + len(visit.memory.notes)
        return prompt(
            fence("previous_journey", note_lines(visit.memory.journey, first=journey)),
            fence("earlier_visits", note_lines(visit.memory.notes, first=earlier)),
            fence("latest_visit", note_lines(visit.notes)),
            fence("completed_tasks", numbered(visit.completed_tasks)),
        )

    def faults(self, answer: Bridge, visit: Visit) -> list[str]:
        """Where the answer breaks the rule of completed tasks and suggestions, or counts."""
        return [*_of_tasks(answer, len(visit.completed_tasks)), *_of_wording(answer, visit)]

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """Tasks, then suggestions, as one list, with what each of them is beside it."""
        result: dict[str, Any] = settled.result or {}
        tasks: list[str] = [entry["text"] for entry in result["completedTasks"]]
        moved = [_moved(item.path, len(tasks)) for item in settled.evidence]
        bridge = {
            "nextSessionTopics": result["nextSessionTopics"],
            "shareProgress": [*tasks, *result["suggestions"]],
            "shareProgressSources": ["task"] * len(tasks) + ["suggestion"] * len(result["suggestions"]),
            "sessionPrep": result["sessionPrep"],
        }
        evidence = [replace(item, path=path) for item, path in zip(settled.evidence, moved, strict=True)]
        told: set[int] = {entry["task"] for entry in result["completedTasks"]}
        untold: list[int] = [number for number in range(len(visit.completed_tasks)) if number not in told]
        dropped = [*settled.dropped, *(Dropped(f"/completed_tasks/{number}", "task_not_told") for number in untold)]
        kept = replace(settled, result=bridge, evidence=evidence, dropped=dropped)
        return kept if any(bridge.values()) else None
