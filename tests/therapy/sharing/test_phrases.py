from app.therapy.sharing.phrases import any_of


def test_phrases_are_found_as_whole_words_in_any_case() -> None:
    found = any_of(("rain", r"snow\w*"))
    assert found.search("The RAIN came.")
    assert found.search("It was snowing.")
    assert not found.search("The train came.")


def test_a_negation_that_is_written_with_the_verb_is_a_word() -> None:
    assert any_of(("n't go",)).search("I couldn't go.")
