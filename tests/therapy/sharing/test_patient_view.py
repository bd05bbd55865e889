"""What the model that writes for a patient sees of a visit."""

from dataclasses import replace

from app.generators.specimen import SPECIMEN
from app.therapy.sharing.audience import Audience
from app.therapy.sharing.patient_view import is_grave, view_for
from app.therapy.transcript import Transcript


def with_words(at: int, text: str) -> Transcript:
    segments = list(SPECIMEN.transcript.segments)
    segments[at] = replace(segments[at], text=text)
    return Transcript(tuple(segments))


def test_the_clinicians_model_sees_everything() -> None:
    visit = replace(SPECIMEN, transcript=with_words(3, "I wanted to die."))
    assert view_for(Audience.CLINICIAN, visit) is visit


def test_what_speaks_of_a_crisis_and_the_answer_to_it_is_blank() -> None:
    visit = replace(SPECIMEN, transcript=with_words(0, "Any thoughts of ending your life?"))
    shown = view_for(Audience.PATIENT, visit).transcript.segments
    assert [bool(segment.text) for segment in shown] == [False, False, False, True]


def test_a_note_is_blank_for_its_own_words_or_for_those_it_rests_on() -> None:
    note = SPECIMEN.notes[0]
    grave = replace(note.evidence[0], quote="I wanted to die.")
    notes = (replace(note, text="Wants to die."), replace(note, evidence=(grave,)), replace(note, text="Is avoidant."))
    visit = replace(SPECIMEN, notes=notes, memory=replace(SPECIMEN.memory, notes=notes, journey=notes))
    shown = view_for(Audience.SHAREABLE, visit)
    for some in (shown.notes, shown.memory.notes, shown.memory.journey):
        assert [one.text for one in some] == ["", "", "Is avoidant."]


def test_a_completed_task_is_whole_or_blank() -> None:
    visit = replace(SPECIMEN, completed_tasks=("Ring Sarah at 3", "Write the safety plan"))
    assert view_for(Audience.SHAREABLE, visit).completed_tasks == ("Ring Sarah at 3", "")


def test_a_visit_is_read_once() -> None:
    assert view_for(Audience.PATIENT, SPECIMEN) is view_for(Audience.SHAREABLE, SPECIMEN)


def test_the_patients_own_words_and_those_of_a_page_are_read_alike() -> None:
    assert is_grave("I cut my arms again.")
    assert is_grave("You cut your arms again.")
    assert not is_grave("You cut the grass.")


def test_what_was_agreed_and_what_is_recommended_is_read_like_any_note() -> None:
    grave = replace(SPECIMEN.agreed[0], text="Write the safety plan.")
    shown = view_for(Audience.PATIENT, replace(SPECIMEN, agreed=(grave,), advice=(grave, *SPECIMEN.advice)))
    assert [note.text for note in (*shown.agreed, *shown.advice)] == ["", "", SPECIMEN.advice[0].text]


def test_of_the_results_the_tone_of_the_mood_is_shown_and_nothing_of_danger() -> None:
    for tone, told in (("calm", {"mood_analysis": {"emotional_tone": "calm"}}), ("wants to die", {})):
        results = {**SPECIMEN.results, "mood_analysis": {"mood_score": 2, "emotional_tone": tone}}
        assert view_for(Audience.PATIENT, replace(SPECIMEN, results=results)).results == told
