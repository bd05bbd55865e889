"""A linear model of a patient's turn points at what is worth a second look, doubts, and raises."""

from app.therapy.dangers.pointing import (
    is_doubted,
    is_worth_rereading,
    kind_of,
    names_danger,
    raised_sentence,
    turn_features,
    turn_score,
)
from app.therapy.utterance import Utterance, utterances


def turn(text: str) -> tuple[Utterance, ...]:
    return tuple(utterances(text))


def test_a_turn_is_its_words_its_pairs_and_its_classes() -> None:
    found = turn_features(utterances("I hid, um, the pills. He rang."))
    assert {"i", "hid", "the pills", "MEDICINE", "i MEDICINE", "he rang"} <= found
    assert not {"um", "pills he"} & found


def test_it_points_at_what_the_strict_list_may_miss() -> None:
    talks = ["I stand on the bridge and I think, nobody would miss me.", "He goes through my phone when I'm asleep."]
    assert [talk for talk in talks if not is_worth_rereading(utterances(talk))] == []


def test_it_does_not_point_at_everything() -> None:
    talks = ["It rained on Tuesday.", "We had the neighbours round for soup.", ""]
    assert [talk for talk in talks if is_worth_rereading(utterances(talk))] == []


def test_a_long_turn_says_no_more_than_its_sentences() -> None:
    hint = "I stand on the bridge and I think, nobody would miss me."
    soup = "We had soup, and then we had bread. " * 6
    assert turn_score(utterances(f"{soup}{hint} {soup}")) <= turn_score(utterances(hint)) + 1


def test_what_is_harmless_all_in_all_is_doubted() -> None:
    assert is_doubted(turn("We had the neighbours round, I made a lemon cake and it rained."))
    assert not is_doubted(turn("I keep the blade under my pillow and I use it on my arm at night."))


def test_a_turn_is_raised_by_its_score_and_a_word_of_danger() -> None:
    raised = raised_sentence(turn("It rained. I keep the razor for my thighs, at night, when nobody sees."))
    assert raised is not None
    assert raised.line.startswith("i keep the razor")
    assert raised_sentence(turn("I keep the razor by the sink, I have a new foam.")) is None


def test_what_is_said_to_somebody_names_no_danger() -> None:
    table = {"i cut my arm": True, "you cut your arm": False, "a bit of cake": False, "we had soup": False}
    assert {line: names_danger(line) for line in table} == table


def test_a_turn_has_a_kind() -> None:
    table = {
        "I held the lighter to my arm until it stopped.": "self_harm",
        "He locks me in and takes my keys.": "abuse",
        "I sharpened the chisel for my neighbour.": "harm_to_others",
        "I stood on the bridge and looked at the trains.": "suicidal_thoughts",
    }
    assert {text: kind_of(turn(text)) for text in table} == table
