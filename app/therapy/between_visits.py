"""What may be told as done between two visits: nothing counted, and nothing of the room. The words are English."""

import re

COUNTED = ("three times", "a couple of times", "every day", "half an hour", "one page a day")
"""Examples of what is counted."""
OF_THE_ROOM = ("in the session", "your therapist said")
"""Examples of what is of the room."""

_UNIT = "(?:minute|hour|day|night|morning|afternoon|evening|week|weekend|month|year)"
_NUMBER = (
    r"percent|half|quarter|twice|thrice|(?:dozen|hundred|thousand|million)s?|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty"
)
_VAGUE = (
    rf"couple of|(?:few|several|many|multiple) (?:times|{_UNIT}s)|(?:second|third|fourth|fifth) time"
    rf"|(?:every|each) (?:\w+ )?{_UNIT}|one (?:time|{_UNIT})|(?:an|a (?:whole|full)|for an?) {_UNIT}"
    rf"|(?:once|times|one \w+) (?:an?|per|each|every) {_UNIT}|per {_UNIT}"
)
_COUNTED = re.compile(rf"\d|%|\b(?:{_NUMBER}|{_VAGUE})\b", re.IGNORECASE)

_THERAPIST = r"(?:your|the|our) (?:therapist|counsell?or|psychologist)"
_HELD = r"(?:(?:the|our|your|this|that|last|latest|previous|earlier|first|whole|therapy) )*"
_ROOM = re.compile(
    rf"\b(?:in|during|at|from) {_HELD}(?:sessions?|visits?|appointments?|therapy room)\b(?! (?:to|at|with)\b)"
    rf"|\bin (?:the|this) room\b|(?<!share )\bwith {_THERAPIST}\b|\b(?:told|showed|promised|said to) {_THERAPIST}\b"
    rf"|\b{_THERAPIST} (?:said|says|asked|told|helped|suggested|explained|showed|taught|noticed|gave|named|praised"
    r"|thought|thinks|pointed|encouraged|reminded|saw)\b",
    re.IGNORECASE,
)


def is_counted(text: str) -> bool:
    """Whether `text` says how many, how often or for how long; digits of any script count in any language."""
    return _COUNTED.search(text) is not None


def is_of_the_room(text: str) -> bool:
    """Whether `text` tells of what happened in a visit, or of what the therapist said or did."""
    return _ROOM.search(text) is not None
