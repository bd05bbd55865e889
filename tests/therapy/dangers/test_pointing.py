"""The wide list points at what is worth a second look, and says nothing of it."""

from app.therapy.dangers.pointing import features, is_pointed_at, raised_in, score_of
from app.therapy.utterance import utterances


def test_a_turn_is_its_words_its_pairs_and_its_classes() -> None:
    found = features(utterances("I hid, um, the pills. He rang."))
    assert {"i", "hid", "the pills", "MEDICINE", "i MEDICINE", "he rang"} <= found
    assert not {"um", "pills he"} & found


def test_it_points_at_what_the_strict_list_may_miss() -> None:
    talks = ["I stand on the bridge and I think, nobody would miss me.", "He goes through my phone when I'm asleep."]
    assert [talk for talk in talks if not is_pointed_at(utterances(talk))] == []


def test_it_does_not_point_at_everything() -> None:
    talks = ["It rained on Tuesday.", "We had the neighbours round for soup.", ""]
    assert [talk for talk in talks if is_pointed_at(utterances(talk))] == []


def test_it_raises_only_what_it_is_all_but_sure_of_with_the_kind_and_the_sentence() -> None:
    said = "It rained. He hides my keys, he reads my messages and he says nobody would believe me if I left him."
    raised = raised_in(utterances(said))
    assert raised is not None
    assert (raised[0], said[raised[1].char_start :][:8]) == ("abuse", "He hides")
    assert raised_in(utterances("I stand on the bridge.")) is None


def test_a_long_turn_says_no_more_than_its_sentences() -> None:
    hint = "I stand on the bridge and I think, nobody would miss me."
    soup = "We had soup, and then we had bread. " * 6
    assert score_of(utterances(f"{soup}{hint} {soup}")) <= score_of(utterances(hint)) + 1
