"""Tokens for sounds among what was said."""

from app.therapy.non_speech import sound_spans, without_sounds

SOUNDS = [
    "[inaudible]",
    "[inaudible 00:01:33]",
    "[BLANK_AUDIO]",
    "(laughs)",
    "(both laughing)",
    "[Applause]",
    "*coughs*",
    "♪♪♪",
    "(music playing)",
    "[door closes]",
    "(long pause)",
    "(clears throat)",
    "{crosstalk}",
    "[phone ringing.]",
]
SPOKEN = [
    "I cried (I never cry) in the car.",
    "She laughs at him.",
    "It was loud (the door was open all the time, and the street).",
    "Five * six",
    "Quiet (human, really).",
    "I [want to] stay.",
    "He said (you laugh) that.",
]


def test_a_token_for_a_sound_is_found_as_a_whole() -> None:
    assert [token for token in SOUNDS if list(sound_spans(token)) != [(0, len(token))]] == []


def test_what_was_said_is_no_sound() -> None:
    assert [text for text in SPOKEN if list(sound_spans(text))] == []


def test_what_was_said_keeps_its_place() -> None:
    text = "♪ I slept (laughs) well. [inaudible]"
    assert without_sounds(text) == "  I slept          well.            "
    assert len(without_sounds(text)) == len(text)
