from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_2.prose_generator import TALKATIVE_WORDS, ProseGenerator
from app.offline.answers.prose_generation import MOST_WORDS, PARAGRAPHS, answer
from app.offline.prompt import read_prompt
from app.therapy.notes import notes_of
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]
NOTES = tuple(f"The patient speaks of something that is hard for them, in words about {word}." for word in "abcde")


def letter(*notes: str, kind: str = "growth areas", **more: Any) -> Any:
    lines = [f"[{number}] (this visit, {kind}) {text}" for number, text in enumerate(notes)]
    found = answer(read_prompt("\n".join(["<notes>", *lines, "</notes>"]), **more))
    return found and [paragraph["text"] for paragraph in found["paragraphs"]]


def with_notes(visit: Visit, generated: Generated) -> Visit:
    deep = generated(DeepAnalyzer, visit)
    return replace(visit, notes=tuple(notes_of(visit.session_id, "this visit", deep.result or {}, deep.evidence)))


def test_sample_visits_are_told_or_left_untold_but_never_filled_up(
    samples: Conversations, generated: Generated
) -> None:
    made = [(visit, generated(ProseGenerator, with_notes(visit, generated))) for _, visit in samples]
    told = [one for _, one in made if one.result]
    assert len(told) >= 5
    assert all(visit.patient_words < TALKATIVE_WORDS for visit, one in made if one.result)


def test_real_conversations_never_end_in_a_failure(real_talk: Conversations, generated: Generated) -> None:
    for _, visit in real_talk:
        generated(ProseGenerator, with_notes(visit, generated))


def test_each_note_is_told_in_full_to_the_patient() -> None:
    told = letter(*NOTES)
    assert len(told) == PARAGRAPHS
    assert told[0] == "You spoke of something that is hard for you. One of the words you used for it was a."


def test_a_text_that_was_sent_back_is_not_filled_up() -> None:
    assert letter(*NOTES, sent_back=True) is None


def test_fewer_notes_than_paragraphs_make_no_text() -> None:
    assert letter(*NOTES[1:]) is None
    assert letter(*NOTES[1:], NOTES[1]) is None


@pytest.mark.parametrize(
    "text", ["Thinks of suicide.", "Met Robin.", "Slept for 3 hours.", "Where the patient lives.", "www.evil.example"]
)
def test_what_does_not_belong_on_the_page_is_left_out(text: str) -> None:
    assert letter(*NOTES[1:], text) is None
    assert text.rstrip(".") not in str(letter(*NOTES, text))


def test_a_level_and_a_goal_are_told_in_words() -> None:
    assert "paced breathing" in str(letter(*NOTES, "paced breathing: proficient", kind="skill development"))
    assert "take your bike" in str(letter(*NOTES, "take my bike: needs attention", kind="goal progress"))


def test_long_notes_stay_inside_the_words_there_is_room_for() -> None:
    long = [f"{letter_} " * 200 for letter_ in "vwxyz"]
    assert all(len(paragraph.split()) <= MOST_WORDS for paragraph in letter(*long))
