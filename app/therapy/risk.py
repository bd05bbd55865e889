"""The floor under every model that screens for risk: plain code that cannot be talked out of what was said.

Its strict list decides: it holds pages. Its wide list only points, at lines for a model to read again. English only; in
another language it sees nothing, which is no finding that there is nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from app.therapy.danger import Kind, danger_sentences
from app.therapy.dangers.pointing import is_worth_rereading
from app.therapy.dangers.replies import Reply
from app.therapy.language import is_english
from app.therapy.risk_questions import RiskQuestion, risk_questions_in
from app.therapy.transcript import Role, Roles, Transcript
from app.therapy.utterance import Utterance, utterances

DISCLOSED, INDETERMINATE = "disclosed", "indeterminate"
DENIED_WHEN_ASKED, NOT_ASSESSED = "denied_when_asked", "not_assessed"
STATES = (DISCLOSED, INDETERMINATE, DENIED_WHEN_ASKED, NOT_ASSESSED)
"""What a screening comes to, the gravest first."""
HOLDING = frozenset({DISCLOSED, INDETERMINATE})
"""States in which nothing written from the visit reaches the patient before a therapist has looked."""
MAX_KEPT = 512
"""Visits whose reading is kept in a process: places and kinds, no words."""


@dataclass(frozen=True, slots=True, order=True)
class Sign:
    """A sentence that may disclose a danger: text[char_start:char_end] of a segment. `clear` where the words leave no
    doubt. Where a question was left unanswered, it is the question."""

    segment: int
    char_start: int
    char_end: int
    kind: Kind
    clear: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What plain code finds in a visit, in the order spoken: the signs of the strict list, the kinds that were denied
    when asked, and the segments that the wide list points at. `covered`: whether it can read the visit's language."""

    signs: tuple[Sign, ...]
    denied: frozenset[Kind]
    pointed_at: tuple[int, ...]
    covered: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the floor says of a visit: its state, and the state of each kind that was spoken of."""

    state: str
    states: Mapping[Kind, str]


Said = Sequence[Sequence[Utterance]]
"""The sentences of each segment."""

_kept: dict[str, Reading] = {}
_keeping = Lock()


def read_visit(transcript: Transcript, roles: Roles | None) -> Reading:
    """A visit's words read for danger. They are read once in a process, and what was found is kept."""
    key = transcript.fingerprint(roles)
    with _keeping:
        known = _kept.pop(key, None)
    found = known or _read(transcript.speech, roles)
    with _keeping:
        _kept[key] = found
        while len(_kept) > MAX_KEPT:
            del _kept[next(iter(_kept))]
    return found


def floor(transcript: Transcript, roles: Roles | None) -> tuple[Sign, ...]:
    """The signs among all turns, in the order spoken. Of what is said to be the therapist's only plain ones count:
    whoever told who is who, a model, a caller or the diarisation of a line, may take one for the other."""
    return read_visit(transcript, roles).signs


def pointed_at(transcript: Transcript, roles: Roles | None) -> tuple[int, ...]:
    """The segments that the wide list points at, in the order spoken, among the words of all but the therapist. It
    raises nothing."""
    return read_visit(transcript, roles).pointed_at


def holds(transcript: Transcript, roles: Roles | None) -> bool:
    """Whether a visit that no model has screened holds what is written from it: it raises a sign, or is in a language
    that the floor cannot read."""
    reading = read_visit(transcript, roles)
    return bool(reading.signs) or not reading.covered


def assess(transcript: Transcript, roles: Roles | None) -> Assessment:
    """What the strict list says of a visit without any model."""
    reading = read_visit(transcript, roles)
    told = [(sign.kind, DISCLOSED if sign.clear else INDETERMINATE) for sign in reading.signs]
    told += [(kind, DENIED_WHEN_ASKED) for kind in reading.denied]
    states = {kind: gravest_state(state for other, state in told if other is kind) for kind, _ in sorted(told)}
    open_to_all = [] if reading.covered else [INDETERMINATE]
    return Assessment(gravest_state([*open_to_all, *states.values()]), states)


def gravest_state(states: Iterable[str]) -> str:
    """The gravest of some states; of none, that nothing was assessed."""
    return min(states, key=STATES.index, default=NOT_ASSESSED)


def _read(transcript: Transcript, roles: Roles | None) -> Reading:
    said = [tuple(utterances(segment.text)) for segment in transcript.segments]
    exchanges = list(risk_questions_in(said, transcript, roles))
    told = (sign for sign in _told(said, transcript, roles) if sign.clear or not _cleared_up(sign, exchanges))
    answers = (sign for exchange in exchanges for sign in _answered(exchange))
    signs = tuple(sorted({*told, *answers}))
    denied = (exchange.kinds for exchange in exchanges if exchange.reply is Reply.NO)
    covered = is_english(" ".join(segment.text for segment in transcript.segments))
    return Reading(signs, frozenset[Kind]().union(*denied), tuple(_pointed_at(said, transcript, roles, signs)), covered)


def _cleared_up(sign: Sign, exchanges: list[RiskQuestion]) -> bool:
    """Whether words that may have been a turn of phrase were asked about next, and the answer was a plain no; or stand
    in such an answer themselves."""
    if any(_denies(one, sign) for one in exchanges):
        return True
    after = (one for one in exchanges if one.question.segment > sign.segment and sign.kind in one.kinds)
    next_asked = next(after, None)
    return next_asked is not None and next_asked.reply is Reply.NO


def _denies(exchange: RiskQuestion, sign: Sign) -> bool:
    here = exchange.answer is not None and exchange.answer.segment == sign.segment
    return here and exchange.reply is Reply.NO and sign.kind in exchange.kinds


def _told(said: Said, transcript: Transcript, roles: Roles | None) -> Iterator[Sign]:
    for number, sentences in enumerate(said):
        for one in danger_sentences(sentences, by_therapist=_is_therapists(transcript, number, roles)):
            yield Sign(number, one.char_start, one.char_end, one.kind, one.clear)


def _answered(exchange: RiskQuestion) -> Iterator[Sign]:
    if exchange.reply is Reply.NO:
        return
    place = exchange.answer or exchange.question
    clear = exchange.reply is Reply.YES and exchange.plain
    for kind in sorted(exchange.kinds):
        yield Sign(place.segment, place.char_start, place.char_end, kind, clear)


def _pointed_at(said: Said, transcript: Transcript, roles: Roles | None, signs: Iterable[Sign]) -> Iterator[int]:
    raised = {sign.segment for sign in signs}
    for number, sentences in enumerate(said):
        if not _is_therapists(transcript, number, roles) and (number in raised or is_worth_rereading(sentences)):
            yield number


def _is_therapists(transcript: Transcript, number: int, roles: Roles | None) -> bool:
    return _is(Role.THERAPIST, transcript, number, roles)


def _is(role: Role, transcript: Transcript, number: int, roles: Roles | None) -> bool:
    return (roles or {}).get(transcript.segments[number].speaker) is role
