"""Codes and names of diagnoses: of ICD-10, ICD-11, and DSM-IV with ICD-9; the names in English."""

import re

from app.therapy.sharing.deobfuscation import deobfuscated
from app.therapy.sharing.reading import lexicon, normalise_line

_CODES = (
    r"[Ff][ .-]?\d\d(?:[.,\u00b7-]?\d{1,4})?[a-z]?\b(?!\s?%)",
    r"[A-TV-Z]\d\d[.,\u00b7]\d{1,4}",
    r"[FZ][ -]?(?:twenty|thirty|forty|sixty|seventy|eighty|ninety|three|four|five|six|nine)",
    r"[67][A-E][0-9A-Z][0-9A-Z](?:\.[0-9A-Z]{1,2})?",
    r"(?:[Ss]ix|[Ss]even)[ -][A-E][ -]\w+",
    r"(?:QE|MB|QD)\d[0-9A-Z](?:\.\w)?",
    r"(?:29\d|30\d|31\d)[.,]\d{1,2}x?",
    r"(?:29\d|30\d|31\d) point \w+",
    r"V\d\d\.\d{1,2}",
    r"(?:ICD|DSM)(?:\d+|IV|V)?",
    r"axis (?:I{1,3}|IV|V|[1-5])",
)
"""ICD-10 as F32, F32.1, F 43.10, F331 or Z63.0, and spelt out; ICD-11 as 6A70 or 6B4Y.1; DSM as 309.81."""
_CODE = re.compile(rf"(?<!\w)(?:{'|'.join(_CODES)})(?!\w)")
_SHORT = re.compile(r"\b(?:C?PTSD|MDD|GAD|OCD|BPD|AD?HD|ASD|NPD|PMDD|DID|EUPD)\b|\b(?:ptsd|ocd|adhd|bpd)\b")


def diagnosis_words(text: str) -> list[str]:
    """The codes and names of diagnoses that stand in a text."""
    # Digits that stand for letters make up words, and codes are made of digits: both readings count.
    forms = dict.fromkeys([text, deobfuscated(text)])
    codes = [found[0] for form in forms for pattern in (_CODE, _SHORT) for found in pattern.finditer(form)]
    line = normalise_line(text)
    names = [line[found.start : found.end] for found in lexicon("diagnosis").matches(line)]
    return list(dict.fromkeys([*codes, *names]))
