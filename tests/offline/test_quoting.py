import pytest

from app.generators.plain_text import plain
from app.offline.prompt import Sentence
from app.offline.quoting import is_plain, quotation_of, shorten
from app.therapy.evidence import MAX_QUOTE_CHARS
from app.therapy.quotes import resolve
from app.therapy.transcript import Segment


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert shorten("four words and all", 18) == "four words and all"


def test_a_long_text_is_cut_after_a_word() -> None:
    assert shorten("four words, and all", 14) == "four words"
    assert shorten("four words, and all", 15) == "four words, and"


def test_one_endless_word_is_cut_in_itself() -> None:
    assert shorten("a" * 50, 20) == "a" * 20


def test_a_sentence_too_long_for_a_quote_is_still_found() -> None:
    text = "I went " + "on and further " * 40 + "home."
    evidence = quotation_of(Sentence(0, "Patient", text))
    assert len(str(evidence["quote"])) <= MAX_QUOTE_CHARS
    assert resolve(str(evidence["quote"]), 0, [Segment(0, 1, text, "A")])


def test_what_no_generator_may_write_is_not_plain() -> None:
    texts = ["<b>", "see http://x", "WWW.x", "[a](b)", "```", "**bold**", "# head", "a\x00b", "a\tb", "", "  "]
    for text in texts:
        with pytest.raises(ValueError, match=r"plain text|no words"):
            plain(text)
    assert [text for text in texts if is_plain(text)] == []


def test_what_a_full_stop_would_make_a_link_is_not_plain_either() -> None:
    assert not is_plain("Looks at www")


def test_ordinary_words_are_plain() -> None:
    assert is_plain("Sleep, and the boat: twice (so far)!")
