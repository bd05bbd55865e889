"""A task as something done: "Write a line and call my aunt" as "wrote a line and called my aunt"."""

import re

_IRREGULAR = {
    "begin": "began", "bring": "brought", "build": "built", "buy": "bought", "choose": "chose",
    "cut": "cut", "do": "did", "draw": "drew", "drink": "drank", "drive": "drove", "eat": "ate", "feed": "fed",
    "find": "found", "get": "got", "give": "gave", "go": "went", "have": "had", "keep": "kept", "leave": "left",
    "let": "let", "lie": "lay", "make": "made", "meet": "met", "pay": "paid", "put": "put", "read": "read",
    "ride": "rode", "ring": "rang", "run": "ran", "say": "said", "see": "saw", "send": "sent", "set": "set",
    "sing": "sang", "sit": "sat", "sleep": "slept", "speak": "spoke", "spend": "spent", "stand": "stood",
    "swim": "swam", "take": "took", "tell": "told", "think": "thought", "throw": "threw", "wake": "woke",
    "wear": "wore", "write": "wrote",
}  # fmt: skip
_REGULAR = frozenset(
    """
    add answer ask avoid bake book breathe brush call cancel check clean close collect complete cook count cycle dance
    email empty end exercise explain fill finish fix follow fold garden help hoover invite iron join jog laugh learn
    list listen log look mark meditate mend mention message move name note notice open pack paint phone pick plan plant
    play post practice practise prepare print question record relax repair reply rest return schedule share shower sign
    sketch smile sort start stay stop stretch study swap talk text thank tidy track train travel try turn update use
    visit wait walk wash watch water
    """.split()
)
_DOUBLED = frozenset("jog log plan stop swap".split())
_AFTER_A_VERB = (
    r"a|an|the|my|your|his|her|its|our|their|this|that|these|those|one|some|any|every|each|all|no|not|it|them|him|me"
    r"|someone|somebody|something|whatever|what|how|why|when|where|to|for|with|without|of|in|on|at|by|from|about"
    r"|around"
    r"|into|onto|out|up|down|off|over|through|past|round|along|across|after|before|during|until|as|less|more|back|home"
    r"|\d\S*|two|three|four|five|six|seven|eight|nine|ten|twice|chapter|outside|inside|early|earlier|later|\w{2,}(?:ing|ly)"
)
"""A word that stands before none of these, as sleep before diary, may be no verb."""
_VERB = re.compile(
    rf"(?P<lead>^|,? and |, (?:then )?)(?P<verb>{'|'.join(sorted({*_IRREGULAR, *_REGULAR}, key=len, reverse=True))})"
    rf"(?=$|,| and |\s+(?:{_AFTER_A_VERB})\b)"
)


def in_past_tense(task: str) -> str | None:
    """A task that begins with a verb, in the past tense; None where its beginning is not surely one."""
    told = _VERB.sub(lambda found: f"{found['lead']}{_past(found['verb'])}", task)
    return told if _VERB.match(task) else None


def was_done(task: str) -> bool:
    """Whether a task is told as done already: "Rang my aunt"; not one that begins as what is to be done may, "Read"."""
    first = task.split(" ", maxsplit=1)[0]
    return first not in _IRREGULAR and first in {_past(verb) for verb in (*_IRREGULAR, *_REGULAR)}


def _past(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb in _DOUBLED:
        return f"{verb}{verb[-1]}ed"
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if re.search(r"[^aeiou]y$", verb) else f"{verb}ed"
