"""Questions after danger, and what was answered: yes, no, or neither. English only."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.therapy.danger import Kind, named
from app.therapy.dangers.phrasing import compiled
from app.therapy.transcript import Role, Roles, Transcript
from app.therapy.utterance import Utterance, utterances


class Reply(StrEnum):
    """What an answer comes to."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: text[char_start:char_end] of a segment."""

    segment: int
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question after danger and its answer. Where none was given in words, it is None and the reply unclear."""

    kinds: frozenset[Kind]
    question: Place
    answer: Place | None
    reply: Reply


Sentences = Sequence[tuple[Place, Utterance]]

_ASKING = re.compile(
    r"^(?:(?:so|and|but|okay|ok|well|now|then|just|also|right|um|sorry),? )*(?:any|have you|do you|did you|are you"
    r"|were you|has there|is there|was there|has (?:anyone|anybody|he|she|it|that)|does (?:he|she)|did (?:he|she"
    r"|anyone)|ever|can i ask|could i ask|may i ask|i wonder|im wondering|i was wondering|let me ask|tell me if"
    r"|what about|id like to ask|i (?:have|need|want|would like|wanted) to ask|im (?:going|gonna) to ask|i(?:m"
    r"| am) asking)\b"
)
_TO_PATIENT = re.compile(
    r"\b(?:you|your|youre|youve|youd|yourself)\b|^(?:and |so |or |okay |any |ever |has |have |thoughts |no )"
    r"|^(?:is|was|are|were) (?:that|this|those|these|it)\b|^the (?:one|question|item|box) (?:about|on|for)\b"
    r"|^relapsed\b"
)
_OF_ANOTHER = re.compile(
    r"\b(?:him|her|them)sel(?:f|ves)\b|\b(?:his|her|their) own\b|\b(?:did|does|has|is|was|had) (?:he|she|they"
    r"|your (?!thoughts?|mind|life|plans?)\w+)\b"
)
_OF_PATIENT = re.compile(r"\byourself\b|\b(?:have|do|did|are|were|had|can|could) you\b|\byou ever\b")
_ONLY_ASKED = {
    Kind.SUICIDAL_THOUGHTS: compiled(
        (
            r"dark thoughts|how safe (?:do|are|would) you|keep(?:ing)? yourself safe|safe (?:from|with) yourself"
            r"|not (?:carry|carrying|go|going) on",
        )
    ),
    Kind.SELF_HARM: compiled(
        (
            r"(?:take|took|taking) it out on (?:yourself|your body)|hurt on purpose|(?:hurt|harm|cut|burn"
            r"|scratch)ing of yourself",
            r"(?:marks|scratches|cuts|burns|scars|lines|blood|bandages?)(?: \w+){0,2}? on your (?:\w+ )?(?:hands?|arms?"
            r"|wrists?|legs?|thighs?|forearms?|sleeves?|stomach)|(?:elastic|rubber|hair) band|from (?:cutting|burning)",
        )
    ),
    Kind.HARM_TO_OTHERS: compiled((r"lose control with|lash(?:ed|ing)? out at|act on (?:it|that|them)",)),
    Kind.ABUSE: compiled(
        (
            r"(?:are|do|did|were|feel|felt) you(?: \w+){0,2}? safe(?= with| at home| there|$|, )|rough with you"
            r"|(?:frighten\w*|scare\w*) (?:of|you)|(?:push|pushed|grab|grabbed|locked|lock|hits?) you"
            r"|(?:bruis\w+|black eye|split lip|cut lip|marks? on your (?:neck|throat|face))",
        )
    ),
}
"""Words for danger in a therapist's question, and for much else elsewhere."""
_NO = re.compile(
    r"^(?:(?:oh|god|um|well|yeah|haha|ha|okay|ok|honestly|honest|i mean|look|see|christ|jesus|lord|er|my|good|goodness"
    r"|gracious|gosh|heavens|heaven|hand on heart|cross my heart|i (?:can )?(?:swear|promise)(?: you)?|truthfully"
    r"|blimey"
    r"|thankfully|thank god|ah|hm+|sorry|and|but|to be honest),? )*(?:no|nope|nah|naw|nay"
    r"|never|none|nothing|neither|nil|nowt|negative|far from it|perish the thought|dont be (?:daft|silly)"
    r"|not (?:at all|once|ever|me|even|since|in|a|likely|anything|either|remotely|one)|(?:of )?course not"
    r"|absolutely not"
    r"|definitely not|certainly not|i(?: (?:would|can|do|must))? deny (?:it|that|all|any|both|everything)"
    r"|(?:thats|its|that would be|that is|id say|i can (?:honestly )?say|(?:the|my) answers?(?: is)?)(?: an?)?"
    r"(?: (?:firm|definite|clear|big|hard|flat|straight))? no$|i wouldnt dream"
    r"|i (?:dont|havent|didnt|wouldnt|hadnt|never|wont|couldnt|(?:do|have|did|would|had|will|could) not)(?! (?:know"
    r"|want to (?:talk|say|answer"
    r"|go into|get into|discuss|think)|think so|like (?:to|talking)|remember|really know|feel (?:comfortable"
    r"|ready)))|im not(?! (?:sure|going to|gonna|ready|comfortable))|i would never|id never|ive never|(?:he|she|they)"
    r" (?:doesnt|dont|never|didnt|hasnt|havent|wouldnt|(?:does|do|did|has|have|would) not)|hes never|shes never"
    r"|hed never|shed never"
    r"|it (?:hasnt|doesnt|didnt|never|isnt|wasnt|(?:has|does|did) not)|god forbid|shakes? (?:(?:his|her|their"
    r"|my) )?head|hell no|heavens no"
    r"|nobody has|no one has|nothing like that)\b"
)
_YES = re.compile(
    r"^(?:(?:oh|god|um|well|honestly|i mean|look|er|to be honest|if im honest|i guess|i suppose|and|but|so|kind of"
    r"|only|maybe|probably|just),? )*(?:yes|nods?|nodding|yeah|yep|yup|ya|aye|uh huh|sometimes|sort of|kind of|kinda"
    r"|a bit|a little|a few times|once|twice|once or twice|occasionally|often|(?:maybe|perhaps|probably)(?! not)"
    r"|i guess"
    r"|i suppose|thats (?:the one|right|true|how it)|course i (?:do|have|did|am)|that i (?:do|have|did)|a lot"
    r"|every (?:night|day|week|morning)|most (?:days|nights)|at (?:times|night|the weekend)"
    r"|now and (?:then|again)|from time to time|on and off|off and on|lately|last (?:week|night|month|year|summer"
    r"|winter|spring|autumn|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|i (?:(?:have|do|did|am|was"
    r"|had)(?=$|,| (?:once|a|sometimes|back|then|when|before|thoughts?|last|years|too))|think about it"
    r"|thought about it|used to|still do|might|could)(?! not\b)|ive (?:thought|had|wondered|considered|done)"
    r"|its (?:crossed|been|there|always)|it (?:(?:has|did|does|was|is)(?=$|, )|crossed|crosses|happens|happened"
    r"|comes)|he (?:has|does|did|hits|hit)|she (?:has|does|did|hits|hit)|they (?:have|do|did)|all the time"
    r"|definitely|of course(?! not)|true|right|correct|exactly|more than once|only (?:once|when|at|in)|when i"
    r"|not (?:any ?more|lately|recently|these days|now)|years ago|a while ago|back (?:then|when|in))\b"
)
_HEDGE = re.compile(
    r"\b(?:not really|not exactly|not actively|not seriously|not as such|not like that|nothing serious|sometimes"
    r"|maybe|it depends|depends|kind of|sort of|i guess|i suppose|used to|not any ?more|not lately|not recently"
    r"|not (?:right )?now|not at the moment|once or twice|a little|not today|not this week|i dont think so"
    r"|i dont know|wouldnt (?:act|do it|go through)|would never act|not often|not much|hard to say|not in that way"
    r"|probably not|not properly|hardly ever|not yet|more like|if im honest|only (?:when|once|if))\b|, well$|\bwell$"
)
_MOST_HEDGED = 6
"""Words. A hedge in a longer sentence than this, after a plain "no", is about something else."""
_WEAK_YES = re.compile(r"^(?:um |well )?(?:maybe|perhaps|possibly|probably)$")
_DOUBT = re.compile(r"\b(?:not really|i dont know|dont think so|not sure|idk|hard to say)\b")
_SAFE = re.compile(r"\b(?:feel|felt|are you|were you|is it|you)(?: \w+){0,2}? safe\b(?!.*\b(?:or|hit|hurt|push|touch))")
_SAID_SAFE = re.compile(
    r"^(?:(?!not|never|\w+nt\b)\w+,? ){0,3}safe\b(?!,? (?:enough|ish|when|if|as long|most|until|unless))"
)
_NOT_SAFE = re.compile(r"^(?:\w+,? )?(?:no|nope|nah|never|not|i (?:dont|didnt|havent))\b")
_MOSTLY = re.compile(r"\b(?:mostly|when|unless|as long as|but|except|if|usually|most|no|not)\b")
_NOD = re.compile(r"\bm+-? ?h+m+\b|\buh-? ?huh\b", re.IGNORECASE)
_ABOUT_ASKING = re.compile(r"\b(?:ask\w*|question|figured|expect\w*|wait\w*|go on|know why|fair|right)\b")


def asked(transcript: Transcript, roles: Roles | None) -> Iterator[Asked]:
    """Each question after danger in the order asked. While roles are unknown, anybody may ask and anybody answer."""
    segments = transcript.segments
    turns = [list(turn) for _, turn in groupby(range(len(segments)), lambda number: segments[number].speaker)]
    for number, turn in enumerate(turns):
        if _role(transcript, turn, roles) is Role.PATIENT:
            continue
        after = (later for later in turns[number + 1 :] if _role(transcript, later, roles) is not Role.THERAPIST)
        answer = _sentences(transcript, next(after, []))
        yield from _exchanges(_sentences(transcript, turn), answer)


def _role(transcript: Transcript, turn: Sequence[int], roles: Roles | None) -> Role | None:
    return (roles or {}).get(transcript.segments[turn[0]].speaker)


def _sentences(transcript: Transcript, turn: Sequence[int]) -> Sentences:
    """The sentences of a turn. What has no words is one of them, since a silence answers too; "mm-hm" is a yes."""
    texts = {number: transcript.segments[number].text for number in turn}
    return [
        (Place(number, said.char_start, said.char_end), said._replace(line="yes") if _nods(said, text) else said)
        for number, text in texts.items()
        for said in utterances(text)
    ]


def _nods(said: Utterance, text: str) -> bool:
    return said.line in {"", "huh"} and _NOD.search(text, said.char_start, said.char_end) is not None


def _exchanges(said: Sentences, answer: Sentences) -> Iterator[Asked]:
    kinds = {index: found for index, (_, utterance) in enumerate(said) if (found := _kinds(utterance))}
    if not kinds:
        return
    place, reply = _replied(answer)
    if _SAFE.search(said[max(kinds)][1].line):
        reply = _of_safety(reply, answer)
    rest = [utterance for _, utterance in said[min(kinds) :]]
    to_patient = any(_TO_PATIENT.search(utterance.line) for utterance in rest)
    if to_patient and (reply is Reply.YES or any(map(_asks, rest))):
        yield Asked(frozenset().union(*kinds.values()), said[max(kinds)][0], place, reply)


def _kinds(utterance: Utterance) -> frozenset[Kind]:
    """What a sentence asks the patient after; of what others do, only what they may do to the patient."""
    line = utterance.line
    kinds = named(utterance) | {kind for kind, words in _ONLY_ASKED.items() if words.search(line)}
    if _OF_ANOTHER.search(line) and not _OF_PATIENT.search(line):
        return kinds & {Kind.ABUSE}
    return kinds


def _asks(utterance: Utterance) -> bool:
    return utterance.asks or _ASKING.search(utterance.line) is not None


def _replied(answer: Sentences) -> tuple[Place | None, Reply]:
    """What a turn answers, and the sentence that says so, or the first one where none does."""
    no = next((place for place, utterance in answer if _NO.search(utterance.line)), None)
    yes = next((place for place, utterance in answer if _affirms(utterance, bool(no))), None)
    if no and not yes and not _hedged(answer):
        return no, Reply.NO
    if yes and not no and not _wavers(answer):
        return yes, Reply.YES
    return next((place for place, utterance in answer if utterance.line), None), Reply.UNCLEAR


def _of_safety(reply: Reply, answer: Sentences) -> Reply:
    """What a reply to "do you feel safe?" says about danger: a "yes" is none, a plain "no" may be one."""
    lines = [utterance.line for _, utterance in answer]
    if any(map(_SAID_SAFE.search, lines)):
        return Reply.NO
    if reply is Reply.YES:
        return Reply.UNCLEAR if _hedged(answer) or any(map(_MOSTLY.search, lines)) else Reply.NO
    return Reply.UNCLEAR if any(map(_NOT_SAFE.search, lines)) else reply


def _affirms(utterance: Utterance, beside_no: bool) -> bool:
    line = utterance.line
    if _NO.search(line) or not _YES.search(line):
        return False
    return not beside_no or (len(line.split()) <= _MOST_HEDGED and not _ABOUT_ASKING.search(line))


def _wavers(answer: Sentences) -> bool:
    """Whether a "maybe" is all the yes there is, and doubted too."""
    lines = [utterance.line for _, utterance in answer]
    sure = any(_YES.search(line) and not _WEAK_YES.search(line) for line in lines)
    return not sure and any(map(_DOUBT.search, lines))


def _hedged(answer: Sentences) -> bool:
    """Whether a "no" is taken back, wholly or in part."""
    return any(_takes_back(utterance) for _, utterance in answer)


def _takes_back(utterance: Utterance) -> bool:
    short = len(utterance.line.split()) <= _MOST_HEDGED
    beside_no = short or _NO.search(utterance.line) is not None
    return beside_no and _HEDGE.search(utterance.line) is not None
