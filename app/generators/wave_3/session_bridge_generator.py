"""Session Bridge: what the patient may bring to the next visit."""

from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct, in_words
from app.generators.needs import ended_before, result_of
from app.generators.omission import Omission
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, ROOM_FOR_NOTHING, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.between_visits import COUNTED, OF_THE_ROOM, is_counted, is_of_the_room
from app.therapy.evidence import MOST_NOTES, Answer, Dropped, Grounded, Settled
from app.therapy.fence import fence, note_lines, numbered
from app.therapy.language import is_english
from app.therapy.visit import Visit
from app.therapy.wording import as_words

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
SEEN_IN_THE_ROOM = "key realizations"
"""The kind of notes about what was understood in a visit: no suggestion rests on them alone."""


class Topic(Grounded):
    """Something to take up in the next visit."""

    text: Annotated[Plain, in_words(FEWEST_TOPIC_WORDS, MOST_TOPIC_WORDS)] = Field(max_length=TOPIC_CHARS)
    """It in five to eight words."""


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

    nextSessionTopics: Distinct[Topic] = Field(max_length=MOST_TOPICS)  # noqa: N815 - the screen's name
    """What is carried over from the latest visit, and new directions."""
    completedTasks: Distinct[Task] = Field(max_length=MOST_SHARED)  # noqa: N815 - beside its siblings
    """The completed tasks, each at most once."""
    suggestions: Distinct[Suggestion] = Field(max_length=MOST_SHARED)
    """Other things from between the visits that may be worth telling."""
    sessionPrep: Distinct[Preparation] = Field(max_length=MOST_PREPARED)  # noqa: N815 - the screen's name
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
    shared = told | offered
    counted = [f"{path}: a number or quantity" for path, text in shared.items() if is_counted(text)]
    inside = [f"{path}: tells of the room" for path, text in shared.items() if is_of_the_room(text)]
    if not is_english(" ".join(segment.text for segment in visit.transcript.segments)):
        return counted + inside
    no_offer = [path for path, text in offered.items() if not text.startswith(f"{SUGGESTION} ")]
    return counted + inside + [f"{path}: does not start with '{SUGGESTION}'" for path in no_offer]


def _of_the_room(answer: Bridge, visit: Visit) -> list[str]:
    """Suggestions of which every note is about what was understood in a visit."""
    kinds = {number: note.kind for number, note in enumerate(visit.all_notes)}
    resting = [{kinds[number] for number in entry.notes if number in kinds} for entry in answer.suggestions]
    inside = [at for at, found in enumerate(resting) if found == {SEEN_IN_THE_ROOM}]
    return [f"/suggestions/{at}/notes: all of what was seen in the room" for at in inside]


def _untold(told: list[int], visit: Visit) -> list[int]:
    """The completed tasks that an entry is missing for; one that reads as another is told with it."""
    listed = [as_words(task) for task in visit.completed_tasks]
    said = {task for number, task in enumerate(listed) if number in told}
    return [number for number, task in enumerate(listed) if task not in said]


def _of_untold(answer: Bridge, visit: Visit) -> list[Omission]:
    told = [entry.task for entry in answer.completedTasks]
    untold = _untold(told, visit) if len(told) < MOST_SHARED else []
    missing = ", ".join(map(str, untold))
    return [Omission(f"/completedTasks: not told: {missing}; at most {MOST_SHARED} are")] if untold else []


def _quoted(examples: tuple[str, ...]) -> str:
    return ", ".join(f"'{example}'" for example in examples)


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
            f" {TOPIC_CHARS} characters, no two the same: what was left open in the latest visit, then a new direction"
            " that the notes point to.",
            "Progress to share is what the patient did between visits, never what happened in the room: no insight, no"
            f" tears, nothing the therapist said, and no words such as {_quoted(OF_THE_ROOM)}. It is told in words,"
            f" never as a number or quantity, be it as loose as {_quoted(COUNTED)}: say 'on some evenings'. Tasks and"
            f" suggestions together are at most {MOST_SHARED} entries of at most {SHARED_CHARS} characters, no two the"
            " same.",
            "A completed task comes from the list of tasks and is told as something that the patient did. Tell every"
            f" task of the list, each once, as far as {MOST_SHARED} entries reach, save one that does not belong on"
            f" this page. With {TASKS_ONLY} or more completed tasks there are no suggestions; with fewer they come"
            f" after the tasks and are about other areas of life. A suggestion starts with '{SUGGESTION}', or with the"
            " same in the language of the notes: nobody knows yet whether it was done, so word it as an offer. It does"
            f" not rest on notes of the kind '{SEEN_IN_THE_ROOM}' alone.",
            f"Preparation: at most {MOST_PREPARED} reminders of at most {PREPARED_CHARS} characters each, no two"
            " the same: something to bring, to notice, to think over.",
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
        """Where the answer breaks the rule of completed tasks and suggestions, counts, tells of the room, or leaves
        a task out."""
        broken: list[str] = _of_tasks(answer, len(visit.completed_tasks))
        return [*broken, *_of_wording(answer, visit), *_of_the_room(answer, visit), *_of_untold(answer, visit)]

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
        told: list[int] = [entry["task"] for entry in result["completedTasks"]]
        untold: list[int] = _untold(told, visit)
        dropped = [*settled.dropped, *(Dropped(f"/completed_tasks/{number}", "task_not_told") for number in untold)]
        kept = replace(settled, result=bridge, evidence=evidence, dropped=dropped)
        return kept if any(bridge.values()) else None
