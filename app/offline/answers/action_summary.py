"""The action items of a visit on one line: both where they fit, else one. None is cut in mid-thought."""

import re
from typing import Any

from app.offline.notes_for_patient import without_loose_ends
from app.offline.prompt import NoteLine, Prompt
from app.offline.quoting import is_plain
from app.offline.tasks_set import says_what

FIELDS = frozenset({"action_summary"})
LINE_CHARS = 44
"""One less than the card's: a line that ends at the limit itself could have been cut there."""
KIND = "action items"
AND = " and "
_WHEN_AND_HOW = re.compile(
    r"(?<=\w) (?:about|after|around|at|before|during|each|every|for|from|in|next|on|once|over|this|tomorrow|tonight"
    r"|until|when|with|while)\b",
    re.I,
)


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """The line; None where no note says an action."""
    items = [note for note in prompt.notes("notes") if note.kind == KIND and is_plain(note.text)]
    line = _two(items[:2]) if len(items) > 1 else None
    line = line or next(filter(None, map(_one, items)), None)
    return {"action_summary": line} if line else None


def _two(items: list[NoteLine]) -> dict[str, Any] | None:
    """Both actions, if need be without when and how; None where they do not fit even so."""
    whole = [_ended(note.text) for note in items]
    for first, second in (whole, map(_bare, whole)):
        text = f"{first}{AND}{second[:1].lower()}{second[1:]}"
        if len(text) <= LINE_CHARS and says_what(first) and says_what(second):
            return {"notes": [note.number for note in items], "text": text}
    return None


def _bare(action: str) -> str:
    """ "Write one line each evening" as "Write one line": cut further, it might say another thing."""
    return _ended(_WHEN_AND_HOW.split(action, maxsplit=1)[0])


def _ended(text: str) -> str:
    """Text without a loose end, be it a small word, a stop or a dash."""
    ended = without_loose_ends(text.rstrip(" .,;:?!-…&–—"))
    return ended if ended == text else _ended(ended)


def _one(item: NoteLine) -> dict[str, Any] | None:
    """The action as it is, or without when and how; None where it would have to be cut elsewhere."""
    whole = _ended(item.text)
    fits = (text for text in (whole, _bare(item.text)) if len(text) <= LINE_CHARS and says_what(text))
    text = next(fits, None)
    return {"notes": [item.number], "text": text} if text and is_plain(text) else None
