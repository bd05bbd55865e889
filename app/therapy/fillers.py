"""Fillers that no punctuation sets off: "I was like so tired" as "I was so tired".

The same word may carry meaning ("she is like my mother"), so that a filler is told by the words around it. The patterns
are data, each with an example and a counterexample; they are English.
"""

import json
import re
from functools import lru_cache
from importlib.resources import files

from app.therapy.wording import Words, without_repeats

_MAY_HOLD = frozenset({"like", "know", "mean"})
"""Each filler has one of these words."""


def remove_fillers(spoken: Words) -> Words:
    """Return the words of a text without fillers, and without repetitions, between which fillers stand."""
    forms = [word.form for word in spoken]
    if _MAY_HOLD.isdisjoint(forms):
        return without_repeats(spoken)
    line = "".join(f"{form} " for form in forms)
    dropped: set[int] = set()
    for pattern in _patterns():
        for found in pattern.finditer(line):
            first = line.count(" ", 0, found.start("filler"))
            dropped.update(range(first, first + found["filler"].count(" ") + 1))
    return without_repeats([word for at, word in enumerate(spoken) if at not in dropped])


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    text = files("app.therapy.data").joinpath("fillers.json").read_text(encoding="utf-8")
    return tuple(re.compile(rf"\b{entry['pattern']}") for entry in json.loads(text)["fillers"])
