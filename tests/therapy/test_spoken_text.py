"""What of a transcript's texts was spoken, and spoken once."""

from app.therapy.spoken_text import blank_out_unspoken


def test_a_segment_of_sounds_alone_is_silent() -> None:
    assert [text.strip() for text in blank_out_unspoken(["[inaudible]", "♪♪♪", "Good morning."])] == [
        "",
        "",
        "Good morning.",
    ]


def test_every_text_stays_as_long_as_it_was() -> None:
    said = ["Yes. Yes. Yes. Yes.", "Thanks.", "Thanks.", "(laughs) Thanks!", "So."]
    assert [len(text) for text in blank_out_unspoken(said)] == [len(text) for text in said]


def test_a_line_said_many_times_in_a_row_is_said_once() -> None:
    loop = ["It rained.", *["Thank you for watching."] * 9, "I slept."]
    spoken = [text for text in blank_out_unspoken(loop) if text.strip()]
    assert spoken == ["It rained.", "Thank you for watching.", "I slept."]


def test_silence_between_repetitions_does_not_part_them() -> None:
    assert [text.strip() for text in blank_out_unspoken(["Okay.", "[laughs]", "okay", "", "Okay!"])] == [
        "Okay.",
        *[""] * 4,
    ]


def test_a_sentence_that_is_looped_inside_a_line_is_said_once() -> None:
    (text,) = blank_out_unspoken(["I went home. I was tired. I was tired. I was tired. I was tired."])
    assert text.rstrip() == "I went home. I was tired."


def test_what_is_said_twice_or_later_again_stays() -> None:
    said = ["No.", "No.", "Sleep.", "No. No."]
    assert list(blank_out_unspoken(said)) == said
