"""The wide list points at what is worth a second look, and says nothing of it."""

from app.therapy.dangers.pointing import is_worth_rereading, turn_features, turn_score
from app.therapy.utterance import utterances


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
