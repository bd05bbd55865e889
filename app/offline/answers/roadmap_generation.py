"""Your Journey from notes: each is passed on in its own words, as you where it begins with "The patient"."""

import re
from typing import Any

from app.offline.prompt import NoteLine, Prompt
from app.offline.quoting import shortened
from app.offline.telling import may_be_told, to_you
from app.therapy.wording import as_words, sentences

FIELDS = frozenset({"summary", "achievements", "currentFocus", "sections"})
MOST_ACHIEVEMENTS = 5
MOST_FOCUS = 3
MOST_PER_SECTION = 3
SUMMARY_CHARS = 600
POINT_CHARS = 160
CONTENT_CHARS = 500
MOST_SENTENCES = 3
"""Of the summary, and of each section."""
LATEST, EARLIER, JOURNEY = "latest_visit", "earlier_visits", "previous_journey"

_REACHED = re.compile(
    r"(?:key )?reali[sz]ations?|strengths?|behavioral changes?|skill development|learned|breakthroughs?|achievements?"
    r"|symptoms|description"
)
_UNDERWAY = re.compile(r"growth areas?|goal progress|goals?|patterns?|current ?focus|action items?|homework")
_NOT_REACHED = re.compile(r"\b(?:not|no|never|worse|without)\b|n't\b", re.I)
_SECTIONS = {
    "Clinical Progress": re.compile(r"symptoms|description|behavioral changes?|breakthroughs?|progress|strengths?"),
    "Therapeutic Strategies": re.compile(r"skill development|learned|techniques?|practices?"),
    "Identified Patterns": re.compile(r"patterns?|(?:key )?reali[sz]ations?|insights?"),
    "Current Treatment Focus": re.compile(r"growth areas?|current ?focus|action items?|homework"),
    "Long-term Goals": re.compile(r"goal progress|goals?"),
}
_SHOWN_AS = {"description": "Symptoms", "learned": "Skills used", "currentfocus": "Current focus"}
_LED = re.compile(r"([A-Z][a-z ]+?)(?: in your latest visit|, earlier|, \d+ visits? ago): (.+)", re.DOTALL)

Entry = dict[str, Any]


def answer(prompt: Prompt) -> Entry | None:
    """The journey; None where no note is left that may be told."""
    notes = [note for note in _notes(prompt) if may_be_told(note)]
    if not notes:
        return None
    reached = [note for note in notes if _is(_REACHED, note) and not _NOT_REACHED.search(note.text)]
    underway = [note for note in notes if _is(_UNDERWAY, note)]
    return {
        "summary": _entry("text", (reached[:1] + underway[:1]) or notes[:1], SUMMARY_CHARS),
        "achievements": _points(reached, MOST_ACHIEVEMENTS),
        "currentFocus": _points(underway, MOST_FOCUS),
        "sections": [_section(title, chosen) for title, kinds in _SECTIONS.items() if (chosen := _of(kinds, notes))],
    }


def _notes(prompt: Prompt) -> list[NoteLine]:
    """All notes, latest first, each text once."""
    carried = [_carried(note) for note in prompt.notes(JOURNEY) if _is(re.compile("achievements|current ?focus"), note)]
    notes = [*prompt.notes(LATEST), *prompt.notes(EARLIER), *carried]
    return list({note.text: note for note in reversed(notes)}.values())[::-1]


def _carried(note: NoteLine) -> NoteLine:
    """A point of the last journey as the note that it was written from."""
    led = _LED.fullmatch(note.text)
    return note._replace(about="earlier", kind=led[1], text=led[2]) if led else note._replace(about="earlier")


def _is(kinds: re.Pattern[str], note: NoteLine) -> bool:
    return kinds.fullmatch(note.kind.lower()) is not None


def _told(note: NoteLine) -> str:
    """A note as a sentence that says what kind it is of and where it comes from."""
    kind = _SHOWN_AS.get(note.kind.lower(), note.kind.capitalize())
    when = " in your latest visit" if note.about == "this visit" else f", {note.about}"
    text = to_you(note.text).rstrip()
    return f"{kind}{when}: {text if text[-1:] in {'.', '!', '?'} else text + '.'}"


def _entry(name: str, notes: list[NoteLine], most: int) -> Entry:
    """As many of the notes, told, as the sentences reach; of the first one at least its beginning."""
    told, kept = "", 0
    for note in notes:
        longer = f"{told} {_told(note)}".strip()
        if kept and (len(longer) > most or len(list(sentences(longer))) > MOST_SENTENCES):
            break
        told, kept = longer, kept + 1
    ends = [end for _, end in sentences(told)][:MOST_SENTENCES]
    return {"notes": [note.number for note in notes[:kept]], name: shortened(told[: ends[-1]], most)}


def _points(notes: list[NoteLine], most: int) -> list[Entry]:
    """One for each note, each text once."""
    entries = [_entry("text", [note], POINT_CHARS) for note in notes]
    return list({as_words(entry["text"]): entry for entry in reversed(entries)}.values())[::-1][:most]


def _of(kinds: re.Pattern[str], notes: list[NoteLine]) -> list[NoteLine]:
    return [note for note in notes if _is(kinds, note)][:MOST_PER_SECTION]


def _section(title: str, notes: list[NoteLine]) -> Entry:
    return {"title": title, **_entry("content", notes, CONTENT_CHARS)}
