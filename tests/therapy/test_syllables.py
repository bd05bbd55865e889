"""Syllables of English words, known and unknown."""

import subprocess
import sys
import tracemalloc
from importlib.resources import files

from app.therapy import syllables as module
from app.therapy.syllables import EXCEPTIONS, count_syllables, count_syllables_by_rule

BY_THE_DICTIONARY = {
    1: "I the friend walked isle strength league",
    2: "people table quiet hour wanted buses business rhythm moment kitchen being create Wednesday",
    3: "every family idea area beautiful created understand",
    4: "anxiety experience information actually",
    5: "immediately opportunity psychiatrically",
    6: "responsibility",
}


def test_a_known_word_has_the_dictionarys_syllables() -> None:
    table = [(n, word) for n, row in BY_THE_DICTIONARY.items() for word in row.split()]
    assert [
        (count, word) for count, word in table if not (count_syllables(word) == count_syllables(word.upper()) == count)
    ] == []


def test_a_contraction_is_one_word_however_its_apostrophe_is_typed() -> None:
    table = [("I'm", 1), ("they’ll", 1), ("didn't", 2), ("didn’t", 2), ("couldn't", 2), ("somebody's", 3)]
    assert [(word, count) for word, count in table if count_syllables(word) != count] == []


def test_of_an_unknown_word_the_vowels_that_are_heard_are_counted() -> None:
    table = [
        ("blarned", 1),
        ("blarted", 2),
        ("spooze", 1),
        ("spoozely", 2),
        ("gloffle", 2),
        ("frames", 1),
        ("vishes", 2),
    ]
    assert [
        (word, count)
        for word, count in table
        if not (count_syllables(word) == count_syllables_by_rule(word.lower()) == count)
    ] == []


def test_whatever_is_no_plain_word_has_syllables_too() -> None:
    table = [("hmm", 1), ("7", 1), ("10th", 2), ("café", 2), ("cafe\u0301", 2), ("我", 1), ("", 1)]
    assert [(word, count) for word, count in table if count_syllables(word) != count] == []


def test_no_exception_is_kept_that_the_rule_gets_right() -> None:
    assert [word for word, count in module._exceptions().items() if count_syllables_by_rule(word) == count] == []


def test_the_data_is_small_and_has_its_licence_beside_it() -> None:
    folder = files("app.therapy.data")
    assert len(folder.joinpath(EXCEPTIONS).read_bytes()) < 400_000
    assert "Carnegie Mellon University" in folder.joinpath("cmudict_license.md").read_text(encoding="utf-8")


def test_the_data_is_read_when_it_is_needed_and_takes_less_than_ten_megabytes() -> None:
    looked = "import app.therapy.syllables as s; print(s._exceptions.cache_info().currsize)"
    said = subprocess.run([sys.executable, "-c", looked], capture_output=True, check=True, text=True).stdout
    assert said.strip() == "0"
    module._exceptions.cache_clear()
    tracemalloc.start()
    count_syllables("word")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
