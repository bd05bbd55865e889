"""Finds questions about risk and how they were answered: yes, no, or unclear. English only."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.therapy.danger import ASKED, CERTAIN, HINTED, NAMED, STRICT, Kind, kinds_named, lexicon_hits
from app.therapy.dangers.files import entries_of
from app.therapy.dangers.idioms import without_idioms
from app.therapy.dangers.replies import Reply, reply_of, reply_on_safety, reply_to_denial
from app.therapy.lexicon import Lexicon
from app.therapy.transcript import Role, Roles, Transcript
from app.therapy.utterance import Utterance, utterances


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence: text[char_start:char_end] of a segment."""

    segment: int
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class RiskQuestion:
    """A question after danger and its answer. Where none was given in words, it is None and the reply unclear.
    `plain`: both leave no doubt about what was said."""

    kinds: frozenset[Kind]
    question: Place
    answer: Place | None
    reply: Reply
    plain: bool = True


Sentences = Sequence[tuple[Place, Utterance]]

UNKNOWN = "unknown"
"""The speaker of a segment that came without one: any number of people."""
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
    r"|\bnot at all\b|\b(?:ticked|put|marked|circled|answered|said) (?:a |an )?(?:no|not|nought|zero|none|never)\b"
)
_ITEM = re.compile(r"^the (?:one|question|item|box) (?:about|on|for)\b")
_TIMED = re.compile(
    r"\b(?:now|today|tonight|this (?:week|month|morning)|at the moment|currently|lately|recently|since|still)\b"
)
_TAG = re.compile(r",? (?:are|do|have|did|were|would|is|has|does) (?:you|he|she|they|there|it|that)$")
_SAFE = re.compile(
    r"\b(?:feel|felt|are you|were you|is it|you|youre)(?: \w+){0,2}? safe\b(?!.*\b(?:or|hit|hurt|push|touch))"
    r"|\b(?:want|wish|like) to (?:live|be alive|stay alive)\b|\byou (?:agree|consent|say yes)\b|\byour own (?:\w+ )?"
    r"(?:card|money|account|phone|keys?|passport|room)\b|\b(?:allowed|able|free) to\b|\bpermission\b"
)
_NOD = re.compile(r"\bm+-? ?h+m+\b|\buh-? ?huh\b", re.IGNORECASE)
_WEAKENED = re.compile(r"\b(?:never|not), like,|\b(\w+ me) \1\b", re.IGNORECASE)
"""A no that is weakened by words that are otherwise fillers: "He's never, like, hit me hit me"."""
_NO_AT_THE_END = re.compile(r",? (?:no|never|no,? never)$")
"""A sentence that takes back itself what it names: "I worry I'll drop her, but hurt her, no, never"."""
_PLAINLY = re.compile(
    r"\b(?:yes|yeah|yep|i (?:have|do|did|am|was)|he (?:has|does|did)|she (?:has|does|did)|thats right|correct|sometimes"
    r"|often|all the time|every (?:day|night|week)|most (?:days|nights)|twice|once or twice|now and then|a lot|daily)\b"
)
_OPEN = re.compile(r"^(?:(?:and|so|but|okay),? )*(?:what|how|who|where|which|why)\b")
_WHO = re.compile(r"^(?:(?:and|so|but|okay),? )*(?:who|where|which)\b")
_NO = re.compile(r"^(?:\w+,? ){0,2}?(?:no|nope|nah|never|none|nobody|not at all)\b(?! (?:one|body|point|idea)\b)")
_MIRROR = {"your": "my", "yours": "mine", "yourself": "myself", "youre": "im", "youve": "ive", "youd": "id"}
MAX_TALK_BACK = 25
"""Words of a sentence in which a therapist still says back what was heard."""


def danger_questions(transcript: Transcript, roles: Roles | None) -> Iterator[RiskQuestion]:
    """Each question after danger in the order asked. While roles are unknown, anybody may ask and anybody answer."""
    return risk_questions_in([tuple(utterances(segment.text)) for segment in transcript.segments], transcript, roles)


def risk_questions_in(
    said: Sequence[Sequence[Utterance]], transcript: Transcript, roles: Roles | None
) -> Iterator[RiskQuestion]:
    """The same, where the sentences of each segment are at hand."""
    turns = _turns(transcript, roles)
    for number, turn in enumerate(turns):
        if _role(transcript, turn, roles) is Role.PATIENT:
            continue
        after = (later for later in turns[number + 1 :] if _role(transcript, later, roles) is not Role.THERAPIST)
        answer = _sentences(said, transcript, next(after, []))
        yield from _exchanges(_sentences(said, transcript, turn), answer)


def _turns(transcript: Transcript, roles: Roles | None) -> list[list[int]]:
    """The segments by turns. Of a speaker who may be several people, each segment is a turn."""
    segments = transcript.segments
    alone = len(transcript.speakers) == 1

    def turn_of(number: int) -> tuple[str, int]:
        speaker = segments[number].speaker
        several = speaker not in (roles or {}) and (alone or roles is not None or speaker == UNKNOWN)
        return speaker, number if several else -1

    return [list(turn) for _, turn in groupby(range(len(segments)), turn_of)]


def _role(transcript: Transcript, turn: Sequence[int], roles: Roles | None) -> Role | None:
    return (roles or {}).get(transcript.segments[turn[0]].speaker)


def _sentences(said: Sequence[Sequence[Utterance]], transcript: Transcript, turn: Sequence[int]) -> Sentences:
    """The sentences of a turn. What has no words is one of them, since a silence answers too; "mm-hm" is a yes."""
    return [
        (Place(number, one.char_start, one.char_end), _heard(one, transcript.segments[number].text))
        for number in turn
        for one in said[number]
    ]


def _heard(said: Utterance, text: str) -> Utterance:
    if _nods(said, text):
        return said._replace(line="yes")
    weakened = _WEAKENED.search(text, said.char_start, said.char_end)
    return said._replace(line=f"{said.line}, in a way") if weakened else said


def _nods(said: Utterance, text: str) -> bool:
    return said.line in {"", "huh"} and _NOD.search(text, said.char_start, said.char_end) is not None


def _exchanges(said: Sentences, answer: Sentences) -> Iterator[RiskQuestion]:
    kinds = {index: found for index, (_, utterance) in enumerate(said) if (found := _kinds(utterance))}
    hinted = (
        {} if kinds else {index: found for index, (_, one) in enumerate(said) if (found := kinds_named(one, HINTED))}
    )
    if hinted:
        yield from _hinted(said, answer, hinted)
    if not kinds:
        return
    question = said[max(kinds)][1]
    timed = any(_TIMED.search(utterance.line) for _, utterance in said)
    reply, where = _replied(question, answer, timed)
    place = answer[where][0] if where is not None else next((at for at, one in answer if one.line), None)
    if _is_asked(said, kinds, reply):
        plain = reply is not Reply.YES or _is_plain(answer[where or 0][1])
        yield RiskQuestion(frozenset().union(*kinds.values()), said[max(kinds)][0], place, reply, plain)


def _hinted(said: Sentences, answer: Sentences, kinds: dict[int, frozenset[Kind]]) -> Iterator[RiskQuestion]:
    """A plain no to what was asked in words that lead up to a danger as to much else; any other answer says nothing."""
    question = said[max(kinds)][1]
    reply, where = _replied(question, answer, timed=True)
    if reply is Reply.NO and _is_plain_no(question, answer[where or 0][1]) and _puts(question, informs=False):
        yield RiskQuestion(
            frozenset[Kind]().union(*kinds.values()), said[max(kinds)][0], answer[where or 0][0], Reply.NO
        )


def _is_plain_no(question: Utterance, answer: Utterance) -> bool:
    """Whether a "no" answers a question that can be answered by one."""
    return not (_SAFE.search(question.line) or _OPEN.search(question.line)) and _NO.search(answer.line) is not None


def _replied(question: Utterance, answer: Sentences, timed: bool) -> tuple[Reply, int | None]:
    lines = ["" if utterance.asks else utterance.line for _, utterance in answer]
    told = any(any(lexicon_hits(without_idioms(line), *STRICT)) for line in lines if not _NO_AT_THE_END.search(line))
    if _SAFE.search(question.line):
        return reply_on_safety(lines)
    if _WHO.search(question.line):
        return Reply.UNCLEAR, None
    denying = _DENYING.search(question.line) and not _TAG.search(question.line)
    reply, where = reply_to_denial(lines) if denying else reply_of(lines, timed=timed)
    return (Reply.UNCLEAR, None) if told and reply is Reply.NO else (reply, where)


def _is_plain(answer: Utterance) -> bool:
    """Whether a yes is one in so many words: not "I guess", "a bit" or "it crossed my mind"."""
    return _PLAINLY.search(answer.line) is not None


def _kinds(utterance: Utterance) -> frozenset[Kind]:
    """What a sentence asks the patient after; of what others do, only what they may do to the patient."""
    line = utterance.line
    kinds = kinds_named(utterance, NAMED, ASKED) | (_said_to_the_patient(line) if _asks(utterance) else frozenset())
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


def _is_asked(said: Sentences, kinds: dict[int, frozenset[Kind]], reply: Reply) -> bool:
    """Whether the patient is asked: by a sentence that speaks of danger or one that refers back to it; or it is said
    back to them, and they agree. Information that a nod follows is no question."""
    lines = [utterance for _, utterance in said]
    informs = any(_of("notice").finds(one.line) for one in lines)
    for index in kinds:
        puts = _puts(lines[index], informs)
        if puts is not None:
            return puts
        if any(map(_refers_back, lines[index + 1 :])):
            return True
        if not informs and (_is_said_back(lines[index].line, reply) or (reply is Reply.NO and index == len(lines) - 1)):
            return True
    return False


def _puts(utterance: Utterance, informs: bool) -> bool | None:
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
