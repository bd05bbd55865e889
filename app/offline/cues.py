"""Cues: turns of phrase by which a sentence says what it is, each with one that it finds and one that it must not.

A cue is written in a small language of its own: `{I}` is an "I" that begins a main clause, with adverbs after it, so
that no "not", no "would" and nobody else stands between it and its verb; `{I_am}` is the same with a form of to be or
to feel; `{says_I}` is an "I" that begins a main clause, whatever follows; `{very}` is how much.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from app.offline.disfluency import with_straight_apostrophes

_BEFORE_I = (
    *(",", ";", ":", "—", "–", "-", "and", "but", "so", "then", "because", "'cause", "cause", "actually", "anyway"),
    *("well", "yeah", "yes", "finally", "oh", "okay", "honestly", "though", "no", "just", "also"),
)
_LEAD_IN = (
    r"^(?:And |But |So |Then |Well,? |Yeah,? |Oh,? )?(?:When|Whenever|After|Before|On|In|At|Last|This|Yesterday|Today"
    r"|Tonight|The (?:other|next|last|first)|Instead of|Every|Each|As soon as|Once|One|For|With|Since|Sunday|Monday"
    r"|Tuesday|Wednesday|Thursday|Friday|Saturday)\b(?:(?!\b(?:if|would|who|that|said|says|told|thinks?"
    r"|thought)\b)[^?;:])"
    r"{2,90}?(?:, | )"
)
_NO_SUBORDINATE = "".join(
    rf"(?<!\b{word} )"
    for word in "when that because what how where who which while before after since until till if as".split()
)
_ADVERBS = (
    "also|just|really|actually|finally|even|still|only|already|then|totally|kind of|sort of|kinda|quite|definitely"
    "|always|usually|often|sometimes|mostly|mainly|again|now|recently|lately|since|suddenly|quickly|slowly|honestly"
    "|literally|basically|myself|did|do|absolutely|simply|eventually|first|together|both|all"
)
_BEGINS = rf"(?:^|{'|'.join(rf'(?<={re.escape(word)} )' for word in _BEFORE_I)}|{_LEAD_IN}{_NO_SUBORDINATE})"
_PARTS = {
    "I": rf"{_BEGINS}I(?:'ve| have)?(?:,? (?:{_ADVERBS}),?)* ",
    "I_am": rf"{_BEGINS}I(?: (?:{_ADVERBS}))*(?:'m| am|'ve been| have been| was|(?:'ve| have)? felt| feel| get| got)"
    rf"(?: (?:{_ADVERBS}|feeling))* ",
    "says_I": rf"{_BEGINS}I(?:'m|'ve)?(?! would| could| should|'d|'ll)\b",
    "very": r"(?:(?:so|way|far|that much|rather|loads|heaps|really|very|pretty|quite|just|a (?:bit|lot|little)|kind"
    " of|kinda|sort of|still|always|all|too"
    r"|extremely|incredibly|super|terribly|awfully|completely|totally|getting|feeling|more|constantly|much) )*",
}


class Cue(NamedTuple):
    """A pattern, a sentence that it finds, and one much like it that it must not find."""

    pattern: str
    finds: str
    spares: str


def matches_cue(cues: Iterable[Cue], text: str) -> bool:
    """Whether one of the cues is in `text`."""
    said = with_straight_apostrophes(text)
    return any(compile_cue(cue.pattern).search(said) for cue in cues)


@cache
def compile_cue(pattern: str) -> re.Pattern[str]:
    """The expression that a cue's pattern stands for. A name in braces that is none is left as it is written."""
    whole = re.sub(r"\{(\w*[A-Za-z]\w*)\}", lambda found: _PARTS.get(found[1], found[0]), pattern)
    return re.compile(whole, re.IGNORECASE)
