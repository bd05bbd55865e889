"""How the phrases of a lexicon are written, and the pieces that several of them share.

A phrase is a regular expression over an utterance's line: small letters, no apostrophes. A space in it is a space or
a pause.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

Phrases = tuple[str, ...]

_OTHERS = (
    "he|she|they|we|you|it|its|his|her|my|their|who|that|which|where|about|someone|somebody|people|hes|shes|theyre"
    "|theyd|hed|hell|shell|youre|youd|told|tells|telling|says"
)
SELF = (
    rf"(?:\b(?:i|im|ive|id|ill|me|myself|part of me|half of me)(?: (?!(?:{_OTHERS})\b)\w+){{0,8}}? |(?:^"
    rf"|, )(?:(?!(?:{_OTHERS})\b)\w+ ){{0,4}}?)"
)
"""The patient as who does it: "I", with up to eight words after it; or nobody, where a sentence leaves its "I" out."""

_HER = (
    r"her(?=$|,| (?:in|on|with|and|so|because|when|but|again|too|once|hard|back|across|over|really|if|for|at|until"
    r"|by|sometimes|last|yesterday|or|as|right|like|that|badly|while|this|a few|the other|every)\b)"
)
_NEAR = (
    "wife|husband|partner|boyfriend|girlfriend|ex|mother|mum|mom|father|dad|step(?:dad|mum|mom|father|mother)|parents"
    "|brother|sister|son|daughter|child|children|kids?|baby|toddler|boys?|girls?|boss|manager|neighbou?rs?|flatmate"
    "|roommate|housemate|guys?|man|men|woman|bloke|bastard|colleague|coworker|dog|cat|family|teacher|landlord|friend"
    "|mate|uncle|aunt|cousin|gran|nan|grandmother|grandfather|driver|doctor|bully|lad|lads|brothers|sisters|supervisor"
)
PERSON = (
    rf"(?:him|{_HER}|them|someone|somebody|anyone|anybody|people|everyone|everybody|others|strangers|kids|(?:my|the"
    rf"|that|his|her|our|this|one of the|another|a|an|other) (?:\w+ ){{0,2}}?(?:{_NEAR}|people)\b)"
)
"""Somebody else, as the one it is done to."""

BODY = (
    r"(?:arms?|wrists?|legs?|thighs?|skin|stomach|tummy|belly|hips?|forearms?|ankles?|calf|calves|chest|shoulders?"
    r"|veins?|knuckles)\b"
)
MEDICINES = (
    r"(?:pills?|tablets?|paracetamol|aspirin|tylenol|ibuprofen|meds|medication|antidepressants|painkillers|sleepers"
    r"|xanax|valium|codeine|insulin)\b"
)


class Own(NamedTuple):
    """Phrases that a patient says of themselves: those that need the patient before them, and whole ones."""

    after_self: re.Pattern[str]
    whole: re.Pattern[str]

    def places(self, line: str) -> Iterator[int]:
        """Where such phrases begin, their "I" left out: a "not" would stand right before."""
        # The phrase first, then who: the other way round costs four times as much.
        own = (found.start() for found in self.after_self.finditer(line))
        yield from (at for at in own if _SELF_BEFORE.search(line, 0, at))
        yield from (found.start() for found in self.whole.finditer(line))


class Lexicon(NamedTuple):
    """The words of one kind of danger. `clear`: the patient says it of themselves; `doubtful`: they may be saying it;
    `named`: it is spoken of, whoever's it is, also in a question or a note."""

    clear: Own
    doubtful: Own
    named: re.Pattern[str]


def lexicon(clear: Phrases, doubtful: Phrases, named: Phrases, *, free: Phrases = (), loose: Phrases = ()) -> Lexicon:
    """`clear` and `doubtful` phrases need the patient before them as who does it; `free` (clear) and `loose`
    (doubtful) ones hold them already."""
    own = Own(compiled(clear), compiled(free)), Own(compiled(doubtful), compiled(loose))
    return Lexicon(*own, compiled(named))


def compiled(phrases: Phrases) -> re.Pattern[str]:
    """One pattern for any of the phrases, each from a word's start to a word's end."""
    either = "|".join(phrases) or "(?!)"
    return re.compile(rf"\b(?:{either})(?!\w)".replace(" ", ",? "))


_SELF_BEFORE = re.compile(f"(?:{SELF})$".replace(" ", ",? "))
