"""Speech as plain words: stammers and fillers go, pauses stay."""

import pytest

from app.therapy.utterance import utterances


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("I, um, I don't — want to.", "i dont, want to"),
        ("I don’t know.", "i dont know"),
        ("No, never!", "no, never"),
        ("I was, I was going, you know, home", "i was going home"),
        ("Not really... it depends", "not really, it depends"),
    ],
)
def test_fillers_and_stammers_go_and_pauses_stay(said: str, line: str) -> None:
    assert [utterance.line for utterance in utterances(said)] == [line]


def test_each_sentence_stands_where_it_says() -> None:
    said = "  No. Why do you ask? Never mind. "
    found = list(utterances(said))
    assert [said[one.char_start : one.char_end] for one in found] == ["No.", "Why do you ask?", "Never mind."]
    assert [one.asks for one in found] == [False, True, False]


@pytest.mark.parametrize("said", ["...", "Mm-hm.", "(sighs)", "—"])
def test_a_silence_is_an_utterance_without_words(said: str) -> None:
    assert [utterance.line for utterance in utterances(said)] == [""]


@pytest.mark.parametrize("said", ["", "   "])
def test_nothing_is_none(said: str) -> None:
    assert list(utterances(said)) == []
