"""How a transcript and notes are put before a model: numbered lines between fences.

Angle brackets in what was said are replaced, so that nothing between the fences can look like a fence.
"""

from collections.abc import Iterable

from app.therapy.transcript import Role, Roles, Segment, Transcript
from app.therapy.visit import Note, Visit

_PARTING = (*range(0x20), *range(0x7F, 0xA0), 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A))
_SHOWN = dict.fromkeys(_PARTING, " ") | {0x200B: "", 0xFEFF: "", ord("<"): "‹", ord(">"): "›"}
_NAMES = {Role.THERAPIST: "Therapist", Role.PATIENT: "Patient"}
OTHER = "Other"


def fence(name: str, lines: Iterable[str]) -> str:
    """Lines between `<name>` and `</name>`, empty ones left out."""
    return "\n".join([f"<{name}>", *filter(None, lines), f"</{name}>"])


def spoken_lines(transcript: Transcript, roles: Roles | None, only: Role | None = None) -> list[str]:
    """`[number] Patient: words` for each segment in which words were spoken; with `only`, that role's alone."""
    return [
        f"[{number}] {_name(segment, roles)}: {plain_line(segment.text)}"
        for number, segment in enumerate(transcript.speech.segments)
        if segment.text.strip() and (only is None or (roles or {}).get(segment.speaker) is only)
    ]


def anonymous_lines(transcript: Transcript) -> list[str]:
    """`[number] S1: words`: speakers by order of appearance, since an id of the caller's may be a name."""
    names = speaker_names(transcript)
    return [
        f"[{number}] {names[segment.speaker]}: {plain_line(segment.text)}"
        for number, segment in enumerate(transcript.speech.segments)
        if segment.text.strip()
    ]


def speaker_names(transcript: Transcript) -> dict[str, str]:
    """S1, S2, … for the speaker ids in order of appearance."""
    return {speaker: f"S{number}" for number, speaker in enumerate(transcript.speakers, 1)}


def note_lines(notes: Iterable[Note], first: int = 0) -> list[str]:
    """`[number] (this visit, pattern) text` for each note, numbered from `first`; nothing for one that is blank."""
    return [
        f"[{number}] ({note.about}, {note.kind}) {plain_line(note.text)}" if note.text else ""
        for number, note in enumerate(notes, first)
    ]


def visit_lines(visit: Visit) -> list[str]:
    """`- date: 2026-03-02` and the like: the visit's number and date, and how its mood was, as far as that is known."""
    mood = visit.results.get("mood_analysis") or {}
    score = f"{mood['mood_score']:g} of 10" if "mood_score" in mood else ""
    told = ", ".join(filter(None, (score, plain_line(mood.get("emotional_tone", "")))))
    lines = [f"- visit number: {visit.number}", f"- date: {visit.session_date:%Y-%m-%d}"]
    lines += [f"- mood: {told}"] if told else []
    return lines + ([f"- mood over the visits: {visit.trend}"] if visit.trend else [])


def agreed_lines(visit: Visit) -> list[str]:
    """What was agreed in the visit before, a numbered line for each."""
    return note_lines(visit.agreed, first=visit.first_agreed)


def numbered_lines(texts: Iterable[str]) -> list[str]:
    """`[number] text` for each text; nothing for one that is blank."""
    return [f"[{number}] {plain_line(text)}" if text else "" for number, text in enumerate(texts)]


def plain_line(text: str) -> str:
    """One line, without angle brackets, control characters and marks that are not seen but turn what is."""
    return " ".join(text.translate(_SHOWN).split())


def _name(segment: Segment, roles: Roles | None) -> str:
    role = (roles or {}).get(segment.speaker)
    return _NAMES[role] if role else OTHER
