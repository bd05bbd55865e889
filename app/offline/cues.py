"""Turns of phrase by which a sentence shows what it is: a realization, a habit, a skill in use, a goal."""

import re

from app.offline.prompt import Sentence
from app.therapy.wording import words

FEWEST_WORDS = 4
LONGEST_COUNTED = 25
"""Words; a longer sentence is taken to say no more."""


def _cue(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


REALIZATION = _cue(
    r"I(?:'ve| have)? (?:just |suddenly |finally |only )?(?:reali[sz]ed?|noticed?|discovered|figured out|found out)",
    r"I (?:see now|can see (?:now|it's|that|where|how))",
    r"I(?:'d| had)? never (?:thought|knew|saw|realised|realized)",
    r"it (?:dawned on|hit|struck|occurred to) me",
    r"I(?:'m| am) starting to (?:see|think|understand|feel)",
    r"I understand now",
    r"it (?:makes|made) sense",
)
PATTERN = _cue(
    "every time",
    "each time",
    "whenever",
    r"I(?:'ve| have)? (?:just |still |only )?(?:always|usually|keep|kept|tend to)",
    "again and again",
    "over and over",
    r"most (?:nights|days|mornings|evenings)",
    r"every (?:night|day|morning|week|evening)",
    "all the time",
)
STRUGGLE = _cue(
    r"I (?:can't|cannot|couldn't|could not)",
    r"I(?:'m| am| was) (?:afraid|scared|frightened|worried|stuck|struggling)",
    r"I (?:struggle|avoid|worry|give up|gave up|put it off)",
    r"(?:hard|difficult|tough) (?:for me|to)",
    r"I don't (?:know how|think I can|have the)",
    "too much for me",
)
STRENGTH = _cue(
    r"I (?:managed|got through|stood up|asked for|stuck with|dealt with|handled|faced|apologi[sz]ed)",
    r"I(?:'m| am| was| felt) (?:proud|able|good at|determined)",
    r"I did (?:it|all|them|that|manage)",
    r"I (?:care about|look after|take care)",
    r"I told (?:him|her|them|my \w+)",
)
CHANGE = _cue(
    r"I(?:'ve| have)? (?:started|stopped|begun|quit|cut down|cut back)",
    r"(?:for )?the first time (?:I|in|since)",
    r"I (?:don't|do not|didn't) \w+ (?:it |that |them )?(?:any ?more|this time)",
    r"I used to .{0,200}\bnow",
    r"instead of .{0,200}\bI",
    r"this (?:week|time) I",
)
GOAL = _cue(
    r"my goal (?:is|was) to",
    r"I(?:'d| would) (?:really )?(?:like|love) to",
    r"I (?:really |just )?want to",
    "I hope to",
)
SPEAKING = _cue("say", "tell", "ask", "talk", "know", "read", "hear", "mention", "add", "thank")
OPENED = _cue(
    r"never told any(?:one|body)", r"I(?:'ve| have) never said", r"I(?:'m| am) ashamed", r"to be honest", "honestly"
)
CLOSED = _cue(r"I(?:'d| would) rather not", r"I don't want to (?:talk|say|go into|discuss)", "none of your business")
ALLIED = _cue(
    r"(?:talking|coming) (?:here|to you|about it|about this)",
    r"(?:thank you|thanks)",
    r"you(?:'ve| have)? (?:told|taught|showed|helped) me",
    r"(?:this|that) (?:helps|helped|is helpful|was helpful)",
)
AT_ODDS = _cue(
    r"you don't (?:understand|get it|listen)", r"(?:this|it) (?:isn't|is not) (?:helping|working)", "waste of time"
)
SYMPTOM = _cue(
    r"sleep\w*", r"slept", r"anxi\w+", r"panic\w*", r"depress\w+", r"worr(?:y|ies|ying)", r"nightmares?", r"mood",
    r"energy", r"appetite", r"crav\w+", r"pain", r"stress\w*", r"headaches?", r"drink\w*", r"smok\w+",
)  # fmt: skip
LIGHTER = _cue(
    "better",
    "less",
    "fewer",
    "easier",
    "calmer",
    "lighter",
    "improv\\w+",
    "gone",
    "cut (?:down|back)",
    "through the night",
)
HEAVIER = _cue("worse", "more", "harder", "bad", "terrible", "can't", "not", "don't", "didn't", "isn't", "hardly")
BEGINNING = _cue("tried", "try", "trying", "first", "started", "forgot", "a bit", "once", "might", "could")
AT_HOME = _cue("every day", "always", "every time", "use it", "used it", "again", "twice", "all of")
UNDONE = _cue(r"(?:don't|didn't|haven't|never|not|can't|couldn't|won't|should|would|could|can|might|used to|if)")

SKILLS = {
    "paced breathing": _cue(r"breath(?:e|ing|ed|s)?(?: out| in)?", "inhale", "exhale"),
    "keeping a log": _cue(
        "journal(?:ing)?", "diary", "notebook", "wrote (?:it|them|that) down", "kept a log", "readings"
    ),
    "thought record": _cue("thought records?"),
    "noticing thoughts as thoughts": _cue("having the thought"),
    "grounding": _cue("grounding", "grounded"),
    "mindfulness": _cue("mindful\\w*", "meditat\\w+"),
    "moving the body": _cue(
        r"went for a (?:walk|run|swim)",
        r"walk(?:ed|s)? (?:to|round|around|home|for|every|twice|the dog)",
        "exercis\\w+",
        "gym",
        "yoga",
        "swam",
    ),
    "asking for support": _cue(
        "called (?:him|her|them|my \\w+|a friend)", "woke (?:him|her|them) up", "asked for help"
    ),
    "saying what one needs": _cue("I told (?:him|her|them) (?:that )?I", "I said no", "set a boundary", "boundaries"),
    "going step by step": _cue("one step at a time", "step by step", "little by little", "baby steps"),
    "relaxation": _cue("relax(?:ed|ation|ing)?", "cold (?:cloth|water)", "music"),
}
"""Coping skills by the names used in answers, and the words they show in."""


def having(said: list[Sentence], cue: re.Pattern[str], most: int) -> list[Sentence]:
    """At most `most` of the sentences that have the cue, the fullest of them, in the order spoken."""
    found = [
        s for s in said if cue.search(straight(s.text)) and _length(s) >= FEWEST_WORDS and not s.text.endswith("?")
    ]
    return sorted(sorted(found, key=_length, reverse=True)[:most], key=said.index)


def straight(text: str) -> str:
    """With typewriter apostrophes, as the cues are written."""
    return text.replace("’", "'")


def _length(sentence: Sentence) -> int:
    return min(LONGEST_COUNTED, len(words(sentence.text)))
