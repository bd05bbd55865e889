from app.therapy.sharing.reading import as_line, lexicon


def test_a_text_is_read_in_small_letters_unmasked_and_without_apostrophes() -> None:
    assert as_line("You DON’T think of su1c1de.") == "you dont think of suicide."


def test_a_lexicon_is_read_once() -> None:
    assert lexicon("crisis") is lexicon("crisis")
