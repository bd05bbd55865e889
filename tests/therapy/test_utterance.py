"""Speech as plain words: stammers and fillers go, pauses stay."""

from app.therapy.utterance import utterances


def test_fillers_and_stammers_go_and_pauses_stay() -> None:
    table = [
        ("I, um, I don't — want to.", "i dont, want to"),
        ("I don’t know.", "i dont know"),
        ("No, never!", "no, never"),
        ("I was, I was going, you know, home", "i was going home"),
        ("Not really... it depends", "not really, it depends"),
    ]
    assert [(said, line) for said, line in table if [utterance.line for utterance in utterances(said)] != [line]] == []


def test_each_sentence_stands_where_it_says() -> None:
    said = "  No. Why do you ask? Never mind. "
    found = list(utterances(said))
    assert [said[one.char_start : one.char_end] for one in found] == ["No.", "Why do you ask?", "Never mind."]
    assert [one.asks for one in found] == [False, True, False]


def test_a_silence_is_an_utterance_without_words() -> None:
    lines = ["...", "Mm-hm.", "(sighs)", "—"]
    assert [said for said in lines if [utterance.line for utterance in utterances(said)] != [""]] == []


def test_nothing_is_none() -> None:
    lines = ["", "   "]
    assert [said for said in lines if list(utterances(said)) != []] == []


def test_a_plain_sentence_has_the_same_line_as_its_words() -> None:
    table = {
        "I'd gone home, and it rained.": "id gone home, and it rained",
        "Well; fine.": "well, fine",
        "The dogs' tails": "the dogs tails",
        "It's 3.5 miles, no?": "its 3 5 miles, no",
        "I, um, I went.": "i went",
    }
    assert {text: next(utterances(text)).line for text in table} == table
