from app.offline import cues
from app.offline.cues import having
from app.offline.prompt import Sentence


def said(*texts: str) -> list[Sentence]:
    return [Sentence(number, "Patient", text) for number, text in enumerate(texts)]


def test_a_turn_of_phrase_is_recognised() -> None:
    table = [
        (cues.REALIZATION, "I realised that I was holding my breath."),
        (cues.REALIZATION, "I’d never thought of it like that."),
        (cues.PATTERN, "Every time he calls I go quiet."),
        (cues.STRUGGLE, "I can't get out of bed."),
        (cues.STRENGTH, "I managed to say it."),
        (cues.CHANGE, "I've stopped checking the door."),
        (cues.GOAL, "My goal is to drive again."),
        (cues.SKILLS["paced breathing"], "I did the breathing before the call."),
    ]
    assert [(cue, text) for cue, text in table if not having(said(text), cue, 1)] == []


def test_a_question_states_nothing() -> None:
    assert not having(said("Do you think I realised it then?"), cues.REALIZATION, 1)


def test_a_fragment_shows_nothing() -> None:
    assert not having(said("I can't."), cues.STRUGGLE, 1)


def test_the_fullest_sentences_are_taken_in_the_order_spoken() -> None:
    talk = said("I can't do it now.", "I can't drive by the lake at night.", "I can't see her at all these days.")
    assert [sentence.segment for sentence in having(talk, cues.STRUGGLE, 2)] == [1, 2]
