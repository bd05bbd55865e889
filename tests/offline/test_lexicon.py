from app.offline.lexicon import WEIGHTS, feeling_of
from app.therapy.wording import words


def balance(text: str) -> float:
    felt = feeling_of(text)
    return felt.good - felt.bad


def test_entries_are_in_the_form_that_words_are_compared_in() -> None:
    for entry in WEIGHTS:
        assert tuple(word.form for word in words(" ".join(entry))) == entry


def test_no_entry_weighs_more_than_the_scale() -> None:
    assert all(0 < abs(weight) <= 3 for weight in WEIGHTS.values())


def test_pleasant_sentences_weigh_more_on_the_good_side() -> None:
    texts = ["I was happy.", "I felt better.", "It was not bad.", "I'm really proud of it."]
    assert [text for text in texts if not (balance(text) > 0)] == []


def test_unpleasant_sentences_weigh_more_on_the_bad_side() -> None:
    texts = ["I was sad.", "I wasn't happy.", "I can't sleep.", "What's the point?", "I gave up."]
    assert [text for text in texts if not (balance(text) < 0)] == []


def test_a_sentence_without_feeling_weighs_nothing() -> None:
    assert feeling_of("The train leaves at six.").strength == 0


def test_very_strengthens_and_a_bit_weakens() -> None:
    assert balance("I was a bit sad.") > balance("I was sad.") > balance("I was very sad.")


def test_the_longest_entry_is_the_one_that_counts() -> None:
    assert feeling_of("I want to die.").unpleasant == ("want to die",)


def test_words_that_weigh_are_named_once() -> None:
    assert feeling_of("Sad, sad, and glad.").unpleasant == ("sad",)
    assert feeling_of("Sad, sad, and glad.").pleasant == ("glad",)
