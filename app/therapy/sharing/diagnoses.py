"""Codes and names of diagnoses: of ICD-10, ICD-11, and DSM-IV with ICD-9; the names in English."""

import re

from app.therapy.sharing.phrases import Phrases

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
_NAMES = (
    r"diagnos\w+|disorders?|syndromes?",
    r"(?:billing|clinical|insurance) codes?|coded? (?:as |is |was |number )?[a-z]?\d\w*",
    r"(?:depressive|manic|psychotic|mixed|hypomanic) (?:episode|state|phase|symptom)\w*",
    r"(?:clinical|major|severe|recurrent|unipolar|bipolar|persistent|double|treatment-resistant) depress\w+",
    r"post-?(?:natal|partum) depress\w+",
    r"bipolar|dysthymi\w*|cyclothymi\w*|schizo\w+|psychos[ie]s|psychotic|hypomani\w*|agoraphobi\w*",
    r"anorexi\w*|bulimi\w*|autis\w+|hypochondri\w*|kleptomani\w*",
    r"(?:social|generali[sz]ed|separation) (?:anxiety|phobia)",
    r"borderline (?:personality|traits?|features|patients?|type)|emotionally unstable|paranoid type",
)
_CODE = re.compile(rf"(?<!\w)(?:{'|'.join(_CODES)})(?!\w)")
_NAME = Phrases(_NAMES)
_SHORT = re.compile(r"\b(?:C?PTSD|MDD|GAD|OCD|BPD|AD?HD|ASD|NPD|PMDD|DID|EUPD)\b|\b(?:ptsd|ocd|adhd|bpd)\b")


def names_a_diagnosis(text: str) -> bool:
    """Whether a code of a diagnosis, or its name, stands in `text`."""
    return _NAME.stand_in(text) or any(pattern.search(text) for pattern in (_CODE, _SHORT))
