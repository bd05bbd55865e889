"""The visit told to the patient: three to six paragraphs to a "you", as long as what was said bears."""

import re
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.soft_fault import GuardRemark, SoftFault
from app.generators.specimen import SPECIMEN
from app.generators.wave_2.prose_generator import (
    FIRST_PERSON,
    MAX_GRADE,
    MAX_PARAGRAPHS,
    MAX_QUOTES,
    MAX_WORDS,
    MIN_PARAGRAPHS,
    MIN_WORDS,
    PARAGRAPH_CHARS,
    TOLERANCE,
    Prose,
    ProseGenerator,
)
from app.therapy.evidence import Dropped, Ground, Settled, settle
from app.therapy.second_person import DISTANT
from app.therapy.transcript import Segment, Transcript

DECLARED = ProseGenerator.declared
PARAGRAPHS = 5
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


def changed(text: str) -> list[str]:
    return measured(prose(text, *[YOU] * (PARAGRAPHS - 1)))


def measured(answer: Prose) -> list[str]:
    """The faults that refuse an answer."""
    return [line for line in DECLARED.faults(answer, SPECIMEN) if not isinstance(line, GuardRemark)]


def test_there_are_three_to_six_paragraphs() -> None:
    for count in (MIN_PARAGRAPHS, MAX_PARAGRAPHS):
        assert len(prose(*[YOU] * count).paragraphs) == count
    for count in (0, MIN_PARAGRAPHS - 1, MAX_PARAGRAPHS + 1):
        with pytest.raises(ValidationError):
            prose(*[YOU] * count)


@each_row(
    "paragraph",
    [
        YOU,
        {"text": YOU},
        {"evidence": [], "text": YOU},
        {"evidence": [SAID] * (MAX_QUOTES + 1), "text": YOU},
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


def test_no_number_of_words_is_a_fault() -> None:
    counts = (60, MIN_WORDS - 1, MIN_WORDS, MAX_WORDS, MAX_WORDS + 1, round(1.2 * MAX_WORDS))
    assert [count for count in counts if DECLARED.faults(of_words(count), SPECIMEN) != []] == []
    assert f"about {MIN_WORDS} to {MAX_WORDS} words" in DECLARED.instructions


def test_a_list_is_a_fault() -> None:
    cases = [
        "- You walked.",
        "1. You walked.",
        "2) You walked.",
        "• You walked.",
        " * You walked.",
        "You did much: • a walk • a call.",
        "You did much. 1. A walk. 2. A call.",
    ]
    assert [text for text in cases if changed(text) != ["/paragraphs/0: a list"]] == []


def test_a_line_break_would_make_a_sixth_paragraph() -> None:
    cases = ["You walked.\n\nYou slept.", "You walked.\nYou slept."]
    assert [text for text in cases if changed(text) != ["/paragraphs/0: a line break"]] == []


def test_a_dash_or_a_point_inside_a_sentence_is_no_list() -> None:
    cases = ["You walked - twice.", "You saw it: a week is long.", "In May you walked, 2.5 miles."]
    assert [text for text in cases if changed(text) != []] == []


def test_a_heading_is_a_fault() -> None:
    cases = ["Your week", "Your Week: You walked.", "Walks: you took them.", "You walked,"]
    assert [text for text in cases if changed(text) != ["/paragraphs/0: a heading, or no sentence's end"]] == []


def test_a_sentence_may_end_in_marks() -> None:
    cases = ["You said: “I walked twice.”", 'You said "I walked twice".', "You walked (a lot.)"]
    assert [text for text in cases if changed(text) != []] == []


def test_a_text_that_is_hard_to_read_is_asked_to_be_made_easier_once() -> None:
    for word in ("consideration", "extraordinarily"):
        hard = prose(*[f"You would have the {word} and your {word} with the {word} that you know."] * PARAGRAPHS)
        (found,) = DECLARED.faults(hard, SPECIMEN)
        assert isinstance(found, SoftFault)
        assert re.fullmatch(rf"reading grade \d+\.\d; about {MAX_GRADE}", found)


def test_a_grade_up_to_a_fifth_above_is_let_be(monkeypatch: pytest.MonkeyPatch) -> None:
    for over, told in ((TOLERANCE, 0), (TOLERANCE + 0.1, 1)):
        grade = over * MAX_GRADE
        monkeypatch.setattr("app.generators.wave_2.prose_generator.reading_grade", lambda _, found=grade: found)
        assert len(DECLARED.faults(prose(*[YOU] * PARAGRAPHS), SPECIMEN)) == told


def test_in_another_language_there_is_no_reading_grade() -> None:
    assert measured(prose(*[" ".join([GERMAN] * 3).replace(". ", " ")] * PARAGRAPHS)) == []


def test_each_paragraph_speaks_to_the_reader() -> None:
    cases = ["The walks did good.", "They told how they walked.", "He heard of many walks."]
    assert [text for text in cases if changed(text) != ["/paragraphs/0: not in the second person"]] == []


def test_nobody_is_called_the_patient() -> None:
    cases = ["You, the patient, walked.", "This patient, you, walked.", "The client is you."]
    assert [text for text in cases if changed(text) != ["/paragraphs/0: 'the patient' or 'the client'; say you"]] == []


def test_nobody_speaks_of_themselves() -> None:
    cases = ["I heard how you walked.", "You told me of it.", "We saw you walk.", "You and I talked."]
    assert [
        text for text in cases if changed(text) != ["/paragraphs/0: the first person, outside quotation marks"]
    ] == []


def test_what_the_patient_said_may_stand_in_quotation_marks() -> None:
    cases = ["You said: “I walked twice.”", "You are “not as stuck” as you told yourself."]
    assert [text for text in cases if changed(text) != []] == []


def test_nothing_else_may_stand_in_quotation_marks() -> None:
    cases = ["You said: “I swam.”", "You heard “how did the week go for you”.", 'You said "I walked in snow".']
    assert [
        text for text in cases if changed(text) != ["/paragraphs/0: a quotation that is not the patient's words"]
    ] == []


def test_a_text_of_nothing_but_quotations_speaks_to_nobody() -> None:
    assert changed("“I walked twice.”") == ["/paragraphs/0: not in the second person"]


def test_any_word_for_you_will_do() -> None:
    cases = ["Yours was a long week.", "It is your doing.", "You were patient with a client."]
    assert [text for text in cases if changed(text) != []] == []


def test_a_paragraph_without_words_that_were_said_is_a_slip_to_be_mended() -> None:
    cases = [([SAID], False), ([SAID, NEVER], False), ([BEYOND], False), ([NEVER], True)]
    misses = []
    for quotations, lost in cases:
        found = ["/paragraphs/4/evidence: not words that were said"] if lost else []
        if DECLARED.faults(resting_on(*quotations, at=4), SPECIMEN) != found:
            misses.append((quotations, lost))
    assert misses == []


def test_in_another_language_the_reader_is_left_to_the_model() -> None:
    assert measured(prose(*[GERMAN] * PARAGRAPHS)) == []


def test_the_faults_repeat_no_word_of_the_text() -> None:
    secret = prose(*["- zebra\nthe patient zebra"] * PARAGRAPHS)
    found = DECLARED.faults(secret, SPECIMEN)
    assert len(found) == 5 * PARAGRAPHS
    assert "zebra" not in " ".join(found)


def settled(answer: Prose) -> Settled:
    return settle(answer, Ground(SPECIMEN.session_id, SPECIMEN.transcript, SPECIMEN.roles))


def test_the_paragraphs_become_one_text_with_its_count_and_each_of_its_words_once() -> None:
    whole = DECLARED.finish(settled(prose(*(f" {YOU} " for _ in range(PARAGRAPHS)))), SPECIMEN)
    assert whole is not None
    assert whole.result == {"prose": "\n\n".join([YOU] * PARAGRAPHS), "word_count": 5 * PARAGRAPHS}
    assert [(item.path, item.segment) for item in whole.evidence] == [("/prose", 1), ("/prose", 3)]


def test_a_paragraph_without_its_evidence_goes_and_too_few_are_no_letter() -> None:
    for lost, told in ((1, True), (PARAGRAPHS - MIN_PARAGRAPHS + 1, False)):
        paragraphs = [{"evidence": [NEVER if at < lost else SAID], "text": YOU} for at in range(PARAGRAPHS)]
        found = settled(Prose.model_validate({"paragraphs": paragraphs}))
        whole = DECLARED.finish(found, SPECIMEN)
        assert found.dropped[0] == Dropped("/paragraphs/0/evidence/0", "quote_not_found")
        assert (whole is not None) is told
        assert whole is None or whole.result == {"prose": "\n\n".join([YOU] * 4), "word_count": 4 * 5}


HONEST = [
    "You told how you walked along the water and felt calm. It rained, and you went out in it all the same.",
    "You slept well after the long walk, you said. You put the lamp by the door and the shoes next to it for the day.",
    "You spoke of the small garden and of the old bench. You painted it in the morning, and it took you until noon.",
    "You rang a friend and laughed a lot with her. She asked you to come along to the lake, and you said yes at once.",
    "You said that the rest is still open. You would like to see how it goes, and you would like to take your time.",
    "You want to go on with the walks. You left the phone at home, and you liked how quiet it was out there.",
]


def letter(*added: str) -> Prose:
    """An honest letter of twelve sentences, of which some paragraphs go on with one more each."""
    pairs = [*added, *[""] * (PARAGRAPHS - len(added))]
    honest = [*HONEST[: PARAGRAPHS - 1], " ".join(HONEST[PARAGRAPHS - 1 :])]
    return prose(*(f"{text} {more}".strip() for text, more in zip(honest, pairs, strict=True)))


def finished(answer: Prose) -> Settled:
    whole = DECLARED.finish(settled(answer), SPECIMEN)
    assert whole is not None
    return whole


WITHHELD = [
    ("You said that you wanted to die.", "withheld_crisis"),
    ("You spoke of the dark thoughts.", "withheld_crisis"),
    ("You told how Robert came by.", "withheld_name"),
    ("You were given F32.1 by somebody.", "withheld_diagnosis"),
    ("You joke, and this stems from your childhood.", "withheld_interpretation"),
    ("You spoke of your rumination.", "withheld_jargon"),
]


def test_a_sentence_that_does_not_belong_here_is_withheld_and_all_others_stay_in_their_order() -> None:
    misses = []
    whole = finished(letter()).result
    for text, reason in WITHHELD:
        found = finished(letter("", text))
        if (found.result, found.dropped) != (whole, [Dropped("/paragraphs/1/text", reason)]):
            misses.append(text)
    assert misses == []


def test_the_model_is_told_once_which_words_are_minded_and_why() -> None:
    (found,) = DECLARED.faults(letter("", "You told how Robert came by."), SPECIMEN)
    assert isinstance(found, GuardRemark)
    assert found == (
        "/paragraphs/1/text: 'Robert' names somebody: say who they are, 'a friend'; say it otherwise, or leave the"
        " sentence out"
    )
    assert DECLARED.faults(letter(), SPECIMEN) == []


def test_what_was_said_in_a_sentence_that_is_withheld_is_no_evidence_when_it_speaks_of_a_crisis() -> None:
    said = (Segment(0.0, 9.0, "I walked twice. I wanted to die on Monday.", "P"), Segment(9.0, 12.0, "Hm.", "T"))
    roles = dict(zip("TP", (SPECIMEN.roles or {}).values(), strict=True))
    visit = replace(SPECIMEN, transcript=Transcript(said), roles=roles)
    grave = {"segment": 0, "quote": "I wanted to die on Monday."}
    paragraphs = [{"evidence": [{**SAID, "segment": 0}, grave], "text": text} for text in HONEST[:PARAGRAPHS]]
    paragraphs[0]["text"] = f"{HONEST[0]} {HONEST[5]} You wished to die."
    found = settle(Prose.model_validate({"paragraphs": paragraphs}), Ground(visit.session_id, visit.transcript, roles))
    whole = DECLARED.finish(found, visit)
    assert whole is not None
    assert whole.dropped == [Dropped("/paragraphs/0/text", "withheld_crisis")]
    assert [item.quote for item in whole.evidence] == ["I walked twice."]


def test_a_paragraph_of_which_nothing_may_stand_takes_its_evidence_along() -> None:
    paragraphs = [{"evidence": [SAID], "text": "You told how Robert came by."}]
    others = {"evidence": [{"segment": 3, "quote": "I think <somehow> I am not as stuck as I told myself I was."}]}
    paragraphs += [{**others, "text": f"{text} {HONEST[5]}"} for text in HONEST[: PARAGRAPHS - 1]]
    assert [item.segment for item in finished(Prose.model_validate({"paragraphs": paragraphs})).evidence] == [3]


def test_a_letter_left_with_less_than_two_thirds_of_its_sentences_or_120_words_is_none() -> None:
    bad = "You told how Robert came by."
    six, seven = letter(bad, bad, bad, f"{bad} {bad}", bad), letter(bad, bad, bad, f"{bad} {bad}", f"{bad} {bad}")
    assert len(finished(six).dropped) == 6
    assert finished(six).result is not None
    assert finished(seven) == Settled(None, [], finished(seven).dropped)
    short = prose(*[YOU] * (PARAGRAPHS - 1), f"{YOU} {YOU} {bad}")
    assert finished(short) == Settled(None, [], [Dropped("/paragraphs/4/text", "withheld_name")])
    assert finished(prose(*[YOU] * PARAGRAPHS)).result is not None


def test_what_the_patient_named_themselves_may_be_named() -> None:
    own = "I walked with Robert. They say I have PTSD, and I do catastrophize."
    said = (*SPECIMEN.transcript.segments, Segment(17.0, 19.0, own, "SPEAKER_01"))
    visit = replace(SPECIMEN, transcript=Transcript(said))
    texts = "You walked with Robert. You were told that it is PTSD. You catastrophize, you said."
    assert DECLARED.faults(letter(texts), visit) == []
    assert len(DECLARED.faults(letter(texts), SPECIMEN)) == 3


def test_the_model_is_shown_what_both_said_and_what_was_agreed_before() -> None:
    shown = DECLARED.show(SPECIMEN)
    assert "[0] Therapist: How did the week go" in shown
    assert "[1] Patient: I walked twice." in shown
    assert f"[{SPECIMEN.first_agreed}] (1 visit ago, action items) {SPECIMEN.agreed[0].text}" in shown
    assert "10" not in shown.split("</visit>")[0]


def test_the_therapists_words_may_carry_a_paragraph() -> None:
    whole = DECLARED.finish(settled(resting_on(BEYOND, at=2)), SPECIMEN)
    assert whole is not None
    assert 0 in {item.segment for item in whole.evidence}


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


def test_what_is_refused_is_told() -> None:
    cases = [*DISTANT, *FIRST_PERSON]
    assert [word for word in cases if word not in DECLARED.instructions] == []


def test_a_text_is_repaired_once() -> None:
    assert ProseGenerator.REPAIRS == 1
