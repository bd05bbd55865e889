"""How many syllables an English word has, by the CMU Pronouncing Dictionary, and by a rule for what is not in it."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

# Derived from release 1.1.3 of the dictionary: of each entry written in a to z, with apostrophes inside at most, the
# vowels of the first pronunciation listed; kept are the 14,458 of 124,101 for which `count_syllables_by_rule` gives
# another number.
EXCEPTIONS = "cmudict_syllables.json"

_VOWELS = re.compile(r"[aeiouy]+")
# An "e" that is not heard: at a word's end or before a suffix (safe, safely), before -d (lived, but not wanted),
# before -s (lives, but not buses). It is heard after a consonant and "l" (table, simple).
_SILENT_E = re.compile(
    r"(?<=[^aeiouy])(?<![^aeiouylr]l)"
    r"(?:e(?=(?:ly|ful|fully|less|ment|ments|ness)?$)|(?<![td])e(?=d$)|(?<![cgsxz])(?<![cs]h)e(?=s$))"
)
_UNHEARD = re.compile(r"[^a-z0-9']")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ", "'"))


@lru_cache(maxsize=8_192)
def count_syllables(word: str) -> int:
    """Return the syllables of one word without spaces or hyphens, at least 1. Digits, and words of other scripts, count
    as one.
    """
    plain = _UNHEARD.sub("", unicodedata.normalize("NFKD", word).casefold().translate(_APOSTROPHES))
    digits = sum(map(str.isdigit, plain))
    return digits or _exceptions().get(plain) or count_syllables_by_rule(plain)


def count_syllables_by_rule(word: str) -> int:
    """Count the groups of vowels in a lower-case word, without a silent "e"; at least 1."""
    return max(1, len(_VOWELS.findall(_SILENT_E.sub("", word.replace("'", "")))))


@lru_cache(maxsize=1)
def _exceptions() -> Mapping[str, int]:
    """Return the words for which the rule is wrong, with their syllables."""
    lines = json.loads(files("app.therapy.data").joinpath(EXCEPTIONS).read_text(encoding="ascii"))
    return {word: int(count) for count, words in lines.items() for word in " ".join(words).split()}
