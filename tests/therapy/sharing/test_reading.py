"""One reading for all lexicons."""

from app.therapy.sharing.reading import TOGETHER, lexicon, matched_words, matches, normalise_line


def test_certain_words_tell_alone_and_hints_in_pairs() -> None:
    def told(line: str, *pair: str) -> list[str]:
        return matched_words(line, matches("crisis", line), {frozenset(pair)})

    assert told("dark thoughts, and the bottles.", "vessel", "plan") == ["dark thoughts"]
    assert told("the bottles.", "vessel", "plan") == []
    hints = "the bottles, and what you meant to do."
    assert told(hints, "vessel", "plan") == ["bottles", "what you meant to do"]
    assert told(hints) == []


def test_a_line_is_read_for_all_lexicons_at_once_and_for_each_as_by_itself() -> None:
    line = "you spoke of suicide, of your avoidance, of ptsd disorders, and in the session of what this means for you."
    for name in (*TOGETHER, "retelling"):
        alone = [(found.entry.pattern, found.start, found.end) for found in lexicon(name).matches(line)]
        assert [(found.entry.pattern, found.start, found.end) for found in matches(name, line)] == alone
    assert {name for name in TOGETHER if matches(name, line)} >= {"crisis", "diagnosis", "jargon", "room"}


def test_a_text_is_read_in_small_letters_unmasked_and_without_apostrophes() -> None:
    assert normalise_line("You DON’T think of su1c1de.") == "you dont think of suicide."


def test_a_lexicon_is_read_once() -> None:
    assert lexicon("crisis") is lexicon("crisis")
