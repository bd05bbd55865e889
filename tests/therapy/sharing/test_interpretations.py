"""What something means or comes from, and what was only said and done."""

from support.lexicon_checks import misses

from app.therapy.lexicon import Entry
from app.therapy.sharing.interpretations import PAIRS, interpreting_words
from app.therapy.sharing.reading import CERTAIN, lexicon, normalise_line


def finds(entry: Entry, sentence: str) -> bool:
    return entry.expression.search(normalise_line(sentence)) is not None


def test_each_entry_finds_its_sentence_and_spares_the_other() -> None:
    assert misses(lexicon("interpretation"), finds) == []


def test_each_hint_is_of_a_group_that_makes_a_pair() -> None:
    hints = lexicon("interpretation").where(certainty="hint").entries
    assert {entry.certainty for entry in lexicon("interpretation").entries} == {CERTAIN, "hint"}
    assert {str(entry.rest["group"]) for entry in hints} == {group for pair in PAIRS for group in pair}


def test_something_deep_and_what_links_it_is_one_and_neither_by_itself_is() -> None:
    assert interpreting_words("You cook for ten so that there is no rejection.") == ["rejection", "so that"]
    assert interpreting_words("You spoke of rejection.") == []
    assert interpreting_words("You cooked for ten so that all could eat.") == []


def test_what_something_means_or_comes_from_is_an_interpretation() -> None:
    cases = [
        "Your therapist thinks that you hide.",
        "Your therapist suggested that you were angry.",
        "The therapist reframed your silence as a way of keeping control.",
        "According to your therapist, it is grief.",
        "This stems from your childhood.",
        "It is rooted in an old loss.",
        "It goes back to your father.",
        "Underneath, there is fear.",
        "You do it unconsciously.",
        "Joking is a defence.",
        "This suggests that you are lonely.",
        "You are strict because your mother was cold.",
        "The quarrel is really about respect.",
        "It is a way of avoiding closeness.",
        "What you really want is rest.",
    ]
    assert [text for text in cases if not interpreting_words(text)] == []


def test_what_was_said_and_done_is_none() -> None:
    cases = [
        "Your therapist asked about the boat.",
        "You could ask your therapist about it.",
        "You came home from work.",
        "You stayed at home because your mother was ill.",
        "You found a way to say no.",
        "You said that you still want to go.",
        "You told how he taught you to whistle.",
        "You were under the table.",
        "You are afraid of the dark.",
        "Part of you wants to leave, and part of you is proud of how far you have come.",
        "It is not really a big deal.",
        "It seems like a lot of fun.",
    ]
    assert [text for text in cases if interpreting_words(text)] == []


def test_the_words_are_told() -> None:
    assert interpreting_words("This stems from your childhood.") == ["stems from", "from your childhood"]
