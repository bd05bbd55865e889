"""How many, how often, for how long: nothing that progress is told in. Digits count in any language."""

import re

COUNTED = ("three times", "a couple of times", "every day", "half an hour", "one page a day")
"""Examples of what is counted."""

_UNIT = "(?:minute|hour|day|night|morning|afternoon|evening|week|weekend|fortnight|month|year)"
_NUMBER = (
    r"percent|per cent|half|halved|quarters?|twice|thrice|(?:dozen|hundred|thousand|million)s?|fortnight"
    r"|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|(?:two|three|ten|hundred)fold|doubled?|tripled?"
    r"|twofold|zero|umpteen"
)
_ROMAN = "i{2,3}|i?[vx]i{1,3}|i[vx]"
_ORDINAL = (
    r"second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?:\w+teenth)|(?:\w+tieth)|thirds"
)
_FREQUENT = (
    rf"(?:every|each) (?:\w+ )?{_UNIT}|(?:once|times|one \w+) (?:an?|per|each|every|this|last|that|in)"
    rf" (?:\w+ )?{_UNIT}"
    rf"|per {_UNIT}|(?:nearly|almost|practically) every|every other|most (?:of the )?(?:times?|{_UNIT}s?)"
    rf"|(?<!your )(?:daily|weekly|nightly|hourly|monthly)|(?:just|only|at least|more than|less than) once|once or"
    r"|once(?=[.,;!]|$)|again and again|over and over|repeatedly|time after time|(?:all|each|every one) of (?:the|your)"
)
_LONG = (
    rf"one (?:time|{_UNIT})|(?!an (?:evening|afternoon) (?:when|on which|that|with)\b)"
    r"(?:an|a (?:whole|full|good|solid|single)|for an?|in an?|within an?|half an?"
    r"|(?:nearly|almost|about|around|over|under) an?)"
    rf" (?:\w+ )?{_UNIT}"
    rf"|(?:for|over|within|after|in|of|took) (?!the (?:morning|afternoon|evening|night)s\b"
    rf"|the {_UNIT}s (?:when|that|on which|you)\b)(?:\w+ )?{_UNIT}s"
    rf"|{_UNIT}s (?:in a row|on end|running"
    r"|straight|at a time)"
    rf"|(?:all|the (?:whole|entire)|a whole|an entire) {_UNIT}|in a row|back to back|(?:all|both) (?:of"
    rf" )?(?:the )?{_UNIT}s"
    rf"|straight {_UNIT}s|consecutive|first (?:time|of|few|try|attempt|{_UNIT})"
)
_VAGUE = (
    rf"(?:couple|few|handful|number|lot|string|series|pair|bunch|majority|portion|fraction|most|many|any|all) of"
    rf" (?:\w+ )?(?:times|walks|{_UNIT}s)|couple of|handful of|a few (?:more )?(?:of|(?:\w+ )?(?:times|walks|{_UNIT}s))"
    r"|the (?:last|past) few|several|numerous|countless"
    rf"|(?:few|many|multiple|more|fewer|lots of) (?:times|{_UNIT}s)|(?:how|so) many|a number of|a pair of"
    r"|not a single"
    r"|as often|(?:more|less|ever more) (?:often|frequently)|(?:more and more|less and less|fewer and"
    r" fewer)|all but the"
    r"|next to (?:none|nothing|no)|(?:better|best|greater|larger|good) part of|(?P<thing>\w+) after (?P=thing)"
    r"|then (?:\w+ ){1,3}again|(?:morning|day|night|evening),? (?:noon )?and (?:night|evening|day|morning)|weekdays"
    r"|(?:each|every) \w+day|(?:mon|tues|wednes|thurs|fri|satur|sun)days|more than you|fewer than"
    r"|(?:a|an|the|half a|nearly a|almost a) (?:mile|kilomet\w+|pound|kilo|page|step|lap|chapter|pint"
    r"|litre|metre|meter)|alternate"
    r"|both (?:on )?\w+ and|all (?:through|throughout)|throughout|the length of"
    rf"|more than one|less than|more often than not|one (?:out )?of (?:every|the (?:last|past))"
)
_DIGITS = {
    word: str(number)
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), start=1)
}
_COUNTED = re.compile(
    rf"\d|%|\b(?:{_ROMAN}|{_NUMBER}|(?:{_ORDINAL})(?! thoughts?\b| nature\b| hand\b)|{_FREQUENT}|{_LONG}|{_VAGUE})\b",
    re.IGNORECASE,
)


def quantity_words(text: str, own: str = "") -> list[str]:
    """The words of a text that say how many, how often or for how long, save those that stand in `own`: a task is
    told in its own words. Digits of any script count in any language."""
    theirs = set(_alike(own))
    found = [match[0] for match in _COUNTED.finditer(text)]
    return [counted for counted in found if not theirs or not set(_alike(counted)) <= theirs]


def is_counted(text: str) -> bool:
    """Whether `text` says how many, how often or for how long."""
    return bool(quantity_words(text))


def _alike(text: str) -> list[str]:
    """The words of a text, numbers in digits."""
    return [_DIGITS.get(form, form) for form in re.findall(r"\w+|%", text.lower())]
