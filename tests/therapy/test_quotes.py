"""Quotes are found in what was said, or refused."""

from hypothesis import assume, given
from hypothesis import strategies as st

from app.therapy.quotes import MAX_QUOTE_CHARS, Span, find_quote_in_text, locate_quote
from app.therapy.transcript import Segment
from app.therapy.wording import words

SAID = (
    "Um, I don't think I want to die. I I just want, you know, some sleep... and quiet. "
    "My sister called on Sunday, she's worried. Sure."
)


def found(quote: str, text: str = SAID) -> str | None:
    span = find_quote_in_text(quote, text)
    return text[span.char_start : span.char_end] if span else None


def test_a_quote_comes_back_as_the_transcripts_whole_sentence() -> None:
    assert found("sister called on sunday") == "My sister called on Sunday, she's worried."


def test_tidying_is_forgiven() -> None:
    quotes = [
        "I just want some sleep and quiet",
        "“I JUST WANT, SOME SLEEP—AND QUIET”",
        "...just want some   sleep and quiet...",
        "I I just want you know some sleep",
        "I just want, um, some sleep",
        "some sleep... and quiet",
    ]
    assert [quote for quote in quotes if found(quote) != "I I just want, you know, some sleep... and quiet."] == []


def test_a_loose_filler_may_be_left_out_and_a_contraction_written_out() -> None:
    text = "I was like so done and I don't sleep. She is like my mother."
    assert found("I was so done and I do not sleep", text) == "I was like so done and I don't sleep."
    assert found("She is my mother", text) is None


def test_curly_apostrophes_and_decomposed_letters_are_forgiven() -> None:
    assert found("I DON’T drink cafe\u0301", "I don't drink café.") == "I don't drink café."


def test_a_negation_is_never_cut_off() -> None:
    quotes = ["I want to die", "want to die", "die"]
    assert [quote for quote in quotes if found(quote) != "Um, I don't think I want to die."] == []


def test_a_changed_left_out_or_added_word_and_stitches_are_refused() -> None:
    quotes = [
        "I do think I want to die",
        "I think I want to die",
        "I don't think I want to live",
        "I don't really think I want to die",
        "I don't want to die",
        "I do not want to die",
        "my sister never called on Sunday",
        "my mother called on Sunday",
        "my sister called ... she's worried",
        "I don't think ... I want to die",
        "my sister called, worried",
        "some sleep sister called on Sunday",
    ]
    assert [quote for quote in quotes if found(quote) is not None] == []


def test_a_quote_over_two_sentences_brings_both() -> None:
    assert found("on Sunday, she's worried. Sure") == "My sister called on Sunday, she's worried. Sure."


def test_a_short_answer_counts_as_a_whole_sentence() -> None:
    assert found("sure") == "Sure."
    assert found("no", "No, I can't. No. No way.") == "No."


def test_what_says_too_little_is_refused() -> None:
    quotes = ["", " ", "...", "?!", "I", "to", "and she", "want"]
    assert [quote for quote in quotes if found(quote) is not None] == []


def test_the_first_of_several_places_is_taken() -> None:
    text = "We went home early. Then we went home early again."
    assert found("we went home early", text) == "We went home early."


def test_a_page_of_text_is_no_quote() -> None:
    text = "word " * MAX_QUOTE_CHARS
    assert find_quote_in_text(text, text) is None
    assert find_quote_in_text("a" * 100_000, SAID) is None


def visit(*texts: str) -> list[Segment]:
    return [Segment(float(n), n + 1.0, text, f"S{n % 2}") for n, text in enumerate(texts)]


def test_a_quote_is_looked_for_in_the_segment_it_names() -> None:
    talk = visit("I slept badly again.", "You slept badly.", "I slept badly again.")
    assert locate_quote("slept badly again", 2, talk) == (2, Span(0, 20))


def test_a_misplaced_quote_of_four_words_is_moved_to_its_only_place() -> None:
    talk = visit("Hello.", "I slept badly again. Twice.", "Why?")
    numbers = [0, 2, 7, -1]
    assert [n for n in numbers if locate_quote("i slept badly again", n, talk) != (1, Span(0, 20))] == []


def test_a_misplaced_quote_that_stands_twice_is_refused() -> None:
    assert locate_quote("I slept badly again", 1, visit("I slept badly again.", "Oh.", "I slept badly again.")) is None
    assert locate_quote("I slept badly again", 1, visit("I slept badly again. I slept badly again.", "Oh.")) is None


def test_a_misplaced_quote_that_is_short_or_tidied_is_refused() -> None:
    talk = visit("Hello.", "I, um, slept badly again.")
    assert locate_quote("slept badly again", 0, talk) is None
    assert locate_quote("I slept badly again", 0, talk) is None


def test_words_of_two_segments_are_no_quote() -> None:
    assert locate_quote("slept badly why is that", 0, visit("I slept badly.", "Why is that?")) is None


def test_nothing_is_found_in_an_empty_visit() -> None:
    assert locate_quote("I slept badly again", 0, []) is None


VOCABULARY = [
    "I",
    "I",
    "don't",
    "not",
    "never",
    "want",
    "sleep",
    "café",
    "um",
    "like",
    "you",
    "know",
    "Dr",
    "5",
    "我",
]
MARKS = [" ", " ", " ", ", ", ". ", "... ", "? ", " — ", "\n", "’ "]
texts = st.lists(st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(MARKS)), min_size=1, max_size=25).map(
    lambda pairs: "".join(word + mark for word, mark in pairs)
)
FILLERS = {"um", "you", "know", "like", "…"}


def in_order(wanted: list[str], said: list[str]) -> bool:
    rest = iter(said)
    return all(word in rest for word in wanted)


@given(texts, st.data())
def test_what_is_found_is_whole_words_of_the_text_and_holds_the_quotes_words(text: str, data: st.DataObject) -> None:
    said = [word.form for word in words(text)]
    first = data.draw(st.integers(0, len(said) - 1))
    altered = data.draw(st.one_of(st.just(said[first : first + 6]), st.lists(st.sampled_from(said), max_size=6)))
    quote = data.draw(st.sampled_from([" ", ", ", " um "])).join(altered)
    span = find_quote_in_text(quote, text)
    if span is None:
        return
    assert 0 <= span.char_start < span.char_end <= len(text)
    inside = [w for w in words(text) if w.start < span.char_end and w.end > span.char_start]
    assert all(span.char_start <= w.start and w.end <= span.char_end for w in inside)
    assert in_order(_without_echo([f for f in altered if f not in FILLERS]), [w.form for w in inside])


def _without_echo(forms: list[str]) -> list[str]:
    """Each word of the quote once: repeats of it may be the model's own."""
    return [form for place, form in enumerate(forms) if form not in forms[:place]]


@given(texts, st.data())
def test_a_run_of_the_texts_own_words_is_always_found(text: str, data: st.DataObject) -> None:
    said = [word for word in words(text) if word.form != "…"]
    assume(len(said) >= 3)
    first = data.draw(st.integers(0, len(said) - 3))
    last = data.draw(st.integers(first + 2, len(said) - 1))
    assert find_quote_in_text(" ".join(word.form for word in said[first : last + 1]), text) is not None


@given(
    st.lists(st.sampled_from(["they", "went", "home", "um", "late", "again"]), min_size=3, max_size=8),
    st.sampled_from(["not", "never", "didn't", "no", "nothing"]),
    st.integers(0, 8),
    st.data(),
)
def test_a_sentence_never_loses_its_negation(said: list[str], no: str, at: int, data: st.DataObject) -> None:
    sentence = " ".join([*said[:at], no, *said[at:]])
    text = f"We talked. So {sentence}. Then it rained."
    first = data.draw(st.integers(0, len(said) - 3))
    answer = found(" ".join(said[first:]), text)
    assert answer is None or no in answer


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_can_be_compared(quote: str, text: str) -> None:
    span = find_quote_in_text(quote, text)
    assert span is None or text[span.char_start : span.char_end].strip()
