"""What an answer to a question after danger comes to: yes, no, or neither.

A plain no is one that nothing in the answer takes back: no time, condition, degree, reason or later "but" of its own.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from app.therapy.dangers.files import entries_of
from app.therapy.lexicon import Lexicon


class Reply(StrEnum):
    """What an answer comes to."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


MAX_ANSWER = 8
"""Words. A sentence longer than this, beside a plain "no", is about something else unless it names what was asked."""
MAX_CORRECTION = 2
"""Words of a sentence that puts another word for the one that was denied."""
_PLEASANT = re.compile(
    r"^(?:(?:i )?promise|honest(?:ly)?|thanks?|thank (?:you|god)|sorry|really|truly|doctor|love|dear|ever|seriously|god"
    r"|touch wood|i swear|of course|honest to god|im fine|im okay|im good|im safe|all good)\b"
)
MAX_ASIDE = 4
"""Words of a clause that may still weaken the "no" before it."""
_REFERS = re.compile(r"\b(?:it|that|them|those|thoughts?|thinking|thought|one|any|i did|ive|once)\b")
_NODS = re.compile(
    r"^(?:yes|yeah|yep|yup|mm|correct|right|thats (?:right|correct|true|it)|exactly|true|sure|indeed|absolutely"
    r"|of course|definitely|nods|nodding|aye|ok|okay|i am|spot on|completely|a hundred percent|you have|you did"
    r"|(?:youd be|youre) (?:\w+ )?right|youve got it|(?:that|it)(?:s| is| would be|d be) (?:fair|right|correct|true)"
    r"|all clear|fine|good|uh huh)\b"
)
_CONTRADICTS = re.compile(
    r"^(?:(?:yes|yeah|well|actually|no|um|oh|but|honestly),? )*(?:i (?:am|do|have|did|was|had|might|could)"
    r"|there (?:is|are|was|were|have been)|it (?:has|does|did)|he (?:does|did|has)|she (?:does|did|has)|wrong|not true"
    r"|not quite|im not sure|i wouldnt say|thats not (?:true|right|quite))\b(?! not\b)"
)
_ACTUALLY = re.compile(r"^(?:well|actually|oh|but|honestly|um),? (?:actually,? )?(?:yes|yeah|yep)\b|^actually\b")
_ABOUT_ASKING = re.compile(r"\b(?:ask\w*|question|figured|expect\w*|wait\w*|go on|know why|fair|right)\b")
_PLAIN_NO = re.compile(r"^(?:\w+,? ){0,2}?(?:no|nope|none|never|nothing)\b")
_PROMISES = re.compile(r"\b(?:id|i would|ill|i will) (?:tell|ring|call|say)\b")
"""Who says whom they would tell speaks of now: "No. Not since March, and I'd tell you"."""
_EMPHATIC = re.compile(
    r"\bno,? (?:seriously|honestly|really|genuinely|truly),? (?:no|im not|i dont|he doesnt|she doesnt)\b"
    r"|^no,? i(?:m| am| feel) (?:\w+ )?(?:safe|fine)$"
)
MAX_LATER = 3
"""Words of a negated sentence that still is the answer where another stands before it; a bare "no" may be longer."""
_BARE_NO = re.compile(
    r"^(?:(?!not\b)\w+,? ){0,2}?(?:no|nope|nah|none|nothing|never|nobody|neither|zero|nought|nil|not at all)\b"
    r"|\bbut,? no\b|, no(?=$|,)"
)
_NOT_SAFE = re.compile(
    r"^(?:\w+,? )?(?:no|nope|nah|never|not|i (?:dont|didnt|havent)"
    r"|(?:it|that|they) (?:hasnt|havent|isnt|arent|doesnt|dont|didnt))\b"
)
_SAID_SAFE = re.compile(
    r"^(?:completely|totally|absolutely|perfectly|entirely|always(?: have| do| am)?|very|(?:of )?course)(?=$|,)"
    r"|^(?:(?!not|never|no ones?|nobodys?|\w+nt\b)\w+,? ){0,3}safe\b"
    r"(?!,? (?:enough|ish|when|if|as long|most|until|unless))"
)
_ENDS_WELL = re.compile(r"\bbut,? (?:yes|yeah|it does|it is|its worth it|i do|i am)\b(?! not\b)")
"""A doubt that ends well after all: "It's a bit rubbish, but yes"."""
_MOSTLY = re.compile(r"\b(?:mostly|bar|apart from|when|unless|as long as|but|except|if|usually|most|no|not)\b")


def reply_of(lines: Sequence[str], *, timed: bool = False) -> tuple[Reply, int | None]:
    """What the lines of an answer come to, and which of them says so. `timed`: the question named a time itself, so
    that "no, not now" says no more than that."""
    no = next((index for index, line in enumerate(lines) if _is_the_no(lines, index)), None)
    if no is not None and any(map(_of("takes_back").finds, (without_lead(lines[no]), *lines[no + 1 :]))):
        return Reply.UNCLEAR, None
    if no is not None and _is_corrected(lines[no:]):
        return Reply.UNCLEAR, None
    emphatic = any(map(_EMPHATIC.search, lines))
    yes = next((index for index, line in enumerate(lines) if not emphatic and _affirms(line, no is not None)), None)
    if no is not None and yes is None and not is_qualified(lines, timed=timed):
        return Reply.NO, no
    if yes is not None and no is None and not _wavers(lines):
        return Reply.YES, yes
    return Reply.UNCLEAR, None


def _is_corrected(lines: Sequence[str]) -> bool:
    """Whether a no to one word is followed by another word: "Not thoughts, no. Plans."."""
    if not _of("contrasts").finds(lines[0]):
        return False
    after = (line.split() for line in lines[1:] if not says_no(line) and not _PLEASANT.search(line))
    return any(0 < len(words) <= MAX_CORRECTION for words in after)


def _is_the_no(lines: Sequence[str], index: int) -> bool:
    """Whether a sentence denies what was asked: it comes first, is a bare no, or says by itself what it denies. What
    else is negated later on is no answer: "Grandad's shotgun. It isn't for the pheasants."."""
    if denies_by_itself(lines[index]):
        return True
    first = all(not without_lead(line) or not line for line in lines[:index])
    short = len(lines[index].split()) <= MAX_LATER
    return says_no(lines[index]) and (first or short or _BARE_NO.search(without_lead(lines[index])) is not None)


def reply_to_denial(lines: Sequence[str]) -> tuple[Reply, int | None]:
    """What an answer comes to where the question said no itself: "So no thoughts of suicide?"."""
    first = next((index for index, line in enumerate(lines) if line), None)
    if first is None or is_qualified(lines):
        return Reply.UNCLEAR, None
    if any(map(_of("takes_back").finds, lines[first + (not says_no(lines[first])) :])):
        return Reply.UNCLEAR, None
    if any(_CONTRADICTS.search(line) or _ACTUALLY.search(line) for line in lines):
        return (Reply.YES if _ACTUALLY.search(lines[first]) else Reply.UNCLEAR), first
    agreeing = next((index for index, line in enumerate(lines) if _NODS.search(line) or says_no(line)), None)
    return (Reply.UNCLEAR, None) if agreeing is None else (Reply.NO, agreeing)


def reply_on_safety(lines: Sequence[str]) -> tuple[Reply, int | None]:
    """What an answer to "do you feel safe?" says about danger: a "yes" is none, a plain "no" may be one."""
    lines = ["" if _ENDS_WELL.search(line) else line for line in lines]
    reply, where = reply_of(lines)
    safe = next((index for index, line in enumerate(lines) if _SAID_SAFE.search(line)), None)
    if safe is not None:
        return Reply.NO, safe
    if reply is Reply.YES:
        doubted = is_qualified(lines) or any(map(_MOSTLY.search, lines))
        return (Reply.UNCLEAR if doubted else Reply.NO), where
    return (Reply.UNCLEAR, None) if any(map(_NOT_SAFE.search, lines)) else (reply, where)


def says_no(line: str) -> bool:
    """Whether a sentence begins with a plain no."""
    bare = without_lead(line)
    if _of("not_no").finds(bare) or _of("not_no").finds(line):
        return False
    return _of("no").finds(bare) or _of("no").finds(line) or denies_by_itself(line)


def denies_by_itself(line: str) -> bool:
    """Whether a sentence says what it denies: "Suicide, absolutely not"."""
    return _of("denies").finds(line)


def is_qualified(lines: Sequence[str], *, timed: bool = False) -> bool:
    """Whether an answer has a time, a condition, a degree or a "but" of its own."""
    echoes = any(map(_PLAIN_NO.search, lines)) and (timed or any(map(_PROMISES.search, lines)))
    emphatic = any(map(_EMPHATIC.search, lines))
    return any(_qualifies(line, echoes) for line in lines if not emphatic or says_no(line))


def without_lead(line: str) -> str:
    """A sentence without what only leads up to it: "well", "oh god", "I know you have to ask"."""
    lead = _of("lead").entries[0].expression
    while (found := lead.match(line)) and line[found.end() :].strip(" ,"):
        line = line[found.end() :].lstrip(" ,")
    return line


def _qualifies(line: str, echoes: bool) -> bool:
    rest = _of("not_hedge").without(line, ",")
    no = says_no(line)
    near = no or len(line.split()) <= MAX_ANSWER or _REFERS.search(line) is not None
    if near and (_of("strong").finds(rest) or (not echoes and _of("time").finds(rest))):
        return True
    if _of("always").finds(rest):
        return True
    clauses = [clause for clause in rest.split(",") if clause.strip()]
    beside = no or len(line.split()) <= MAX_ASIDE
    return beside and any(len(one.split()) <= MAX_ASIDE and _of("weak_hedge").finds(one) for one in clauses)


def _affirms(line: str, beside_no: bool) -> bool:
    if says_no(line) or not (_of("yes").finds(line) or _of("yes").finds(without_lead(line))):
        return False
    return not beside_no or (len(line.split()) <= MAX_ANSWER and not _ABOUT_ASKING.search(line))


def _wavers(lines: Sequence[str]) -> bool:
    """Whether a "maybe" is all the yes there is, and doubted too."""
    sure = any(_affirms(line, False) and not _of("weak").finds(line) for line in lines)
    return not sure and any(map(_of("doubt").finds, lines))


def _of(certainty: str) -> Lexicon:
    return entries_of("answers", certainty)
