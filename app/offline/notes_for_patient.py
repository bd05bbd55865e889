"""Selects notes that a patient may see and rewrites them in the second person."""

import re

from app.offline.prompt import NoteLine
from app.offline.quoting import is_plain
from app.therapy.wording import sentences

UNSAID = re.compile(
    r"suicid|\bkill|\bdie[sd]?\b|\bdying|\bdead|\bdeath|\bharm|\bcris[ie]s|\boverdos|\babuse|\bviolen|\bassault"
    r"|\b(?:hurt|hit|cut|shoot|drown)\w* \w+sel|\bend (?:it|\w+ life)|not being here|\bsafety plan"
    r"|\bpills?\b|\bguns?\b|\bhang(?:ing)?\b|\bcutting\b|\bdidn'?t wake up",
    re.I,
)
"""What a page that may be read over a shoulder says nothing of."""
NUMBER = re.compile(
    r"\d|%|\b(?:percent|half|once|twice|thrice|dozens?|hundreds?|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b",
    re.I,
)

_OWN = {
    "i'm": "you're", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "i": "you", "me": "you", "my": "your",
    "mine": "yours", "myself": "yourself",
}  # fmt: skip
_OWN_WORD = re.compile(rf"\b(?:{'|'.join(_OWN)})\b", re.I)
_CAPITAL = re.compile(r"\b[A-Z]\w*")
_NO_NAMES = re.compile(
    r"I|[JFMASOND](?:anuary|ebruary|arch|pril|ay|une|uly|ugust|eptember|ctober|ovember|ecember)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|TV|English"
)
_LOOSE = frozenset(
    "a an the and or but for with to of in on at by from my your so if then that as about is are was be".split()
)


def own_to_you(text: str) -> str:
    """What the patient said in the first person, said to them: "my bike" as "your bike"."""
    return _OWN_WORD.sub(lambda word: _OWN[word[0].lower()], text.replace("’", "'"))


def may_be_told(note: NoteLine) -> bool:
    """Whether nothing of a note is about death or harm, and it is plain text."""
    return is_plain(f"{note.kind} {note.about} {note.text}") and not UNSAID.search(f"{note.kind} {note.text}")


def is_discreet(text: str) -> bool:
    """Whether text names nobody, as far as capitals tell, and holds nothing of death or harm, links or markup."""
    return is_plain(text) and not UNSAID.search(text) and not names_somebody(text)


def names_somebody(text: str) -> bool:
    """Whether a capital stands where no sentence begins, other than that of I, a day or a month."""
    begun = {start for start, _ in sentences(text)}
    capitals = (found for found in _CAPITAL.finditer(text) if found.start() not in begun)
    return any(not _NO_NAMES.fullmatch(found[0]) for found in capitals)


def without_loose_ends(text: str) -> str:
    """Text without small words and stops at its end, which a cut may have left there."""
    kept = text.rstrip(" .,;:?!-").split(" ")
    while kept and kept[-1].lower() in _LOOSE:
        kept.pop()
    return " ".join(kept)
