"""Session Bridge from notes and completed tasks: what is open, what was done, what to think of."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from app.offline.keywords import keywords
from app.offline.past_tense import done, was_done
from app.offline.prompt import NoteLine, Prompt
from app.offline.telling import NUMBER, is_discreet, may_be_told, own_to_you, parted
from app.therapy.sharing.content import reason_within
from app.therapy.sharing.quantities import is_counted
from app.therapy.sharing.room import is_of_the_room
from app.therapy.wording import as_words

FIELDS = frozenset({"nextSessionTopics", "completedTasks", "suggestions", "sessionPrep"})
MOST_TOPICS = 3
MOST_SHARED = 4
MOST_PREPARED = 4
TASKS_ONLY = 3
FEWEST_TOPIC_WORDS, MOST_TOPIC_WORDS = 5, 8
TOPIC_CHARS = 80
SHARED_CHARS = 160
PREPARED_CHARS = 160
LATEST, EARLIER, TASKS = "latest_visit", "earlier_visits", "completed_tasks"

_TASK = re.compile(r"\[(\d+)\] (.*)")
_OF_THE_TASK = re.compile(r"\b[^\W\d_]{3,80}\b")
"""A word of it; one longer than this is none."""
_SOMEBODY = re.compile(
    r"\b((?i:ask(?:ed)?|call(?:ed)?|email(?:ed)?|help(?:ed)?|invited?|meet|met|messaged?|phoned?|ring|rang|tell|told"
    r"|text(?:ed)?|thank(?:ed)?|with|(?:reply|replied|speak|spoke|talk(?:ed)?|write|wrote) to))"
    r" (?:(?:Mr|Mrs|Ms|Dr|Prof)\.? )?(?![A-Z]+\b)[A-Z]\w*(?: (?![A-Z]+\b)[A-Z]\w*)*"
)
"""Somebody by name, who on a page that others may read is a friend."""
_ABBREVIATED = re.compile(r"\b[A-Z]{2,}\b")
_LISTED = re.compile(r"([^:]+): (?:on track|needs attention|beginner|developing|proficient)")

Entry = dict[str, Any]
_TOPICS = {
    "growth areas": "What is hard around {}",
    "goal progress": "Your wish to {}",
    "patterns": "What keeps returning around {}",
    "key realizations": "What you saw about {}",
}
_SUGGESTIONS = {
    "skill development": "You might share how it has been with {} since your visit.",
    "goal progress": "You might share how things stand with your wish to {}.",
    "behavioral changes": "You might share how it went on with what you do otherwise now, around {}.",
    "patterns": "You might share whether what keeps returning, around {}, showed again.",
    "growth areas": "You might share how it has been with {} since.",
}
_PREPARATION = {
    "key realizations": "It may help to think over what you came to see, around {}.",
    "patterns": "It may help to notice when it returns, what you told around {}.",
    "growth areas": "It may help to think of what would make it a little easier, around {}.",
    "goal progress": "It may help to think of a small next step with your wish to {}.",
    "strengths": "It may help to bring to mind what you managed or care for, around {}.",
}


def answer(prompt: Prompt) -> Entry | None:
    """The page; None where nothing is left for it."""
    notes = [note for note in (*prompt.notes(LATEST), *prompt.notes(EARLIER)) if may_be_told(note)]
    tasks = list(_tasks(prompt))
    told = _completed(tasks)
    unrelated = [note for note in notes if not _touches(note, tasks)]
    room = 0 if len(tasks) >= TASKS_ONLY else MOST_SHARED - len(told)
    page = {
        "nextSessionTopics": _entries(notes, _TOPICS, MOST_TOPICS, _is_topic),
        "completedTasks": told,
        "suggestions": _entries(unrelated, _SUGGESTIONS, room, _is_uncounted),
        "sessionPrep": _entries(notes, _PREPARATION, MOST_PREPARED, _is_reminder),
    }
    return page if any(page.values()) else None


def _tasks(prompt: Prompt) -> Iterator[tuple[int, str]]:
    for line in prompt.fences.get(TASKS, ()):
        found = _TASK.fullmatch(line)
        if found:
            yield int(found[1]), found[2]


def _completed(tasks: list[tuple[int, str]]) -> list[Entry]:
    """The tasks that can be told, each text once."""
    told = {as_words(text): {"task": number, "text": text} for number, task in reversed(tasks) if (text := _told(task))}
    return list(reversed(told.values()))[:MOST_SHARED]


def _told(task: str) -> str | None:
    """A task in its own words as something done, its numbers too, somebody by name as a friend; None where it is too
    long, or may not stand."""
    bare = _SOMEBODY.sub(r"\1 a friend", " ".join(task.split()).rstrip(" .!;,"))
    if not _OF_THE_TASK.search(bare) or not _may_stand(_ABBREVIATED.sub(lambda found: found[0].lower(), bare)):
        return None
    action = bare[:1].lower() + bare[1:]
    past = action if was_done(action) else done(action)
    text = own_to_you(f"You {past}" if past else f"You did this: {action}") + "."
    return text if len(text) <= SHARED_CHARS and not is_of_the_room(text) else None


def _touches(note: NoteLine, tasks: list[tuple[int, str]]) -> bool:
    """Whether a note has a telling word in common with a completed task."""
    of_tasks = {word for _, text in tasks for word in keywords(text.lower(), len(text))}
    return not of_tasks.isdisjoint(keywords(note.text.lower(), len(note.text)))


def _entries(notes: list[NoteLine], wordings: dict[str, str], most: int, fits: Callable[[str], bool]) -> list[Entry]:
    """One entry of each kind in turn, in the kinds' order, until there are `most`; each text once."""
    by_kind = [[_entry(note, wording) for note in notes if _says(note, kind)] for kind, wording in wordings.items()]
    longest = max(map(len, by_kind), default=0)
    turns = [entries[place] for place in range(longest) for entries in by_kind if place < len(entries)]
    fit = [entry for entry in turns if fits(entry["text"]) and _may_stand(entry["text"])]
    each = {as_words(entry["text"]): entry for entry in reversed(fit)}
    return list(reversed(each.values()))[:most]


def _says(note: NoteLine, kind: str) -> bool:
    return note.kind == kind and bool(_subject(note))


def _entry(note: NoteLine, wording: str) -> Entry:
    return {"notes": [note.number], "text": wording.format(_subject(note))}


def _subject(note: NoteLine) -> str:
    """What a note is about: its goal or skill, or the words that it names; "" where it says neither."""
    listed = _LISTED.fullmatch(note.text)
    return own_to_you(listed[1]) if listed else parted(note.text)[1]


def _may_stand(text: str) -> bool:
    return is_discreet(text) and reason_within(text) is None


def _is_topic(text: str) -> bool:
    return FEWEST_TOPIC_WORDS <= len(text.split()) <= MOST_TOPIC_WORDS and len(text) <= TOPIC_CHARS


def _is_uncounted(text: str) -> bool:
    return len(text) <= SHARED_CHARS and not (NUMBER.search(text) or is_counted(text) or is_of_the_room(text))


def _is_reminder(text: str) -> bool:
    return len(text) <= PREPARED_CHARS
