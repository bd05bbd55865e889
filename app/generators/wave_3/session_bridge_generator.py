"""Session Bridge: what the patient may bring to the next visit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from app.generators.agreed_tasks import AGREED, agreed_first
from app.generators.answer_guard import WrittenText, withheld_remarks
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.in_session_entries import SEEN_IN_THE_ROOM, rests_on_session_alone
from app.generators.limits import Distinct
from app.generators.needs import after, ended_before, result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, ROOM_FOR_NOTHING, prompt, quoted
from app.generators.result_use import Parameter, PatientDocument
from app.generators.soft_fault import SoftFault
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MAX_NOTES, Answer, Dropped, Grounded, Settled
from app.therapy.fence import agreed_lines, fence, note_lines, numbered_lines, visit_lines
from app.therapy.language import is_english
from app.therapy.sharing.audience import Audience, Place, Reason
from app.therapy.sharing.guard import Guard, Reviewed, Withheld
from app.therapy.sharing.in_session_content import OF_THE_ROOM
from app.therapy.sharing.patient_view import view_for
from app.therapy.sharing.quantities import COUNTED
from app.therapy.sharing.withholding import ListItem, evidence_at, list_items, withhold_sentences
from app.therapy.visit import Visit
from app.therapy.wording import as_words

MAX_TOPICS = 3
MAX_SHARED = 4
MAX_PREPARED = 4
MIN_TOPIC_WORDS, MAX_TOPIC_WORDS = 5, 8
TOPIC_CHARS = 80
SHARED_CHARS = 160
PREPARED_CHARS = 160
TASKS_ONLY = 3
"""From so many completed tasks on, nothing else is suggested for sharing."""
SUGGESTION = "You might"
SUGGESTIONS = ("You might share", "You might mention", "You might tell", "You might bring up")
BEGINNING = 20
"""Characters by which an entry's beginning is told."""
PLACES = {
    "nextSessionTopics": Place.TOPIC,
    "completedTasks": Place.PROGRESS,
    "suggestions": Place.PROGRESS,
    "sessionPrep": Place.PREPARATION,
}
"""Where the lists of an answer stand on the page, in its order."""


class Topic(Grounded):
    """Something to take up in the next visit."""

    text: Plain = Field(max_length=TOPIC_CHARS)
    """It in five to eight words."""


class Task(Answer):
    """A completed task, told as progress."""

    task: int = Field(ge=0)
    """Its number in the list of completed tasks."""
    text: Plain = Field(max_length=SHARED_CHARS)
    """What the patient did, as something to tell, in the task's own words as far as they may stand."""


class Suggestion(Grounded):
    """Something that the patient might have done between visits."""

    text: Plain = Field(max_length=SHARED_CHARS)
    """An offer that starts with 'You might', in the language of the notes; no numbers."""


class Preparation(Grounded):
    """A reminder for the patient."""

    text: Plain = Field(max_length=PREPARED_CHARS)
    """One sentence to the patient."""


class Bridge(Answer):
    """What to bring to the next visit."""

    nextSessionTopics: Distinct[Topic] = Field(max_length=MAX_TOPICS)  # noqa: N815 - the screen's name
    """What is carried over from the latest visit, and new directions."""
    completedTasks: Distinct[Task] = Field(max_length=MAX_SHARED)  # noqa: N815 - beside its siblings
    """The completed tasks, each at most once."""
    suggestions: Distinct[Suggestion] = Field(max_length=MAX_SHARED)
    """Other things from between the visits that may be worth telling."""
    sessionPrep: Distinct[Preparation] = Field(max_length=MAX_PREPARED)  # noqa: N815 - the screen's name
    """What to do or think of before the next visit."""


Tasks = Mapping[int, str]
"""Completed tasks by their number in the list."""


def _of_tasks(answer: Bridge, listed: Tasks) -> list[str]:
    """The rule of the to-do list: no task done, suggestions alone; one or two, those first; more, those alone."""
    tasks = [entry.task for entry in answer.completedTasks]
    found = []
    if len(set(tasks)) < len(tasks) or not listed.keys() >= set(tasks):
        found.append("/completedTasks: each entry names another task of the list")
    if len(listed) >= TASKS_ONLY and answer.suggestions:
        found.append(f"/suggestions: none with {TASKS_ONLY} or more completed tasks")
    if len(tasks) + len(answer.suggestions) > MAX_SHARED:
        found.append(f"/completedTasks and /suggestions: at most {MAX_SHARED} together")
    return found


def _of_wording(answer: Bridge, visit: Visit) -> list[str]:
    """In another language than English a suggestion's wording is left to the model."""
    if not is_english(" ".join(segment.text for segment in visit.transcript.speech.segments)):
        return []
    unlike = [at for at, entry in enumerate(answer.suggestions) if not entry.text.startswith(f"{SUGGESTION} ")]
    return [f"/suggestions/{at}: does not start with '{SUGGESTION}'" for at in unlike]


def _untold(told: Sequence[int], listed: Tasks) -> list[int]:
    """The completed tasks that an entry is missing for; one that reads as another is told with it."""
    said = {as_words(listed[number]) for number in told if number in listed}
    return [number for number, task in listed.items() if as_words(task) not in said]


def _of_untold(answer: Bridge, listed: Tasks) -> list[SoftFault]:
    told = [entry.task for entry in answer.completedTasks]
    untold = _untold(told, listed) if len(told) < MAX_SHARED else []
    missing = ", ".join(map(str, untold))
    return [SoftFault(f"/completedTasks: not told: {missing}; at most {MAX_SHARED} are")] if untold else []


def _shown_tasks(visit: Visit) -> Tasks:
    """The tasks that the model is shown."""
    shown = view_for(Audience.SHAREABLE, visit).completed_tasks
    return {number: task for number, task in enumerate(shown) if task}


def _of_tasks_not_told(settled: Settled, visit: Visit) -> list[Dropped]:
    """The tasks without an entry: those that the model was not shown, and those that it left out."""
    told: list[int] = [entry["task"] for entry in (settled.result or {})["completedTasks"]]
    shown = _shown_tasks(visit)
    hidden = [number for number in range(len(visit.completed_tasks)) if number not in shown]
    untold = _untold(told, shown)
    return [
        *(Dropped(f"/completed_tasks/{number}", Reason.CRISIS.code) for number in hidden),
        *(Dropped(f"/completed_tasks/{number}", "task_not_told") for number in untold),
    ]


def _written(answer: Bridge, visit: Visit) -> Iterator[WrittenText]:
    """The texts of a page, and of a told task the words it was listed in."""
    lists: dict[str, Sequence[Topic | Task | Suggestion | Preparation]] = {
        "nextSessionTopics": answer.nextSessionTopics,
        "completedTasks": answer.completedTasks,
        "suggestions": answer.suggestions,
        "sessionPrep": answer.sessionPrep,
    }
    for name, place in PLACES.items():
        for at, entry in enumerate(lists[name]):
            own = _task(visit, entry.task) if isinstance(entry, Task) else ""
            yield WrittenText(f"/{name}/{at}/text", entry.text, place, own)


def _task(visit: Visit, number: int) -> str:
    return visit.completed_tasks[number] if number < len(visit.completed_tasks) else ""


def _text(entry: Any) -> str:
    """A completed task is an object; everything else is its text by now."""
    return str(entry["text"] if isinstance(entry, dict) else entry)


def _reviewed(guard: Guard, visit: Visit, place: Place, item: ListItem) -> Reviewed:
    """What of an entry may stand. One that loses its beginning is lost: what follows would be about nothing."""
    text = _text(item.value)
    if place is Place.PROGRESS and rests_on_session_alone(item, visit):
        return Reviewed(None, (Withheld(text, Reason.ROOM, ()),), 1)
    own = _task(visit, item.value["task"]) if isinstance(item.value, dict) else ""
    found = guard.review(text, place, own)
    begins = found.kept is not None and text.strip().startswith(found.kept[:BEGINNING])
    return found if begins else Reviewed(None, found.withheld, found.sentences)


def _sifted(settled: Settled, name: str, visit: Visit) -> tuple[list[ListItem], list[Dropped]]:
    """What of one list may stand on the page, and what is withheld."""
    field = "text" if name == "completedTasks" else None
    guard = visit.kept(Guard)
    place = PLACES[name]
    return withhold_sentences(list_items(settled, name), lambda item: _reviewed(guard, visit, place, item), field)


class SessionBridgeGenerator(BaseAIGenerator[ClientType, Bridge]):
    """Writes the next version of Session Bridge."""

    TASK_NAME = "session_bridge_generation"
    ROUTE = "session-bridge"
    GRADE = Grade.WRITE
    NEEDS = (
        result_of("deep_analysis"),
        result_of("session_insights"),
        ended_before("roadmap_generation"),
        after("risk_screen"),
    )
    MIN_NOTES = 1
    REMEMBERS = True
    READS = ("topic_extraction", "mood_analysis")
    LOOKS_BACK = True
    ADVISED = True
    AUDIENCE = Audience.SHAREABLE
    LABEL = "Session Bridge"
    DOCUMENT = PatientDocument("session_bridge", name="bridge", field="bridge")
    PARAMETERS = (Parameter.COMPLETED_TASKS,)

    def instructions(self) -> str:
        return prompt(
            "You write Session Bridge, a small page that helps a psychotherapy patient to arrive at the next visit:"
            " what to take up, what to tell, what to prepare. You are given the number and date of the latest visit,"
            " numbered notes about it, about earlier ones, on what had been agreed before it, from the journey as it"
            " was last written and on what is recommended, and the tasks that the patient has ticked off since. You"
            " write to the patient, as you. They may show the page to others, or not.",
            "Be particular: name the very thing that this patient spoke of, so that the line could stand on nobody"
            " else's page. 'The evening you did not call' is particular, 'your feelings' is not.",
            f"Topics: at most {MAX_TOPICS}, each of about {MIN_TOPIC_WORDS} to {MAX_TOPIC_WORDS} words and at most"
            f" {TOPIC_CHARS} characters, no two the same: what was left open in the latest visit, then a new direction"
            " that the notes point to.",
            "Progress to share is what the patient did between visits, never what happened in the room: no insight, no"
            f" tears, nothing the therapist said, and no words such as {quoted(OF_THE_ROOM)}. It is told in words,"
            f" never as a number or quantity, be it as loose as {quoted(COUNTED)}: say 'on some evenings'. A number"
            " that stands in a completed task may stay where it says what was done. Tasks and"
            f" suggestions together are at most {MAX_SHARED} entries of at most {SHARED_CHARS} characters, no two the"
            " same.",
            "A completed task comes from the list of tasks and is told as something that the patient did. Tell every"
            f" task of the list, each once and in its own words, as far as {MAX_SHARED} entries reach, save one that"
            f" does not belong on this page. Where it names somebody, write who it is, or 'a friend', in the name's"
            f" place. With {TASKS_ONLY} or more completed tasks there are no suggestions; with fewer they come"
            f" after the tasks and are about other areas of life. A suggestion starts with '{SUGGESTION}', such as"
            f" {quoted(SUGGESTIONS)}, not all of them alike, or with the same in the language of the notes: nobody"
            " knows yet whether it was done, so word it as an offer. It does not rest on notes of the kind"
            f" '{SEEN_IN_THE_ROOM}' alone.",
            f"Preparation: at most {MAX_PREPARED} reminders of at most {PREPARED_CHARS} characters each, no two"
            f" the same. It begins with what was agreed in the latest visit: an entry for each note of the kind"
            f" '{AGREED}', as something the two agreed on. Then what is recommended that fits it, worded for the"
            " patient; then something to bring, to notice, to think over.",
            "What does not belong here: crises, thoughts of death, harm or abuse; names of other people; diagnoses and"
            " words that only therapists use, the names of skills that were practised aside; what the therapist thinks"
            " of the patient, and what their words or doings may mean or come from; orders and promises. An entry that"
            " would hold any of it is left out.",
            f"Each topic, suggestion and reminder names the numbers of the notes that it rests on, at most"
            f" {MAX_NOTES}; a completed task names the number of its task.",
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        earlier = len(visit.notes)
        journey = earlier + len(visit.memory.notes)
        return prompt(
            fence("visit", visit_lines(visit)),
            fence("previous_journey", note_lines(visit.memory.journey, first=journey)),
            fence("earlier_visits", note_lines(visit.memory.notes, first=earlier)),
            fence("agreed_last_time", agreed_lines(visit)),
            fence("latest_visit", note_lines(visit.notes)),
            fence("recommended", note_lines(visit.advice, first=visit.first_agreed + len(visit.agreed))),
            fence("completed_tasks", numbered_lines(visit.completed_tasks)),
        )

    def enough(self, visit: Visit) -> bool:
        """Whether anything may be shown."""
        return any(visit.completed_tasks) or any(note.text for note in visit.all_notes)

    def faults(self, answer: Bridge, visit: Visit) -> list[str]:
        """Where the answer breaks the rule of completed tasks and suggestions, leaves a task out, or would be
        withheld."""
        listed: Tasks = _shown_tasks(visit)
        of_tasks: list[str] = [*_of_tasks(answer, listed), *_of_wording(answer, visit), *_of_untold(answer, listed)]
        return [*of_tasks, *withheld_remarks(_written(answer, visit), visit)]

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """Tasks, then suggestions, as one list, with what each of them is beside it; without what is withheld."""
        sifted = {name: _sifted(settled, name, visit) for name in PLACES}
        kept: dict[str, list[ListItem]] = {name: items_kept for name, (items_kept, _) in sifted.items()}
        withheld: list[Dropped] = [left_out for _, some in sifted.values() for left_out in some]
        tasks: list[ListItem] = kept["completedTasks"]
        suggestions: list[ListItem] = kept["suggestions"]
        lists: dict[str, list[ListItem]] = {
            "nextSessionTopics": kept["nextSessionTopics"],
            "shareProgress": [*tasks, *suggestions],
            "sessionPrep": agreed_first(kept["sessionPrep"], visit, visit.kept(Guard))[:MAX_PREPARED],
        }
        dropped = [*settled.dropped, *withheld, *_of_tasks_not_told(settled, visit)]
        if not any(lists.values()):
            return Settled(None, [], dropped) if withheld else None
        texts = {name: [_text(item.value) for item in held] for name, held in lists.items()}
        sources = ["task"] * len(tasks) + ["suggestion"] * len(suggestions)
        evidence = [item for name, held in lists.items() for item in evidence_at(f"/{name}", held)]
        return Settled({**texts, "shareProgressSources": sources}, evidence, dropped)
