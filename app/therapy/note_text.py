"""A filed progress note as Markdown, ready to be pasted into a record."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.therapy.transcript import Role, Roles

_MARK = re.compile(r"([\\`*_\[\]<>#|~])")
SPEAKERS = {Role.PATIENT: "patient", Role.THERAPIST: "therapist"}
OTHER = "other"


def note_as_markdown(
    note: Mapping[str, Any],
    session_date: datetime,
    words: Sequence[Mapping[str, Any]] = (),
    roles: Roles | None = None,
) -> str:
    """Return an arranged note as Markdown. `words` is its stored evidence; if given, the words and their times stand
    under each statement.
    """
    lines = [f"# Progress note ({note['format'].upper()})", "", f"Session of {session_date.date().isoformat()}"]
    for at, section in enumerate(note["sections"]):
        lines += ["", f"## {section['name'].capitalize()}"]
        for place, part in enumerate(section["parts"]):
            lines += ["", f"### {part['title']}", ""]
            lines += _part(part, f"/sections/{at}/parts/{place}", words, roles)
    return "\n".join(lines) + "\n"


def _part(part: Mapping[str, Any], path: str, words: Sequence[Mapping[str, Any]], roles: Roles | None) -> Iterator[str]:
    for number, statement in enumerate(part["statements"]):
        yield f"- {'Response: ' if statement['response'] else ''}{_plain(statement['text'])}"
        under = [item for item in words if item["path"].startswith(f"{path}/statements/{number}/")]
        yield from (f"  - {_quoted(item, roles)}" for item in under)
        if words and not under and statement["result"]:
            yield f"  - from the result of {_plain(statement['result'].replace('_', ' '))}"
    if part["remark"]:
        yield f"{'- ' if part['statements'] else ''}*{part['remark']}*"


def _quoted(item: Mapping[str, Any], roles: Roles | None) -> str:
    role = (roles or {}).get(item["speaker"])
    speaker = SPEAKERS[role] if role else OTHER
    return f"“{_plain(item['quote'])}” ({speaker}, {_clock(item['start'])})"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return f"{minutes}:{rest:02}"


def _plain(text: str) -> str:
    """Return one line in which nothing is markup."""
    return _MARK.sub(r"\\\1", " ".join(text.split()))
