"""The visit told to the patient: five paragraphs to a "you", as long as what was said bears."""

import re
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from app.generators.specimen import SPECIMEN
from app.generators.wave_2.prose_generator import (
    FEWEST_WORDS,
    FIRST_PERSON,
    HIGHEST_GRADE,
    MOST_QUOTES,
    MOST_WORDS,
    PARAGRAPH_CHARS,
    PARAGRAPHS,
    TALKATIVE_WORDS,
    Prose,
    ProseGenerator,
)
from app.therapy.address import DISTANT
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Visit

DECLARED = ProseGenerator.declared
YOU = "You told how you walked."
SAID = {"segment": 1, "quote": "I walked twice."}
BEYOND = {"segment": 0, "quote": "How did the week go for you, and did you get to take your walks?"}
NEVER = {"segment": 1, "quote": "I swam across the whole lake."}
GERMAN = "Du hast von deiner Woche erzählt und davon, wie gut dir das Gehen tut und was noch schwer ist."


def prose(*texts: str) -> Prose:
    other = {"segment": 3, "quote": "I think <somehow> I am not as stuck as I told myself I was."}
    paragraphs = [{"evidence": [SAID, other][: 1 + at % 2], "text": text} for at, text in enumerate(texts)]
    return Prose.model_validate({"paragraphs": paragraphs})


def resting_on(*quotations: Any, at: int) -> Prose:
    """Five paragraphs of which one has these quotations."""
    paragraphs = [{"evidence": quotations if here == at else [SAID], "text": YOU} for here in range(PARAGRAPHS)]
    return Prose.model_validate({"paragraphs": paragraphs}, strict=False)


def of_words(count: int) -> Prose:
    """Five paragraphs to a "you" of so many words together."""
    each, over = divmod(count, PARAGRAPHS)
    return prose(*(sentences_of("you", each + (at < over)) for at in range(PARAGRAPHS)))


def sentences_of(word: str, count: int) -> str:
    """A word so many times, in sentences of eight."""
    full, over = divmod(count, 8)
    sizes = [8] * full + [over] * (over > 0)
    return " ".join(" ".join([word.capitalize(), *[word] * (size - 1)]) + "." for size in sizes)


def after(words: int) -> Visit:
    """A visit in which the patient said so many words."""
    own = " ".join(["I walked twice.", *["walks"] * (words - 3)])
    said = (Segment(60.0, 99.0, "I see, you know. And then? " * 250, "T"), Segment(0.0, 60.0, own, "P"))
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
        {"evidence": [], "text": YOU},
        {"evidence": [SAID] * (MOST_QUOTES + 1), "text": YOU},
        {"evidence": [SAID], "text": ""},
        {"evidence": [SAID], "text": "x" * (PARAGRAPH_CHARS + 1)},
        {"evidence": [SAID], "text": "# Your visit"},
        {"evidence": [SAID], "text": "You were **brave**."},
        {"evidence": [SAID], "text": YOU, "heading": "Week"},
    ],
)
def test_a_paragraph_has_evidence_and_plain_words(paragraph: Any) -> None:
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
    "text",
    [
        "- You walked.",
        "1. You walked.",
        "2) You walked.",
        "• You walked.",
        " * You walked.",
        "You did much: • a walk • a call.",
        "You did much. 1. A walk. 2. A call.",
    ],
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


@pytest.mark.parametrize("text", ["Your week", "Your Week: You walked.", "Walks: you took them.", "You walked,"])
def test_a_heading_is_a_fault(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: a heading, or no sentence's end"]


@pytest.mark.parametrize("text", ["You said: “I walked twice.”", 'You said "I walked twice".', "You walked (a lot.)"])
def test_a_sentence_may_end_in_marks(text: str) -> None:
    assert changed(text) == []


@pytest.mark.parametrize("word", ["consideration", "extraordinarily"])
def test_a_text_that_is_hard_to_read_is_a_fault_with_its_measurement(word: str) -> None:
    hard = prose(*[f"You would have the {word} and your {word} with the {word} that you know."] * PARAGRAPHS)
    (found,) = DECLARED.faults(hard, SPECIMEN)
    assert re.fullmatch(rf"reading grade \d+\.\d; at most {HIGHEST_GRADE}", found)
    assert f"at most {HIGHEST_GRADE}" in DECLARED.instructions


def test_in_another_language_there_is_no_reading_grade() -> None:
    assert DECLARED.faults(prose(*[" ".join([GERMAN] * 3).replace(". ", " ")] * PARAGRAPHS), SPECIMEN) == []


@pytest.mark.parametrize("text", ["The walks did good.", "They told how they walked.", "He heard of many walks."])
def test_each_paragraph_speaks_to_the_reader(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: not in the second person"]


@pytest.mark.parametrize("text", ["You, the patient, walked.", "This patient, you, walked.", "The client is you."])
def test_nobody_is_called_the_patient(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: 'the patient' or 'the client'; say you"]


@pytest.mark.parametrize(
    "text", ["I heard how you walked.", "You told me of it.", "We saw you walk.", "You and I talked."]
)
def test_nobody_speaks_of_themselves(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: the first person, outside quotation marks"]


@pytest.mark.parametrize("text", ["You said: “I walked twice.”", "You are “not as stuck” as you told yourself."])
def test_what_the_patient_said_may_stand_in_quotation_marks(text: str) -> None:
    assert changed(text) == []


@pytest.mark.parametrize(
    "text", ["You said: “I swam.”", "You heard “how did the week go for you”.", 'You said "I walked in snow".']
)
def test_nothing_else_may_stand_in_quotation_marks(text: str) -> None:
    assert changed(text) == ["/paragraphs/0: a quotation that is not the patient's words"]


def test_a_text_of_nothing_but_quotations_speaks_to_nobody() -> None:
    assert changed("“I walked twice.”") == ["/paragraphs/0: not in the second person"]


@pytest.mark.parametrize("text", ["Yours was a long week.", "It is your doing.", "You were patient with a client."])
def test_any_word_for_you_will_do(text: str) -> None:
    assert changed(text) == []


@pytest.mark.parametrize(
    ("quotations", "lost"), [([SAID], False), ([SAID, NEVER], False), ([NEVER], True), ([BEYOND], True)]
)
def test_a_paragraph_without_the_patients_words_is_a_slip_to_be_mended(quotations: list[Any], lost: bool) -> None:
    found = ["/paragraphs/4/evidence: not the patient's words"] if lost else []
    assert DECLARED.faults(resting_on(*quotations, at=4), SPECIMEN) == found


def test_in_another_language_the_reader_is_left_to_the_model() -> None:
    assert DECLARED.faults(prose(*[GERMAN] * PARAGRAPHS), SPECIMEN) == []


def test_the_faults_repeat_no_word_of_the_text() -> None:
    secret = prose(*["- zebra\nthe patient zebra"] * PARAGRAPHS)
    found = DECLARED.faults(secret, after(TALKATIVE_WORDS))
    assert len(found) == 1 + 5 * PARAGRAPHS
    assert "zebra" not in " ".join(found)


def settled(answer: Prose) -> Settled:
    return settle(answer, Ground(SPECIMEN.session_id, SPECIMEN.transcript, SPECIMEN.roles, Role.PATIENT))


def test_the_paragraphs_become_one_text_with_its_count_and_each_of_its_words_once() -> None:
    whole = DECLARED.finish(settled(prose(*(f" {YOU} " for _ in range(PARAGRAPHS)))), SPECIMEN)
    assert whole is not None
    assert whole.result == {"prose": "\n\n".join([YOU] * PARAGRAPHS), "word_count": 5 * PARAGRAPHS}
    assert [(item.path, item.segment) for item in whole.evidence] == [("/prose", 1), ("/prose", 3)]


def test_a_paragraph_without_its_evidence_takes_the_text_with_it() -> None:
    found = settled(resting_on(NEVER, at=2))
    assert found.dropped == [Dropped("/paragraphs/2/evidence/0", "quote_not_found")]
    assert found.result is not None
    assert DECLARED.finish(found, SPECIMEN) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("You said that you wanted to die.", "withheld_crisis"),
        ("You spoke of the dark thoughts.", "withheld_crisis"),
        ("You told how Robert came by.", "withheld_name"),
        ("You were given F32.1 by somebody.", "withheld_diagnosis"),
        ("You joke, and this stems from your childhood.", "withheld_interpretation"),
        ("You spoke of your rumination.", "withheld_jargon"),
    ],
)
def test_a_paragraph_that_does_not_belong_here_is_withheld_and_the_others_stay_in_their_order(
    text: str, reason: str
) -> None:
    assert changed(text) == []
    texts = ["You walked.", text, "You slept at last.", "You rested.", "You went home."]
    whole = DECLARED.finish(settled(prose(*texts)), SPECIMEN)
    assert whole is not None
    assert whole.result == {"prose": "\n\n".join([texts[0], *texts[2:]]), "word_count": 11}
    assert whole.dropped == [Dropped("/paragraphs/1", reason)]


def test_a_withheld_paragraph_takes_its_evidence_along() -> None:
    paragraphs = [{"evidence": [SAID], "text": "You told how Robert came by."}]
    others = {"evidence": [{"segment": 3, "quote": "I think <somehow> I am not as stuck as I told myself I was."}]}
    paragraphs += [{**others, "text": YOU}] * (PARAGRAPHS - 1)
    whole = DECLARED.finish(settled(Prose.model_validate({"paragraphs": paragraphs})), SPECIMEN)
    assert whole is not None
    assert [item.segment for item in whole.evidence] == [3]


def test_a_text_of_which_nothing_may_stand_comes_to_nothing_and_says_why() -> None:
    whole = DECLARED.finish(settled(prose(*["You told how Robert came by."] * PARAGRAPHS)), SPECIMEN)
    assert whole is not None
    assert (whole.result, whole.evidence) == (None, [])
    assert whole.dropped == [Dropped(f"/paragraphs/{at}", "withheld_name") for at in range(PARAGRAPHS)]


def test_the_model_is_told_how_much_was_said_and_so_how_long_to_write() -> None:
    shown = DECLARED.show(after(1_234)).splitlines()
    assert shown[:3] == ["<visit>", "- words that the patient said: 1234", "</visit>"]
    assert f"fewer than {TALKATIVE_WORDS} words" in DECLARED.instructions


def test_the_model_is_shown_the_patients_words_alone() -> None:
    shown = DECLARED.show(SPECIMEN)
    assert "[1] Patient: I walked twice." in shown
    assert "Therapist" not in shown


def test_what_speaks_of_danger_is_not_shown_and_the_numbers_of_the_others_stay() -> None:
    segments = list(SPECIMEN.transcript.segments)
    segments[3] = replace(segments[3], text="I wanted to die on Monday.")
    shown = DECLARED.show(replace(SPECIMEN, transcript=Transcript(tuple(segments))))
    assert "Monday" not in shown
    assert "[1] Patient: I walked" in shown


def test_what_is_answered_to_a_question_about_danger_is_not_shown_in_whatever_words() -> None:
    segments = list(SPECIMEN.transcript.segments)
    segments[0] = replace(segments[0], text="Any thoughts of ending your life?")
    shown = DECLARED.show(replace(SPECIMEN, transcript=Transcript(tuple(segments))))
    assert "[1] Patient" not in shown
    assert "[3] Patient" in shown


@pytest.mark.parametrize("word", [*DISTANT, *FIRST_PERSON])
def test_what_is_refused_is_told(word: str) -> None:
    assert word in DECLARED.instructions


def test_a_text_is_repaired_once() -> None:
    assert ProseGenerator.REPAIRS == 1
