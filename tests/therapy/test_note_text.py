"""A note as Markdown: nothing in it is markup but its own, and the words stand under the lines where asked for."""

from datetime import UTC, datetime
from uuid import UUID

from app.therapy.evidence import Evidence
from app.therapy.note_text import markdown
from app.therapy.progress_note import Line, NoteFormat, arrange_note
from app.therapy.transcript import Role

DAY = datetime(2026, 3, 2, 15, tzinfo=UTC)
WORDS = Evidence("/", UUID(int=1), "I *always* run <away> [1].", 3, 0, 26, 125.4, 130.0, "P")
LINES = [
    Line("reported", "Patient reported running away.", (WORDS,)),
    Line("interventions", "Therapist asked what for.", ()),
    Line("responses", "Patient did not know.", ()),
    Line("risk", "Risk screen: not assessed.", (), "risk_screen"),
]


def written(*, footnotes: bool) -> list[str]:
    note, evidence = arrange_note(LINES, NoteFormat.DAP)
    words = [{"path": e.path, "quote": e.quote, "speaker": e.speaker, "start": e.start} for e in evidence]
    return markdown(note, DAY, words if footnotes else (), {"P": Role.PATIENT}).splitlines()


def test_it_has_its_sections_its_lines_and_what_is_empty() -> None:
    lines = written(footnotes=False)
    assert lines[:3] == ["# Progress note (DAP)", "", "Session of 2026-03-02"]
    assert [line for line in lines if line.startswith("## ")] == ["## Data", "## Assessment", "## Plan"]
    assert "- Patient reported running away." in lines
    assert "- Response: Patient did not know." in lines
    assert lines[lines.index("### Next steps") + 2] == "*not discussed*"


def test_the_words_and_their_time_stand_under_their_line_and_are_no_markup() -> None:
    lines = written(footnotes=True)
    said = lines[lines.index("- Patient reported running away.") + 1]
    assert said == r"  - “I \*always\* run \<away\> \[1\].” (patient, 2:05)"


def test_a_line_that_rests_on_a_result_says_on_which() -> None:
    lines = written(footnotes=True)
    assert lines[lines.index("- Risk screen: not assessed.") + 1] == "  - from the result of risk screen"


def test_without_footnotes_it_holds_no_words_of_anybody() -> None:
    assert not [line for line in written(footnotes=False) if "“" in line]
