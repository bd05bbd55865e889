"""A lexicon file is checked when it is read, and what it finds does not depend on how entries are looked up."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.lexicon_checks import in_small_letters, misses

from app.therapy.lexicon import Entry, Lexicon, beginnings_of, load_lexicon

WORDS = {"PERSON": ["him", r"my (?:\w+ )?wife"], "PILL": ["pills?", "tablets?"]}
ENTRY = {"pattern": "saved ~2 PILL", "certainty": "certain", "finds": "I saved up pills.", "spares": "I saved a dog."}


def written(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / "words.json"
    path.write_text(json.dumps({"words": WORDS, "entries": entries}), encoding="utf-8")
    return path


def lexicon(folder: Path, *patterns: str) -> Lexicon:
    return load_lexicon(written(folder, *({**ENTRY, "pattern": pattern} for pattern in patterns)))


def found(folder: Path, pattern: str, text: str) -> list[str]:
    return [text[one.start : one.end] for one in lexicon(folder, pattern).matches(text)]


def test_a_pattern_is_written_with_spaces_gaps_and_classes(tmp_path: Path) -> None:
    table = [
        ("saved ~2 PILL", "i saved, up my pills today", ["saved, up my pills"]),
        ("saved ~2 PILL", "i saved up all of my pills", []),
        ("told PERSON", "i told my lovely wife", ["told my lovely wife"]),
        ("hit", "whit hits hit", ["hit"]),
        (r"hit\w*", "whit hits hit", ["hits", "hit"]),
        ("(?:big )?dog(?! food)", "big dog, dog food", ["big dog"]),
        ("^hit", "hit hit", ["hit"]),
    ]
    assert [(pattern, text) for pattern, text, wanted in table if found(tmp_path, pattern, text) != wanted] == []


def test_a_key_begins_a_word_of_every_match(tmp_path: Path) -> None:
    table: dict[str, set[str]] = {
        "saved ~2 PILL": {"saved"},
        "the PILL": {"pill", "tablet"},
        r"want\w* (?:to|it)": {"want"},
        "pills? (?:a|b)?": {"pill"},
        "(?:very )?sad": {"sad"},
        "a (?:dog|cat)s?": {"dog", "cat"},
        "(?:a|dog) ~2": set(),
        "^overdose(?! of)": {"overdo"},
    }
    keys = {pattern: set(next(iter(lexicon(tmp_path, pattern).entries[0].keys), ())) for pattern in table}
    assert keys == table


def test_what_is_looked_up_is_what_is_there(tmp_path: Path) -> None:
    words = lexicon(tmp_path, "saved ~2 PILL", "(?:very )?sad", "told PERSON", r"want\w* (?:to|it)", "a (?:dog|cat)s?")
    texts = ["i saved pills, very sad", "she told him", "wanted it", "cats and a dog", "", "nothing"]
    for text in texts:
        every = [(entry, at.start()) for entry in words.entries for at in entry.expression.finditer(text)]
        assert [(one.entry, one.start) for one in words.matches(text)] == every
        assert words.finds(text) is bool(every)


def test_matches_can_be_taken_out(tmp_path: Path) -> None:
    assert lexicon(tmp_path, "saved ~2 PILL", "sad").without("i saved pills, sad", "-") == "i -, -"


def test_entries_are_chosen_by_their_values(tmp_path: Path) -> None:
    words = load_lexicon(written(tmp_path, {**ENTRY, "kind": "a"}, {**ENTRY, "certainty": "possible"}))
    assert [len(words.where(certainty="possible").entries), len(words.where(kind="a").entries)] == [1, 1]


def test_a_faulty_entry_is_refused(tmp_path: Path) -> None:
    faulty: list[dict[str, Any]] = [
        {**ENTRY, "pattern": "a" * 201},
        {**ENTRY, "pattern": "(?:a|b) (?:c|d)"},
        {**ENTRY, "pattern": "NOBODY knows"},
        *({key: value for key, value in ENTRY.items() if key != left_out} for left_out in ENTRY),
    ]
    for entry in faulty:
        with pytest.raises(ValueError, match=r"words\.json: an entry"):
            load_lexicon(written(tmp_path, entry))


def test_an_entry_that_fails_its_sentences_is_listed(tmp_path: Path) -> None:
    entries = [ENTRY, {**ENTRY, "finds": "I saved a cat."}, {**ENTRY, "spares": "I saved pills."}]
    words = load_lexicon(written(tmp_path, *entries))
    assert [line.split(": ")[1][:14] for line in misses(words, in_small_letters)] == [
        "does not find ",
        "does not spare",
    ]


def test_a_files_words_go_before_shared_ones(tmp_path: Path) -> None:
    shared = tmp_path / "shared.json"
    shared.write_text(json.dumps({"words": {"PERSON": ["nobody"], "PLACE": ["here"]}}), encoding="utf-8")
    path = written(tmp_path, {**ENTRY, "pattern": "PERSON PLACE", "finds": "him here"})
    entry: Entry = load_lexicon(path, shared=shared).entries[0]
    assert entry.expression.search("him here")


def test_an_entry_is_tried_only_where_all_its_words_begin(tmp_path: Path) -> None:
    words = lexicon(tmp_path, "saved ~2 PILL", "(?:very )?sad")
    assert [one.pattern for one in words.tried("i saved some tablets")] == ["saved ~2 PILL"]
    assert words.tried("i saved some money") == []
    assert beginnings_of("sad a") == {"", "sa", "sad"}
