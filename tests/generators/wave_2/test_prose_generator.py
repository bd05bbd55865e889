"""The visit told to the patient: five paragraphs to a "you", as long as what was said bears."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from app.generators.specimen import SPECIMEN
from app.generators.wave_2.prose_generator import (
    FEWEST_WORDS,
    MOST_WORDS,
    PARAGRAPH_CHARS,
    PARAGRAPHS,
    TALKATIVE_WORDS,
    Prose,
    ProseGenerator,
)
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

DECLARED = ProseGenerator.declared
YOU = "You told how you walked."
GERMAN = "Du hast von deiner Woche erzählt und davon, wie gut dir das Gehen tut und was noch schwer ist."


def prose(*texts: str) -> Prose:
    paragraphs = [{"notes": [0, at % 2], "text": text} for at, text in enumerate(texts)]
    return Prose.model_validate({"paragraphs": paragraphs})


def of_words(count: int) -> Prose:
    """Five paragraphs to a "you" of so many words together."""
    each, over = divmod(count, PARAGRAPHS)
    return prose(*(" ".join(["you"] * (each + (at < over))) for at in range(PARAGRAPHS)))


def after(words: int) -> Visit:
    """A visit in which the patient said so many words."""
    said = (Segment(0.0, 60.0, " ".join(["walks"] * words), "P"), Segment(60.0, 99.0, "I see. " * 500, "T"))
    roles = dict(zip("TP", (SPECIMEN.roles or {}).values(), strict=True))
    return replace(SPECIMEN, transcript=Transcript(said), roles=roles)


def changed(text: str) -> list[str]:
    return DECLARED.faults(prose(text, *[YOU] * (PARAGRAPHS - 1)), SPECIMEN)


@pytest.mark.parametrize("count", [0, 1, PARAGRAPHS - 1, PARAGRAPHS + 1])
def test_there_are_five_paragraphs(count: int) -> None:
    assert len(prose(*[YOU] * PARAGRAPHS).paragraphs) == PARAGRAPHS
    with pytest.raises(ValidationError):
        prose(*[YOU] * count)


@pytest.mark.parametrize(
    "paragraph",
    [
        YOU,
        {"text": YOU},
        {"notes": [], "text": YOU},
        {"notes": [0, 1, 2, 0, 1], "text": YOU},
        {"notes": [0], "text": ""},
        {"notes": [0], "text": "x" * (PARAGRAPH_CHARS + 1)},
        {"notes": [0], "text": "# Your visit"},
        {"notes": [0], "text": "You were **brave**."},
        {"notes": [0], "text": YOU, "heading": "Week"},
    ],
)
def test_a_paragraph_has_notes_and_plain_words(paragraph: Any) -> None:
    with pytest.raises(ValidationError):
        Prose.model_validate({"paragraphs": [paragraph] * PARAGRAPHS})


@pytest.mark.parametrize("said", [TALKATIVE_WORDS, 5 * TALKATIVE_WORDS])
def test_who_said_a_thousand_words_gets_five_hundred_at_least(said: int) -> None:
    assert DECLARED.faults(of_words(FEWEST_WORDS), after(said)) == []
    assert DECLARED.faults(of_words(MOST_WORDS), after(said)) == []
    assert DECLARED.faults(of_words(FEWEST_WORDS - 1), after(said)) == ["499 words in all; 500 to 750 are wanted"]


def test_who_said_less_may_get_less() -> None:
    assert DECLARED.faults(of_words(60), after(TALKATIVE_WORDS - 1)) == []


@pytest.mark.parametrize(("said", "fewest"), [(10, 0), (TALKATIVE_WORDS, FEWEST_WORDS)])
def test_nobody_gets_more_than_the_most_words(said: int, fewest: int) -> None:
    found = DECLARED.faults(of_words(MOST_WORDS + 1), after(said))
    assert found == [f"751 words in all; {fewest} to 750 are wanted"]


@pytest.mark.parametrize(
    "text", ["- You walked.", "1. You walked.", "2) You walked.", "• You walked.", " * You walked."]
)
def test_a_list_is_a_fault(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: a list"]


@pytest.mark.parametrize("text", ["You walked.\n\nYou slept.", "You walked.\nYou slept."])
def test_a_line_break_would_make_a_sixth_paragraph(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: a line break"]


@pytest.mark.parametrize(
    "text", ["You walked - twice.", "You saw it: a week is long.", "In May you walked, 2.5 miles."]
)
def test_a_dash_or_a_point_inside_a_sentence_is_no_list(text: str) -> None:
    assert changed(text) == []


@pytest.mark.parametrize("text", ["The walks did good.", "They told how they walked.", "I heard of many walks."])
def test_each_paragraph_speaks_to_the_reader(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: not in the second person"]


@pytest.mark.parametrize("text", ["You, the patient, walked.", "This patient, you, walked."])
def test_nobody_is_called_the_patient(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: 'the patient'; say you"]


@pytest.mark.parametrize("text", ["Yours was a long week.", "It is your doing.", "You were patient with the client."])
def test_any_word_for_you_will_do(text: str) -> None:
    assert changed(text) == []


def test_a_paragraph_of_no_note_is_a_slip_to_be_mended() -> None:
    for notes, found in (([0, 99], []), ([3], ["/paragraphs/4/notes: no number of a note that is there"])):
        paragraphs = [{"notes": notes if at == 4 else [0], "text": YOU} for at in range(PARAGRAPHS)]
        assert DECLARED.faults(Prose.model_validate({"paragraphs": paragraphs}), SPECIMEN) == found


def test_in_another_language_the_reader_is_left_to_the_model() -> None:
    assert DECLARED.faults(prose(*[GERMAN] * PARAGRAPHS), SPECIMEN) == []


def test_the_faults_repeat_no_word_of_the_text() -> None:
    secret = prose(*["- zebra\nthe patient zebra"] * PARAGRAPHS)
    found = DECLARED.faults(secret, after(TALKATIVE_WORDS))
    assert len(found) == 1 + 4 * PARAGRAPHS
    assert "zebra" not in " ".join(found)


def settled(answer: Prose) -> Settled:
    notes = tuple(note.evidence for note in SPECIMEN.all_notes)
    return settle(answer, Ground(SPECIMEN.session_id, SPECIMEN.transcript, notes=notes))


def test_the_paragraphs_become_one_text_with_its_count_and_each_of_its_words_once() -> None:
    whole = DECLARED.finish(settled(prose(*(f" {YOU} " for _ in range(PARAGRAPHS)))), SPECIMEN)
    assert whole is not None
    assert whole.result == {"prose": "\n\n".join([YOU] * PARAGRAPHS), "word_count": 5 * PARAGRAPHS}
    assert [(item.path, item.segment) for item in whole.evidence] == [("/prose", 1), ("/prose", 3)]


def test_a_paragraph_without_its_notes_takes_the_text_with_it() -> None:
    paragraphs = [{"notes": [99 if at == 2 else 0], "text": YOU} for at in range(PARAGRAPHS)]
    found = settled(Prose.model_validate({"paragraphs": paragraphs}))
    assert found.dropped == [Dropped("/paragraphs/2", "note_not_found")]
    assert found.result is not None
    assert DECLARED.finish(found, SPECIMEN) is None


def test_the_model_is_told_how_much_was_said_and_so_how_long_to_write() -> None:
    shown = DECLARED.show(after(1_234)).splitlines()
    assert shown[:3] == ["<visit>", "- words that the patient said: 1234", "</visit>"]
    assert f"fewer than {TALKATIVE_WORDS} words" in DECLARED.instructions
