"""Removes hesitations and immediate repeats from a spoken sentence, and nothing else."""

import re

from app.therapy.wording import ELLIPSIS, Words, readings, words

_STRONG_STOP = re.compile(r"[.!?;:]")
_GAP = re.compile(r"\s+")


def without_disfluencies(sentence: str) -> str:
    """ "I, um, I went to- to the lake" as "I went to the lake."; "" where no word is left."""
    spoken = [word for word in words(sentence) if word.form != ELLIPSIS]
    _, fluent, _ = readings(spoken, sentence)
    if not fluent:
        return ""
    text = _GAP.sub(" ", _joined(fluent, {word.start for word in spoken}, sentence)).strip()
    text = text.rstrip(" ,-–—…") if text[-1:] not in {".", "!", "?"} else text
    text = text if text[-1:] in {".", "!", "?"} else f"{text}."
    return text[:1].upper() + text[1:]


def _joined(fluent: Words, starts: set[int], sentence: str) -> str:
    """The words with what stands between them; a comma or a dash beside a word that is left out goes with it."""
    pieces, before = [], fluent[0].start
    for word in fluent:
        gap = sentence[before : word.start]
        left_out = any(start in starts for start in range(before, word.start))
        stop = _STRONG_STOP.search(gap)
        pieces += [(f"{stop[0]} " if stop else " ") if left_out else gap, sentence[word.start : word.end]]
        before = word.end
    end = sentence[before:]
    ended = any(start in starts for start in range(before, len(sentence)))
    return "".join([*pieces, "." if ended else end.rstrip("\"'”’)")])


def with_straight_apostrophes(text: str) -> str:
    """With typewriter apostrophes, as the cues are written."""
    return text.replace("’", "'")
