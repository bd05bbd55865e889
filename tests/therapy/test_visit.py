"""What a generator knows of a visit."""

from datetime import UTC, datetime
from uuid import UUID

from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Memory, Note, Visit

HERE, BEFORE = UUID(int=1), UUID(int=2)
TALK = Transcript(
    (Segment(0.0, 1.0, "How are you today?", "a"), Segment(1.0, 2.0, "I am fine, thank you.", "b")),
)


def note(text: str) -> Note:
    return Note(HERE, "this visit", "strength", text)


def visit(memory: Memory | None = None, roles: dict[str, Role] | None = None) -> Visit:
    day = datetime(2026, 3, 2, tzinfo=UTC)
    return Visit(HERE, day, TALK, roles, notes=(note("now"),), memory=memory or Memory())


def test_the_patients_words_are_counted_once_it_is_known_who_that_is() -> None:
    assert visit().patient_words == 0
    assert visit(roles={"a": Role.THERAPIST, "b": Role.PATIENT}).patient_words == 5


def test_notes_are_numbered_from_this_visits_on_through_memory_to_the_last_journey() -> None:
    memory = Memory(notes=(note("earlier"),), journey=(note("journey"),))
    assert [known.text for known in visit(memory).all_notes] == ["now", "earlier", "journey"]


def test_what_is_remembered_is_told_without_its_words() -> None:
    memory = Memory("full", (note("secret words"),), (note("secret journey"),), (BEFORE,), (HERE,), 3, 1)
    told = memory.as_json()
    assert "secret" not in str(told)
    assert told == {
        "strategy": "full",
        "sessions": [str(BEFORE)],
        "missing": [str(HERE)],
        "left_out": 3,
        "shortened": 1,
    }
