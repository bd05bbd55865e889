"""Finds questions about risk and how they were answered: yes, no, or unclear. English only."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.therapy.danger import HINTED, STRICT, Kind, kinds_named, lexicon_hits
from app.therapy.dangers import asking
from app.therapy.dangers.idioms import without_idioms
from app.therapy.dangers.replies import Reply, denies_by_itself, reply_of, reply_on_safety, reply_to_denial, says_no
from app.therapy.risk_question_wording import denies, informs_of_limits, is_asked, is_put, kinds_asked
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
_TIMED = re.compile(
    r"\b(?:now|today|tonight|this (?:week|month|morning)|at the moment|currently|lately|recently|since|still)\b"
)
_SAFE = re.compile(
    r"\b(?:feel|felt|are you|were you|is it|you|youre)(?: \w+){0,2}? safe\b(?!.*\b(?:or|hit|hurt|push|touch))"
    r"|\b(?:want|wish|like) to (?:live|be alive|stay alive)\b|\bworth living\b"
    r"|\b(?:stopped|gone away|behind you)\b|\byou (?:agree|consent|say yes)\b"
    r"|^(?!.*\b(?:stop|prevent|keep|tak(?:e|ing)|control|check))"
    r".*\byour own (?:\w+ )?"
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
_OPEN = re.compile(r"^(?:(?:and|so|but|okay),? )*(?:what|when|how|who|where|which|why)\b")
_WHO = re.compile(r"^(?:(?:and|so|but|okay),? )*(?:who|where|which)\b")
MAX_ANSWER = 4
"""Sentences of an answer that still are about the question."""
_DENIES = re.compile(r"\b(?:no|nope|nah|not|never|none|nothing|nobody|neither|nil|zero|course|\w+nt)\b")
"""Without one of these words an answer to what is no question denies nothing."""
_NO = re.compile(r"^(?:\w+,? ){0,2}?(?:no|nope|nah|never|none|nobody|not at all)\b(?! (?:one|body|point|idea)\b)")


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
    found = list(_known(said, answer))
    yield from found or _likened(said, answer)


def _known(said: Sentences, answer: Sentences) -> Iterator[RiskQuestion]:
    """The question that the rules find in a turn."""
    kinds = {index: found for index, (_, utterance) in enumerate(said) if (found := kinds_asked(utterance))}
    hinted = (
        {} if kinds else {index: found for index, (_, one) in enumerate(said) if (found := kinds_named(one, HINTED))}
    )
    if hinted:
        yield from _hinted(said, answer, hinted)
    if not kinds:
        return
    question = said[max(kinds)][1]
    reply, where = _replied(question, answer, _is_timed(said))
    place = answer[where][0] if where is not None else next((at for at, one in answer if one.line), None)
    if is_asked([one for _, one in said], kinds, reply):
        plain = reply is not Reply.YES or _is_plain(answer[where or 0][1])
        yield RiskQuestion(frozenset().union(*kinds.values()), said[max(kinds)][0], place, reply, plain)


def _likened(said: Sentences, answer: Sentences) -> Iterator[RiskQuestion]:
    """The question that the rules do not know and the model does: answered by a plain no, or surely one."""
    lines = [one for _, one in said]
    if not said or not (lines[-1].asks or any(_DENIES.search(one.line) for _, one in answer)):
        return
    if _OPEN.search(lines[-1].line) or not asking.may_be_asked(lines) or informs_of_limits(lines):
        return
    named = _denied_kinds(answer)
    if not named and not asking.is_asked(lines):
        return
    place, question = said[-1]
    reply, where = _replied(question, answer, timed=_is_timed(said))
    if _is_enough(lines, reply, answer[where][1].line if where is not None else ""):
        at = answer[where][0] if where is not None else next((at for at, one in answer if one.line), None)
        yield RiskQuestion(named or frozenset({Kind(asking.kind_asked(lines))}), place, at, reply, plain=False)


def _denied_kinds(answer: Sentences) -> frozenset[Kind]:
    """The kinds that an answer names and denies by itself: "I'm not suicidal, I'm divorced"."""
    denied = (kinds_named(one) for _, one in answer[:MAX_ANSWER] if denies_by_itself(one.line))
    return frozenset[Kind]().union(*denied)


def _is_enough(lines: Sequence[Utterance], reply: Reply, answer: str) -> bool:
    """Whether a turn sounds enough like a question after danger for what was answered. A plain no does little harm
    where it was none; a "yes" to a negative question, and what raises, have to be surer."""
    if reply is Reply.NO and says_no(answer):
        return True
    return lines[-1].asks and (asking.is_surely_asked(lines) if reply is not Reply.NO else asking.is_affirmed(lines))


def _is_timed(said: Sentences) -> bool:
    return any(_TIMED.search(utterance.line) for _, utterance in said)


def _hinted(said: Sentences, answer: Sentences, kinds: dict[int, frozenset[Kind]]) -> Iterator[RiskQuestion]:
    """A plain no to what was asked in words that lead up to a danger as to much else; any other answer says nothing."""
    question = said[max(kinds)][1]
    reply, where = _replied(question, answer, timed=True)
    if reply is Reply.NO and _is_plain_no(question, answer[where or 0][1]) and is_put(question, informs=False):
        yield RiskQuestion(
            frozenset[Kind]().union(*kinds.values()), said[max(kinds)][0], answer[where or 0][0], Reply.NO
        )


def _is_plain_no(question: Utterance, answer: Utterance) -> bool:
    """Whether a "no" answers a question that can be answered by one."""
    return not (_SAFE.search(question.line) or _OPEN.search(question.line)) and _NO.search(answer.line) is not None


def _replied(question: Utterance, answer: Sentences, timed: bool) -> tuple[Reply, int | None]:
    lines = ["" if utterance.asks else utterance.line for _, utterance in answer]
    told = any(_tells(line) for line in lines if not _NO_AT_THE_END.search(line))
    if _SAFE.search(question.line):
        return reply_on_safety(lines)
    if _WHO.search(question.line):
        return Reply.UNCLEAR, None
    reply, where = reply_to_denial(lines) if denies(question.line) else reply_of(lines, timed=timed)
    return (Reply.UNCLEAR, None) if told and reply is Reply.NO else (reply, where)


def _tells(line: str) -> bool:
    """Whether a sentence of an answer speaks of danger, and does not deny it after naming it."""
    return any(lexicon_hits(without_idioms(line), *STRICT)) and not denies_by_itself(line)


def _is_plain(answer: Utterance) -> bool:
    """Whether a yes is one in so many words: not "I guess", "a bit" or "it crossed my mind"."""
    return _PLAINLY.search(answer.line) is not None
