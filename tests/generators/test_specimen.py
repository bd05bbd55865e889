"""The specimen has one of everything that a prompt may show."""

from app.generators.specimen import SPECIMEN
from app.therapy.transcript import Role


def test_both_roles_speak() -> None:
    assert SPECIMEN.roles is not None
    assert set(SPECIMEN.roles) == set(SPECIMEN.transcript.speakers)
    assert set(SPECIMEN.roles.values()) == set(Role)


def test_it_has_notes_memory_and_completed_tasks() -> None:
    assert SPECIMEN.notes
    assert SPECIMEN.memory.notes
    assert SPECIMEN.completed_tasks


def test_the_words_under_its_notes_are_where_they_say() -> None:
    for evidence in (item for note in SPECIMEN.notes for item in note.evidence):
        said = SPECIMEN.transcript.segments[evidence.segment]
        assert said.text[evidence.char_start : evidence.char_end] == evidence.quote


def test_something_in_it_looks_like_a_fence() -> None:
    assert any("<" in segment.text for segment in SPECIMEN.transcript.segments)
