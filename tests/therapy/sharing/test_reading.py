"""One reading for all lexicons."""

from app.therapy.sharing.reading import lexicon, matched_words, normalise_line


def test_certain_words_tell_alone_and_hints_in_pairs() -> None:
    words, pairs = lexicon("crisis"), frozenset({frozenset({"vessel", "plan"})})
    assert matched_words("dark thoughts, and the bottles.", words, pairs) == ["dark thoughts"]
    assert matched_words("the bottles.", words, pairs) == []
    assert matched_words("the bottles, and what you meant to do.", words, pairs) == ["bottles", "what you meant to do"]
    assert matched_words("the bottles, and what you meant to do.", words, frozenset()) == []


def test_a_text_is_read_in_small_letters_unmasked_and_without_apostrophes() -> None:
    assert normalise_line("You DON’T think of su1c1de.") == "you dont think of suicide."


def test_a_lexicon_is_read_once() -> None:
    assert lexicon("crisis") is lexicon("crisis")
