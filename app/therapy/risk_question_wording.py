"""How a therapist asks after danger: what one turn asks the patient after, and whether it asks at all. English only."""

import re
from collections.abc import Mapping, Sequence

from app.therapy.danger import ASKED, CERTAIN, NAMED, Kind, kinds_named, lexicon_hits
from app.therapy.dangers.files import entries_of
from app.therapy.dangers.idioms import without_idioms
from app.therapy.dangers.replies import Reply
from app.therapy.lexicon import Lexicon
from app.therapy.utterance import Utterance

_ASKING = re.compile(
    r"^(?:(?:so|and|but|okay|ok|well|now|then|just|also|right|um|sorry),? )*(?:any|have you|do you|did you|are you"
    r"|were you|has there|is there|was there|has (?:anyone|anybody|he|she|it|that)|does (?:he|she)|did (?:he|she"
    r"|anyone)|ever|can i ask|could i ask|may i ask|i wonder|im wondering|i was wondering|let me ask|tell me if"
    r"|what about|id like to ask|i (?:have|need|want|would like|wanted) to ask|im (?:going|gonna) to ask|i(?:m"
    r"| am) asking|would you|could you|when you say|by that)\b"
    r"|\bi (?:have|need|want|would like|wanted) to ask\b|\bid like to ask\b"
    r"|^you (?:left|ticked|skipped|circled|crossed|put)\b"
)
_TO_PATIENT = re.compile(
    r"\b(?:you|your|youre|youve|youd|yourself)\b"
    r"|^(?:and |so |or |okay |any |ever |has |have |thoughts |do thoughts |no |nothing )"
    r"|^(?:is|was|are|were) (?:that|this|those|these|it)\b|^the (?:one|question|item|box) (?:about|on|for)\b"
    r"|\b(?:does|did|is|has|do|are|were|was) (?:it|he|she|they|things|anyone|anybody|someone"
    r"|the (?:arguments|thoughts))\b"
    r"|^relapsed\b|^(?:id|i would) like to ask|^(?:i (?:have|need|want|wanted) to ask|can i ask)\b"
)
MAX_BARE = 6
"""Words of a question that names a danger and nobody: "Suicidal thoughts?"."""
_OF_ANOTHER = re.compile(
    r"\b(?:him|her|them)sel(?:f|ves)\b|\b(?:his|her|their) own\b|\b(?:did|does|has|is|was|had) (?:he|she|they"
    r"|your (?!thoughts?|mind|life|plans?)\w+)\b"
)
_OF_YOU = re.compile(r"^(?:(?:so|and|but|then|okay|sounds like|it sounds like),? )*(?:you|your|youre|youve|youd)\b")
_OF_PATIENT = re.compile(r"\byourself\b|\b(?:have|do|did|are|were|had|can|could|would) you\b|\byou ever\b")
_DENYING = re.compile(
    r"^(?:(?:so|and|okay|ok|just to (?:check|be (?:sure|clear))|to be (?:sure|clear)|but|right|then|good|i take it"
    r"|i hear|im hearing|it sounds like|sounds like|im guessing|i assume|as far as i (?:know|understand)|still"
    r"|again|well|now|can i check|youre saying|you said|you say|i gather|i understand|im assuming|thats a no"
    r"|just checking|am i right that|is it right that|is it (?:safe|fair) to say(?: that)?),? )*"
    r"(?:theres |there (?:is|are|have been|has been|were|was) "
    r"|you have |youve had |youve |you are |youre |you |he |she |hes |shes |its |it |that |nobody|no one)?"
    r"(?:no|not|nothing|none|never|nobodys?|dont|havent|didnt|wouldnt|arent|werent|isnt|hasnt|doesnt|there(?:s| is)nt"
    r"|there arent|havent (?:been|had))\b"
    r"|^(?!(?:do|did|have|has|are|is|was|were|would|could|can|will|what|how|why|when|where|who)\b).*\b(?:youre|you are"
    r"|youve|you have|you) (?:not|never|no|nothing|dont|didnt|havent|arent|wouldnt)\b"
    r"|^(?:so |and |but )?(?:it would|itd|would it) be fair to say (?:that )?(?:theres|there is|you have) no\b"
    r"|^(?:so |and |but )?(?:would i be right|am i right|is it (?:right|fair|true)|would it be (?:right|fair))\b.*"
    r"\b(?:no|not|never|nothing|dont|havent|arent|wouldnt)\b"
    r"|\bnot at all\b|\b(?:ticked|put|marked|circled|answered|said) (?:a |an )?(?:no|not|nought|zero|none|never)\b"
)
_ITEM = re.compile(r"^the (?:one|question|item|box) (?:about|on|for)\b")
_TAG = re.compile(r",? (?:are|do|have|did|were|would|is|has|does) (?:you|he|she|they|there|it|that)$")
_MIRROR = {"your": "my", "yours": "mine", "yourself": "myself", "youre": "im", "youve": "ive", "youd": "id"}
MAX_TALK_BACK = 25
"""Words of a sentence in which a therapist still says back what was heard."""


def kinds_asked(utterance: Utterance) -> frozenset[Kind]:
    """What a sentence asks the patient after; of what others do, only what they may do to the patient."""
    line = utterance.line
    kinds = kinds_named(utterance, NAMED)
    if _asks(utterance):
        kinds |= kinds_named(utterance, ASKED) | _said_to_the_patient(line)
    elif _OF_YOU.search(line):
        kinds |= kinds_named(utterance, ASKED)
    if _OF_ANOTHER.search(line) and not _OF_PATIENT.search(line):
        return kinds & {Kind.ABUSE}
    return kinds


def _said_to_the_patient(line: str) -> frozenset[Kind]:
    """The kinds that a sentence would speak of if the patient said it: "have you counted your tablets" as "i counted
    my tablets"."""
    if not re.search(r"\byou", line):
        return frozenset()
    words = without_idioms(line).split(" ")
    kinds: set[Kind] = set()
    for you in ("i", "me"):
        mirrored = " ".join(_mirrored(word, you) for word in words)
        kinds |= {hit.kind for hit in lexicon_hits(mirrored, CERTAIN)}
    return frozenset(kinds)


def _mirrored(word: str, you: str) -> str:
    bare = word.rstrip(",")
    return (you if bare == "you" else _MIRROR.get(bare, bare)) + word[len(bare) :]


def denies(line: str) -> bool:
    """Whether a question says no itself: "So no thoughts of suicide?"."""
    return _DENYING.search(line) is not None and _TAG.search(line) is None


def is_asked(lines: Sequence[Utterance], kinds: Mapping[int, frozenset[Kind]], reply: Reply) -> bool:
    """Whether the patient is asked: by a sentence that speaks of danger or one that refers back to it; or it is said
    back to them, and they agree. Information that a nod follows is no question."""
    informs = informs_of_limits(lines)
    for index in kinds:
        puts = is_put(lines[index], informs)
        if puts is not None:
            return puts
        if any(map(_refers_back, lines[index + 1 :])):
            return True
        if not informs and (_is_said_back(lines[index].line, reply) or (reply is Reply.NO and index == len(lines) - 1)):
            return True
    return False


def informs_of_limits(lines: Sequence[Utterance]) -> bool:
    """Whether a turn is information: what is confidential, and where there is help."""
    return any(_of("notice").finds(one.line) for one in lines)


def is_put(utterance: Utterance, informs: bool) -> bool | None:
    """Whether a sentence that speaks of danger puts it to the patient; None where it is no question."""
    line = utterance.line
    addressed = _TO_PATIENT.search(line) or len(line.split()) <= MAX_BARE
    consents = _of("consent").finds(line)
    if not _asks(utterance) or not addressed or (consents and _of("notice").finds(line)):
        return None
    return not (informs and consents and not _ASKING.search(line))


def _refers_back(later: Utterance) -> bool:
    return _asks(later) and _of("refers").finds(later.line) and not _of("consent").finds(later.line)


def _is_said_back(line: str, reply: Reply) -> bool:
    """Whether a therapist says back what was heard, and the patient agrees."""
    says_back = _of("reflects").finds(line) or _ITEM.search(line)
    if not says_back or _of("no_reflection").finds(line) or len(line.split()) > MAX_TALK_BACK:
        return False
    return reply is Reply.YES or (reply is Reply.NO and _DENYING.search(line) is not None)


def _of(certainty: str) -> Lexicon:
    return entries_of("answers", certainty)


def _asks(utterance: Utterance) -> bool:
    return utterance.asks or _ASKING.search(utterance.line) is not None
