"""The action line is short, ends after a word, and rests on the action items that it covers."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_1.action_items_summarizer import LINE_CHARS, ActionItemsSummarizer, ActionSummary
from app.therapy.evidence import MAX_NOTES, Ground, settle
from app.therapy.visit import Visit

ACTION = next(number for number, note in enumerate(SPECIMEN.notes) if note.kind == "action items")
CUT = "/action_summary/text: its last word is cut; at most 45 characters, in whole words"
DECLARED = ActionItemsSummarizer.declared


def read(text: Any = "Walk on three more days", notes: Any = (ACTION,)) -> ActionSummary:
    return ActionSummary.model_validate({"action_summary": {"notes": list(notes), "text": text}})


def agreed(*actions: str) -> Visit:
    """A visit with these action items alone."""
    note = SPECIMEN.notes[ACTION]
    return replace(SPECIMEN, notes=tuple(replace(note, text=action) for action in actions))


def test_a_line_of_just_the_limit_is_taken_and_one_more_is_not() -> None:
    assert read("x" * LINE_CHARS).action_summary.text == "x" * LINE_CHARS
    with pytest.raises(ValidationError):
        read("x" * (LINE_CHARS + 1))


@each_row(
    "text",
    ["", " ", None, 7, "<b>Walk</b>", "Walk and", "Walk AND ", "Walk, ", "Walk...", "Walk…", "Walk –", "Walk or"],
)
def test_a_loose_end_or_no_plain_words_are_rejected(text: Any) -> None:
    with pytest.raises(ValidationError):
        read(text)


@each_row("text", ["Walk daily.", "Lend a hand", "Ask Dad for a band", "Call at noon!", "Walk (slowly)"])
def test_a_whole_word_is_no_loose_end(text: str) -> None:
    assert read(text).action_summary.text == text


@each_row("notes", [(), range(MAX_NOTES + 1), (-1,), ("2",), (2.5,)])
def test_it_names_one_to_four_notes_by_number(notes: Any) -> None:
    with pytest.raises(ValidationError):
        read(notes=notes)


def test_only_action_items_are_shown_under_the_numbers_that_all_notes_have() -> None:
    note = SPECIMEN.notes[ACTION]
    assert ACTION > 0
    assert DECLARED.render_input(SPECIMEN).splitlines() == [
        "<notes>",
        f"[{ACTION}] ({note.about}, {note.kind}) {note.text}",
        "</notes>",
    ]


def test_the_line_points_to_the_words_of_its_action_item_and_of_no_other_note() -> None:
    ground = Ground(SPECIMEN.session_id, SPECIMEN.transcript, notes=tuple(n.evidence for n in SPECIMEN.all_notes))
    settled = settle(read(), ground)
    assert settled.result == {"action_summary": "Walk on three more days"}
    assert [(item.path, item.quote) for item in settled.evidence] == [
        ("/action_summary", SPECIMEN.notes[ACTION].evidence[0].quote)
    ]


def test_a_note_that_was_not_shown_is_a_fault() -> None:
    for other in (0, len(SPECIMEN.notes)):
        assert DECLARED.find_faults(read(notes=[ACTION, other]), SPECIMEN) == [
            "/action_summary/notes: a number that no note has"
        ]
    assert DECLARED.find_faults(read(), SPECIMEN) == []


def test_a_word_cut_by_the_limit_is_a_fault() -> None:
    visit = agreed("Write the letter to your mother, and go swimming")
    cut = "Write the letter to your mother, go swimming"[:LINE_CHARS].ljust(LINE_CHARS, "x")
    assert DECLARED.find_faults(read("Write your mother the letter and go to swimmi", [0]), visit) == [CUT]
    assert DECLARED.find_faults(read(cut, [0]), visit) == []


@each_row("line", ["Write the letter to your moth", "Write the le", "Go swimmi", "Write the letter toda."])
def test_a_word_cut_before_the_limit_is_a_fault_too(line: str) -> None:
    visit = agreed("Write the letter to your mother today, and go swimming")
    assert DECLARED.find_faults(read(line, [0]), visit) == [CUT]


def test_a_word_that_somebody_said_is_whole() -> None:
    visit = agreed("Write the outline")
    assert DECLARED.find_faults(read("Write it out", [0]), visit) == []  # "out of the house", said the patient
    assert DECLARED.find_faults(read("Write it outl", [0]), visit) == [CUT]


def test_where_no_spaces_stand_between_words_none_is_cut() -> None:
    assert DECLARED.find_faults(read("写信", [0]), agreed("写信给妈妈")) == []


@each_row(
    "line",
    [
        "Write a letter to your mother, then go out to",  # a word of the notes, which also begins another
        "Write your mother, then swim",  # walking is more than walk, and swimming more than swim
        "Letter to your mother, and a walk",
        "Write your mother a long letter, go and float",  # no beginning of a word of the notes
        "Write your mother a letter and go swimmingly!",
    ],
)
def test_another_wording_is_none(line: str) -> None:
    assert (
        DECLARED.find_faults(read(line, [0]), agreed("Write letters to your mother today, go swimming, walking")) == []
    )


def known(*actions: str) -> str | None:
    answer = DECLARED.known_answer(agreed(*actions))
    return answer.action_summary.text if isinstance(answer, ActionSummary) else None


def test_actions_that_fit_are_joined_without_a_model() -> None:
    assert known("Walk daily.") == "Walk daily"
    assert known("Walk daily", "Ring the choir", "TIPP at night") == "Walk daily, ring the choir, TIPP at night"
    answer = DECLARED.known_answer(SPECIMEN)
    assert isinstance(answer, ActionSummary)
    assert answer.action_summary.notes == [ACTION]


def test_where_they_do_not_fit_a_model_is_asked() -> None:
    assert known("Write a letter to your mother", "Walk daily by the river") is None
    assert known("x" * LINE_CHARS) == "x" * LINE_CHARS
    assert known("x" * (LINE_CHARS + 1)) is None
    assert known(*[f"Do {n}" for n in range(MAX_NOTES + 1)]) is None
    assert known("Write or") is None


def test_without_an_action_item_nobody_is_asked() -> None:
    assert DECLARED.has_enough_input(SPECIMEN)
    assert not DECLARED.has_enough_input(replace(SPECIMEN, notes=SPECIMEN.notes[:ACTION]))
    assert not DECLARED.has_enough_input(agreed())
