from support.lexicon_checks import misses

from app.therapy.lexicon import Entry
from app.therapy.sharing.diagnoses import diagnosis_words
from app.therapy.sharing.reading import lexicon, normalise_line


def finds(entry: Entry, sentence: str) -> bool:
    return entry.expression.search(normalise_line(sentence)) is not None


def test_each_entry_finds_its_sentence_and_spares_the_other() -> None:
    assert misses(lexicon("diagnosis"), finds) == []


def test_a_code_is_one_with_and_without_its_dot() -> None:
    cases = ["F32.1", "F33", "F 43.10", "(F331)", "Z63.0", "6A70", "6B00.1", "296.2x", "300.02", "DSM-5", "ICD-11"]
    assert [code for code in cases if not diagnosis_words(f"You read {code} on the form.")] == []


def test_a_name_is_one() -> None:
    cases = ["your diagnosis", "bipolar", "PTSD", "a depressive episode", "an anxiety disorder"]
    assert [name for name in cases if not diagnosis_words(f"You spoke of {name}.")] == []


def test_other_numbers_and_words_are_not() -> None:
    cases = [
        "You swam 296 metres.",
        "You read page 29.",
        "You took the A6 road, and F sharp.",
        "Add a walk.",
        "You felt sad, and did it anyway.",
        "You were depressed and anxious.",
    ]
    assert [text for text in cases if diagnosis_words(text)] == []


def test_codes_and_names_are_told() -> None:
    assert diagnosis_words("You read F41.1 there, for an anxiety disorder.") == ["F41.1", "disorder"]
