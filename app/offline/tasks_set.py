"""Sentences that set a task for the time until the next visit, and the task itself."""

import re

from app.offline.disfluency import with_straight_apostrophes
from app.offline.notes_for_patient import is_discreet, own_to_you, without_loose_ends
from app.offline.prompt import Sentence

ACTION_CHARS = 120
LETTERS = 3
PATIENT, THERAPIST = "Patient", "Therapist"

_DOING = (
    "ask|bring|call|check|cook|cut|do|draw|drink|eat|experiment|fill|go|join|keep|list|log|look|meet|note"
    "|notice|pick|plan|post|practi[cs]e|put|read|record|ring|schedule|see|send|set|spend|start|stop|take|talk|tell"
    "|think|track|try|use|visit|walk|watch|write"
)
_ASKED = re.compile(
    r"(?:\b(?:would|will|could|can) you (?:please |just |maybe )?(?:be willing to |be able to |try to |try and )?"
    r"|\b(?:why don't you|how about (?:if )?you|what if you|you might|I(?:'d| would) (?:suggest|recommend)(?: that)?"
    r" you"
    r"|(?:I'd |I would )?(?:encourage|invite|ask|like|want) you to|I'm going to (?:ask|have) you(?: to)?|let's have"
    r" you"
    r"|(?:^|[,;] |\band |\bso )you(?:'ll| will|'re going to| are going to)"
    r"|your (?:job|task|assignment)(?: \w+){0,3} is to"
    r"|we"
    r" agreed(?: that)?"
    r" you(?:'d| would|'ll)) (?:just |maybe |also )?"
    r"|\bI(?:'d| would) (?:like|love) you to (?:do is (?:to\b)?)?|\bI (?:want|need) you to "
    r"|\b(?:your|the) homework (?:\w+ ){0,4}is to |\btry to |\bsee if you can "
    r"|^(?:So,? |And |Just |Please |Then )*(?!.*\?$))"
    rf"\W{{0,3}}(?:(?:uh|um)\W+)?(?P<task>(?:{_DOING})\b.*)",
    re.I,
)
_PROMISED = re.compile(
    rf"\bI(?:'ll| will|'m going to| am going to|'m gonna| can) (?:just |definitely |also |try to |try and"
    rf" )*(?P<task>(?:{_DOING})\b.*)",
    re.I,
)
_WRITTEN = re.compile(
    r"^(?:So,? |And |Just )*(?P<task>(?:an?|one|two|three) (?:\w+ )?(?:line|list|note|page|sentence|word)s?\b.*)", re.I
)
"""Something to be written, named without its verb, as homework often is."""
_AGREED = re.compile(
    r"^(?:(?:um|uh|oh|well|mm|mhm)\W+)*(?:yes|yeah|absolutely|definitely|of course|sounds? good|that sounds|I think"
    r" I (?:can|could)|I'll try|I could do|that works|deal|fine|right|yep|ok|okay|all right|alright|sure|I will|I'll"
    r"|I can|tonight|tomorrow)\b",
    re.I,
)
_HERE_AND_NOW = re.compile(r"\b(?:me|now|here|together)\b", re.I)
_UNTIL_THEN = re.compile(
    r"\b(?:this (?:coming )?week|next (?:week|time|visit|session|\w+day)|between now and|until (?:next|then|we|I see)"
    r"|(?:over|in|for) the (?:next|coming|week)|before (?:next|you (?:come|send)|we (?:meet|talk)|our|I see)"
    r"|(?:when|by the time) I see you|tonight|tomorrow|homework"
    r"|(?:each|every) (?:day|night|morning|evening|week|lunch)"
    r"|(?:on |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.I,
)
_FOR_NEXT_TIME = re.compile(r"^(?:bring me|keep an? (?:\w+ )?(?:diary|log|journal|record|list))\b", re.I)
_IN_THE_ROOM = re.compile(
    r"^(?:tell me|do (?:you|I|we|it|that|this|something|a couple)\b|think (?:of|you|that|it)|see (?:how|what|that|you)"
    r"|look at (?:it|me|this|that)|talk (?:to me|more|about)|come in|go on|take your time|put that|say)",
    re.I,
)
_CLAUSE_END = re.compile(r"[,;:.?!…—]|--| (?:and|but|so|because|if|when|before|until|as|while) (?:I|we|you)\b")
_POINTING = frozenset(
    "it this that those these them him her you your therapist something anything thing things more down out off".split()
)
"""What does not say by itself what a task is about."""
_NOT_SET = re.compile(
    r"\bhomework$|\b(?:drink|smoke|use|eat|take)\b.{0,20}\b(?:beers?|wine|drinks?|weed|joints?|cigarettes?|drugs?)\b",
    re.I,
)
_ME = re.compile(r"\bme\b")
_I = re.compile(r"\b(?:I|we|us|our)\b")
_FOR_ME = re.compile(r" (?:for|with) me\b")


def task_set_in(sentence: Sentence, segment: str, reply: str = "") -> str | None:
    """What is to be done, starting with its verb; None where `sentence`, out of `segment`, sets no task.

    The therapist asks for it, or the patient says that they will; and it is said for when, or the patient's `reply`
    to a question agrees to something that is not for here and now. A task that would name somebody is left out.
    """
    text = with_straight_apostrophes(sentence.text)
    theirs = sentence.speaker == THERAPIST
    if theirs and (written := _WRITTEN.match(text)) and _UNTIL_THEN.search(text) and not text.endswith("?"):
        return _worded(f"write {written['task'][0].lower()}{written['task'][1:]}", theirs)
    found = (_ASKED if theirs else _PROMISED).search(text)
    if not found or _IN_THE_ROOM.match(found["task"]):
        return None
    timed = _UNTIL_THEN.search(with_straight_apostrophes(segment) if theirs and text.endswith("?") else text)
    agreed = (
        theirs
        and text.endswith("?")
        and _AGREED.match(with_straight_apostrophes(reply))
        and not _HERE_AND_NOW.search(found["task"])
    )
    if not timed and not agreed and not (theirs and _FOR_NEXT_TIME.match(found["task"])):
        return None
    return _worded(found["task"], theirs)


def says_what(task: str) -> bool:
    """Whether a task has a word behind its verb that says what it is about."""
    return any(len(word) >= LETTERS and word.lower() not in _POINTING for word in task.split()[1:])


def _worded(said: str, by_therapist: bool) -> str | None:
    end = _CLAUSE_END.search(said)
    clause = said[: end.start()] if end else said
    told = _ME.sub("your therapist", _FOR_ME.sub("", clause)) if by_therapist else own_to_you(clause)
    task = without_loose_ends(told.strip())
    if not says_what(task) or len(task) > ACTION_CHARS or _I.search(task) or not is_discreet(task):
        return None
    if _NOT_SET.search(task):
        return None
    return task[0].upper() + task[1:]
