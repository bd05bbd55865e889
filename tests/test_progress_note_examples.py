"""The examples in docs/progress-notes are what the sample patient's second visit comes to, format by format.

After a change that is meant: RENEW_GOLDEN=1 pytest tests/test_progress_note_examples.py, then read the diff.
"""

import os
from dataclasses import asdict
from pathlib import Path

from support.played_note import ROLES, screened_visit, written_note

from app.therapy.note_text import markdown
from app.therapy.progress_note import NoteFormat, arrange_note, note_lines_of

WORDS_A_MINUTE = 300
"""Of somebody who reads what they know."""
EXAMPLES = Path(__file__).parents[1] / "docs" / "progress-notes"


def test_each_format_has_its_example_with_the_words_under_each_line() -> None:
    visit, made = written_note()
    assert made.result is not None
    assert (made.made.attempts, made.dropped) == (1, [])
    differing = []
    for form in NoteFormat:
        note, evidence = arrange_note(note_lines_of(made.result, made.evidence), form)
        text = markdown(note, visit.session_date, [asdict(item) for item in evidence], ROLES)
        file = EXAMPLES / f"{form}.md"
        if os.environ.get("RENEW_GOLDEN"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        if file.read_text(encoding="utf-8") != text:
            differing.append(form)
    assert differing == []


def test_the_screen_of_that_visit_says_what_a_clinician_records() -> None:
    _, screen = screened_visit()
    finding = (screen.result or {})["findings"][0]
    assert (finding["state"], finding["when"]) == ("disclosed", "now")
    details = finding["details"]
    assert (details["thoughts"], details["intent"], details["past_attempt"]) == ("passive", "no", "no")
    assert (details["means"], details["preparation"], details["safety_plan"]) == ("yes", "yes", "yes")


def test_a_note_is_read_in_two_minutes() -> None:
    _, made = written_note()
    assert made.result is not None
    words = sum(len(told["text"].split()) for told in made.result["statements"])
    assert words < 2 * WORDS_A_MINUTE
