from app.generators.specimen import SPECIMEN
from app.offline.prompt import Line, NoteLine, Prompt, Sentence, read_prompt
from app.therapy.fence import fence_lines, note_lines, spoken_lines


def test_a_shown_visit_is_read_back_line_by_line() -> None:
    read = read_prompt(fence_lines("transcript", spoken_lines(SPECIMEN.transcript, SPECIMEN.roles)))
    assert read.lines[0] == Line(0, "Therapist", SPECIMEN.transcript.segments[0].text)
    assert [line.speaker for line in read.lines] == ["Therapist", "Patient", "Therapist", "Patient"]


def test_notes_keep_the_numbers_they_are_shown_with() -> None:
    earlier = fence_lines("earlier_visits", note_lines(SPECIMEN.memory.notes, first=2))
    read = read_prompt(f"{earlier}\n\n{fence_lines('notes', note_lines(SPECIMEN.notes))}")
    assert read.notes("notes")[0] == NoteLine(0, "this visit", "realization", SPECIMEN.notes[0].text)
    assert [note.number for note in read.notes("earlier_visits")] == [2]


def test_fences_without_lines_hold_nothing() -> None:
    read = read_prompt("\n\n".join([fence_lines("notes", []), fence_lines("transcript", [])]))
    assert read.notes("notes") == ()
    assert read.lines == ()


def test_sentences_carry_the_number_of_their_segment() -> None:
    read = read_prompt("<transcript>\n[4] Patient: I slept. It was fine.\n[7] Therapist: Good.\n</transcript>")
    assert read.sentences("Patient") == [Sentence(4, "Patient", "I slept."), Sentence(4, "Patient", "It was fine.")]
    assert len(read.sentences()) == 3


def test_a_line_of_another_form_is_left_out() -> None:
    assert read_prompt("<transcript>\nno number\n[1] Patient: Yes.\n</transcript>").lines == (
        Line(1, "Patient", "Yes."),
    )


def test_words_are_those_said_and_noted_alone() -> None:
    read = Prompt({"notes": ("[1] (this visit, pattern) Sleeps badly.",), "transcript": ("[0] S1: Hello.",)})
    assert read.words == "Hello. Sleeps badly."


def test_a_sentence_that_begins_with_a_word_too_long_to_be_quoted_is_none() -> None:
    shown = f"<transcript>\n[0] Patient: {'x' * 700} happy. I am happy.\n</transcript>"
    assert [sentence.text for sentence in read_prompt(shown).sentences()] == ["I am happy."]
