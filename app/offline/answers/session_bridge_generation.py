"""Session Bridge from completed tasks and notes: the patient's own sentences, each once on the page."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from app.offline.keywords import keywords
from app.offline.notes_for_patient import NUMBER, is_discreet, own_to_you
from app.offline.past_tense import in_past_tense, was_done
from app.offline.patient_statements import Kind
from app.offline.prompt import Prompt
from app.offline.remembered_statements import HEADINGS, THIS_VISIT, RememberedStatement, remembered_sentences
from app.therapy.sharing.content import reason_within
from app.therapy.sharing.in_session_content import is_in_session
from app.therapy.sharing.quantities import is_counted
from app.therapy.wording import as_words

FIELDS = frozenset({"nextSessionTopics", "completedTasks", "suggestions", "sessionPrep"})
MAX_TOPICS = 3
MAX_SHARED = 4
MAX_PREPARED = 4
TASKS_ONLY = 3
MIN_TOPIC_WORDS, MAX_TOPIC_WORDS = 5, 8
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
Entry = dict[str, Any]
_OPEN = (Kind.HARD, Kind.WANTED, Kind.ON_MIND)
_DONE = (Kind.DONE, Kind.CHANGED, Kind.BETTER, Kind.SKILL)
_SHARED = "You might share this: {said}"
_PREPARED = {kind: f"{HEADINGS[kind]}{{when}}: {{said}}" for kind in (*_OPEN, Kind.SEEN)}
_SMALL = frozenset(
    """
    and at because but for how in it it's last maybe my no now on one or so that that's the then there they this to we
    well what when where yeah yes yesterday today with after before every some most all even just honestly actually
    """.split()
)
"""Words that no name begins with: a sentence of theirs may go on from another's first words."""


def answer(prompt: Prompt) -> Entry | None:
    """The page; None where nothing is left for it."""
    left = remembered_sentences((*prompt.notes(LATEST), *prompt.notes(EARLIER)))
    latest = [told for told in left if told.about == THIS_VISIT]
    tasks = list(_tasks(prompt))
    told = _completed(tasks)
    room = 0 if len(tasks) >= TASKS_ONLY else MAX_SHARED - len(told)
    page = {
        "nextSessionTopics": _entries(left, dict.fromkeys(_OPEN, "{said}"), MAX_TOPICS, _is_topic),
        "completedTasks": told,
        "suggestions": _entries(latest, dict.fromkeys(_DONE, _SHARED), room, lambda text: _is_other(text, tasks)),
        "sessionPrep": _entries(left, _PREPARED, MAX_PREPARED, _is_reminder),
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
    return list(reversed(told.values()))[:MAX_SHARED]


def _told(task: str) -> str | None:
    """A task in its own words as something done, its numbers too, somebody by name as a friend; None where it is too
    long, or may not stand."""
    bare = _SOMEBODY.sub(r"\1 a friend", " ".join(task.split()).rstrip(" .!;,"))
    if not _OF_THE_TASK.search(bare) or not _may_stand(_ABBREVIATED.sub(lambda found: found[0].lower(), bare)):
        return None
    action = bare[:1].lower() + bare[1:]
    past = action if was_done(action) else in_past_tense(action)
    text = own_to_you(f"You {past}" if past else f"You did this: {action}") + "."
    return text if len(text) <= SHARED_CHARS and not is_in_session(text) else None


def _is_other(text: str, tasks: list[tuple[int, str]]) -> bool:
    """Whether a suggestion may stand beside the tasks: uncounted, and with no telling word in common with them."""
    of_tasks = {word for _, task in tasks for word in keywords(task.lower(), len(task))}
    return _is_uncounted(text) and of_tasks.isdisjoint(keywords(text.lower(), len(text)))


def _entries(
    left: list[RememberedStatement], wordings: dict[Kind, str], most: int, fits: Callable[[str], bool]
) -> list[Entry]:
    """At most so many sentences of the kinds, one of each in turn, out of what is left of them: none stands twice."""
    by_kind = [[told for told in left if told.kind is kind] for kind in wordings]
    turns = [some[place] for place in range(len(left)) for some in by_kind if place < len(some)]
    worded = [(told, wordings[told.kind].format(said=f"“{_going_on(told.text)}”", when=told.when)) for told in turns]
    chosen = [(told, text) for told, text in worded if fits(text) and _may_stand(text)][:most]
    left[:] = [told for told in left if told not in [one for one, _ in chosen]]
    return [{"notes": [told.note], "text": text} for told, text in chosen]


def _going_on(text: str) -> str:
    """A sentence with a small letter at its beginning, unless that may be a name."""
    first = text.split(" ", 1)[0].rstrip(",")
    return text[:1].lower() + text[1:] if first.lower() in _SMALL else text


def _may_stand(text: str) -> bool:
    return is_discreet(text) and reason_within(text) is None


def _is_topic(text: str) -> bool:
    return MIN_TOPIC_WORDS <= len(text.split()) <= MAX_TOPIC_WORDS and len(text) <= TOPIC_CHARS


def _is_uncounted(text: str) -> bool:
    return len(text) <= SHARED_CHARS and not (NUMBER.search(text) or is_counted(text) or is_in_session(text))


def _is_reminder(text: str) -> bool:
    return len(text) <= PREPARED_CHARS
