from app.therapy.sharing.phrases import Phrases


def test_phrases_are_found_as_whole_words_in_any_case() -> None:
    found = Phrases(("rain", r"snow\w*"))
    assert found.stand_in("The RAIN came.")
    assert found.stand_in("It was snowing.")
    assert not found.stand_in("The train came.")


def test_a_negation_that_is_written_with_the_verb_is_a_word() -> None:
    assert Phrases(("n't go",)).stand_in("I couldn't go.")
