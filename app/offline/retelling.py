"""What the patient said, passage by passage, as far as it can be told back to them.

Left out is what would be hard to bear or does not belong on their page: danger, names, numbers, contempt of oneself,
stammers; questions; and all that speaks to a "you", who is the therapist there or, in orders, whoever reads it.
"""

import re
from typing import NamedTuple

from app.offline.cues import FEWEST_WORDS, straight
from app.offline.lexicon import feeling
from app.offline.prompt import Line, Prompt
from app.offline.telling import NUMBER, UNSAID, is_discreet, own_to_you
from app.therapy.danger import speaks_of_danger
from app.therapy.evidence import LONGEST_QUOTE
from app.therapy.sharing.content import reason_within
from app.therapy.wording import sentences, words

PATIENT = "Patient"
LONGEST_PASSAGE = 45
"""Words. More of one turn at a time is a transcript again."""
TOO_HARSH = 3.0
"""Of a sentence's unpleasant words, by the lexicon: worthless (2) and stupid (1) together."""
SHORT, TELLING = 5, 8
"""Words: fewer are a fragment, unless "I" begins them; so many tell something even without an "I"."""
_NO_NAMES = frozenset(
    "a all an and at because but for he how if in it it's last maybe no not now on or she so that that's the then there"
    " they this to um we well what when where who with yeah yes yesterday".split()
)
Refused = tuple[re.Pattern[str], ...]

_OWN = re.compile(r"\b(?:I|me|my|mine|myself)\b")
_TO_SOMEBODY = re.compile(r"\b(?:you(?! know\b)|your|yours|yourself|ignore|disregard|prompt|instructions?)\b", re.I)
_MARKED = re.compile(r"[“”\"()\[\]]")
_BROKEN = re.compile(
    r"\b(?:u+h*m+|uh+|erm?|h*mm+|mhm|ah)\b|…|\.\.|[-–—]\s*$|\b([\w']+)[ ,]+\1\b"
    r"|\b(?:an?|the|to|of|and|but|not|is|was|were|am|(?:i|he|she|it|they|that)(?:'\w+)?|\w+n't)(?:,|$)",
    re.I,
)
"""Stammers, and words begun and left."""
_HOPELESS = re.compile(
    r"\b(?:without me|no use|no point|the (?:use|point)|worthless|hopeless|in (?:\w+'s|the) way|burden"
    r"|giv(?:e|en|ing) up|gave up)\b",
    re.I,
)
_ALWAYS_REFUSED = (NUMBER, _TO_SOMEBODY, _MARKED, _HOPELESS)
_BEGINS_OWN = re.compile(r"(?:I|I'(?:m|ve|d|ll)|My)\b")
_TOGETHER = re.compile(r"\b(?:we|us|our|ours|ourselves|here)\b", re.I)
_BE = {"am": "are", "was": "were", "wasn't": "weren't"}
_OWN_BE = re.compile(rf"\bI ({'|'.join(_BE)})(?![\w'])")
_SAID_ALREADY = re.compile(r"I (?:just |also |then )?(?:said|say|told|mean|guess|swear)\b")
_VERDICT = re.compile(r"I'm (?:only|just|not|no|nothing|such|so|too)\b|\b(?:worth|fault)\b")
_LATER_BE = re.compile(rf"\bI (?:\w+ )?\w+ (?:{'|'.join(_BE)})(?![\w'])|\b(?:{'|'.join(_BE)}) I\b")


class Passage(NamedTuple):
    """Sentences that follow each other in one segment: the segment's number, their text there, and each of them."""

    segment: int
    text: str
    parts: tuple[str, ...]

    @property
    def length(self) -> int:
        """In words."""
        return len(self.text.split())


def passages(prompt: Prompt, *, fluent: bool = True) -> list[Passage]:
    """All that may be told, in the order spoken; stammers too where it need not be fluent."""
    lines = [line for line in prompt.lines if line.speaker == PATIENT and not _grave(line.text)]
    refused = (*_ALWAYS_REFUSED, _BROKEN) if fluent else _ALWAYS_REFUSED
    known = _lower_case(prompt)
    return [passage for line in lines for passage in _of_line(line, known, refused) if _stands_alone(passage)]


def turned(sentence: str) -> str | None:
    """ "I had a job to do." as "you had a job to do", to be put after "You said that"; None where it takes more than
    other pronouns to turn it, and for a verdict on oneself, which stays theirs, between quotation marks."""
    text = straight(sentence)
    if (
        not _BEGINS_OWN.match(text)
        or _TOGETHER.search(text)
        or _LATER_BE.search(text)
        or text.endswith("!")
        or _SAID_ALREADY.match(text)
    ):
        return None
    if feeling(text).bad or _VERDICT.search(text) or _BROKEN.search(text):
        return None
    spoken_to = own_to_you(_OWN_BE.sub(lambda found: f"I {_BE[found[1]]}", text))
    return spoken_to.rstrip(".")


def _grave(text: str) -> bool:
    return speaks_of_danger(text) or UNSAID.search(text) is not None


def _lower_case(prompt: Prompt) -> frozenset[str]:
    """The words that stand somewhere in small letters, or are common, and so are no names."""
    return _NO_NAMES.union(
        word for line in prompt.lines for word in re.findall(r"[\w']+", straight(line.text)) if word.islower()
    )


def _stands_alone(passage: Passage) -> bool:
    """Whether it is about the patient, or long enough to be understood by itself, and no mere fragment."""
    if passage.length < SHORT and not turned(passage.text):
        return False
    return passage.length >= TELLING or _OWN.search(passage.text) is not None


def _of_line(line: Line, known: frozenset[str], refused: Refused) -> list[Passage]:
    """Its tellable sentences, those that follow each other as one passage while that stays short enough."""
    found: list[Passage] = []
    last = None
    for start, end in sentences(line.text):
        sentence = line.text[start:end]
        if not _may_be_told(sentence, known, refused):
            last = None
            continue
        joined = line.text[last:end] if last is not None else ""
        if joined and len(joined.split()) <= LONGEST_PASSAGE and len(joined) <= LONGEST_QUOTE:
            found[-1] = Passage(line.number, joined, (*found[-1].parts, sentence))
        else:
            found.append(Passage(line.number, sentence, (sentence,)))
            last = start
    return found


def _may_be_told(sentence: str, known: frozenset[str], refused: Refused) -> bool:
    said = words(sentence)
    if len(said) < FEWEST_WORDS or len(sentence) > LONGEST_QUOTE or sentence.endswith("?"):
        return False
    if any(pattern.search(straight(sentence)) for pattern in refused) or feeling(sentence).bad >= TOO_HARSH:
        return False
    return is_discreet(sentence) and reason_within(sentence) is None and _begins_known(sentence, known)


def _begins_known(sentence: str, known: frozenset[str]) -> bool:
    """Whether the first word, whose capital tells nothing, is no name."""
    first = re.match(r"\W*([\w']+)", straight(sentence))
    return first is not None and (_BEGINS_OWN.match(first[1]) is not None or first[1].lower() in known)
