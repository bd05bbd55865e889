"""Summarizes the action items of a visit on one line: both if they fit, otherwise one. No action is cut mid-thought."""

import re
from typing import Any

from app.offline.notes_for_patient import trim_loose_ends
from app.offline.prompt import NoteLine, Prompt
from app.offline.quoting import is_plain_text
from app.offline.tasks_set import names_an_object

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
    """Return the line, or None if no note holds an action."""
    items = [note for note in prompt.notes("notes") if note.kind == KIND and is_plain_text(note.text)]
    line = _join_actions(items[:2]) if len(items) > 1 else None
    line = line or next(filter(None, map(_fit_action, items)), None)
    return {"action_summary": line} if line else None


def _join_actions(items: list[NoteLine]) -> dict[str, Any] | None:
    """Return both actions, if necessary without when and how. Return None if they still do not fit."""
    whole = [_trim_end(note.text) for note in items]
    for first, second in (whole, map(_drop_details, whole)):
        text = f"{first}{AND}{second[:1].lower()}{second[1:]}"
        if len(text) <= LINE_CHARS and names_an_object(first) and names_an_object(second):
            return {"notes": [note.number for note in items], "text": text}
    return None


def _drop_details(action: str) -> str:
    """Shorten "Write one line each evening" to "Write one line". A shorter cut might change the meaning."""
    return _trim_end(_WHEN_AND_HOW.split(action, maxsplit=1)[0])


def _trim_end(text: str) -> str:
    """Remove a small word, a full stop or a dash from the end of a text."""
    ended = trim_loose_ends(text.rstrip(" .,;:?!-…&–—"))
    return ended if ended == text else _trim_end(ended)


def _fit_action(item: NoteLine) -> dict[str, Any] | None:
    """Return the action unchanged, or without when and how. Return None if it would have to be cut elsewhere."""
    whole = _trim_end(item.text)
    fits = (text for text in (whole, _drop_details(item.text)) if len(text) <= LINE_CHARS and names_an_object(text))
    text = next(fits, None)
    return {"notes": [item.number], "text": text} if text and is_plain_text(text) else None
