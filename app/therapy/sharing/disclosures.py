"""Disclosures retold: "you told me that you counted the tablets" is read as the patient would say it, by the floor that
reads patients. Both of its lists have to mind: each alone minds too many harmless sentences of a page."""

import re

from app.therapy.danger import CERTAIN, danger_sentences, lexicon_hits
from app.therapy.dangers.pointing import turn_score
from app.therapy.second_person import addresses_reader
from app.therapy.sharing.reading import normalise_line
from app.therapy.utterance import Utterance

MIN_SCORE = -0.3
"""Of the wide list. Of 65 texts that the guard's own words missed, of authors that neither list had seen, 9 have
it and plain words of the strict list; of 330 that may stand none, and of the sample's 800 for the patient none."""

_OWN = {
    "you are": "i am",
    "you were": "i was",
    "youre": "im",
    "youve": "ive",
    "youd": "id",
    "youll": "ill",
    "yourself": "myself",
    "yours": "mine",
    "your": "my",
}
_YOURS = re.compile(rf"\b(?:{'|'.join(_OWN)})\b")
_REPORT = re.compile(
    r"^(?:[^,.:]{0,25}[,:] )?(?:it was brave to say(?: aloud)? that |you (?:have |had )?(?:also |then |first )?"
    r"(?:told (?:me|us|your therapist)|said(?: aloud)?|admitted|described|mentioned|spoke|talked|explained|shared"
    r"|let me know|disclosed|confided|revealed)(?: (?:that|how|about|of|for the first time of|the evening when))? )"
)
""" "You told me that", after which the disclosure begins."""
_PAUSE = re.compile(r"\s*(?:[,;:–—]|\.\.+| - )\s*")
_MARK = re.compile(r"[^\w\s,-]")
_OBJECT = re.compile(
    r"\b(to|for|with|at|of|from|on|by|about|around|against|over|behind|before|after|without|than|like|near|towards"
    r"|ask|asked|beat|beats|call|called|calls|choked|followed|force[sd]|gave|gives?|grabbed|hates?|held|help|helped"
    r"|helps|hit|hits|hurt|hurts|keeps|kept|kicked|killed|leave|left|let|locked|locks|loves?|made|makes?|pushed|raped"
    r"|sent|shows|showed|slapped|stop|stopped|takes|tells?|told|took|touched|wake|want|wanted|watched)"
    r" you\b|\byou(?=[.,;!?]|$)"
)


def disclosing_words(text: str) -> list[str]:
    """A text that tells the reader of a danger that they disclosed, as one entry; none where it tells of none."""
    if not addresses_reader(text):
        return []
    said = as_the_patient_says(text)
    line = _MARK.sub("", _PAUSE.sub(", ", said)).strip(", ")
    if not any(lexicon_hits(line, CERTAIN)):
        return []
    utterances = (Utterance(0, len(said), line, said.endswith("?")),)
    is_told = any(found.clear for found in danger_sentences(utterances))
    return [text] if is_told and turn_score(utterances) >= MIN_SCORE else []


def as_the_patient_says(text: str) -> str:
    """A text in small letters, what introduces it left out, its "you" as "I" or "me"."""
    line = _REPORT.sub("", normalise_line(text))
    line = _YOURS.sub(lambda found: _OWN[found[0]], line)
    line = _OBJECT.sub(lambda found: f"{found[1]} me" if found[1] else "me", line)
    return re.sub(r"\byou\b", "i", line)
