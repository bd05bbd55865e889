"""The floor under every model that screens for risk: plain code that cannot be talked out of what was said.

It reads for recall: what may be a disclosure is a sign, also where a reader of more than words would see none. English
only; in another language it sees nothing, which is no finding that there is nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.therapy.asked import Asked, asked
from app.therapy.danger import Kind, said_of_self
from app.therapy.dangers.pointing import is_pointed_at
from app.therapy.dangers.replies import Reply
from app.therapy.transcript import Role, Roles, Transcript

DISCLOSED, INDETERMINATE = "disclosed", "indeterminate"
DENIED_WHEN_ASKED, NOT_ASSESSED = "denied_when_asked", "not_assessed"
STATES = (DISCLOSED, INDETERMINATE, DENIED_WHEN_ASKED, NOT_ASSESSED)
"""What a screening comes to, the gravest first."""
HOLDING = frozenset({DISCLOSED, INDETERMINATE})
"""States in which nothing written from the visit reaches the patient before a therapist has looked."""


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
class Assessment:
    """What the floor says of a visit: its state, and the state of each kind that was spoken of."""

    state: str
    states: Mapping[Kind, str]


def assess(transcript: Transcript, roles: Roles | None) -> Assessment:
    """What plain code says of a visit without any model."""
    told: list[tuple[Kind, str]] = [
        (sign.kind, DISCLOSED if sign.clear else INDETERMINATE) for sign in floor(transcript, roles)
    ]
    denied = (exchange.kinds for exchange in asked(transcript, roles) if exchange.reply is Reply.NO)
    told += [(kind, DENIED_WHEN_ASKED) for kinds in denied for kind in sorted(kinds)]
    states = {kind: gravest(state for other, state in told if other is kind) for kind, _ in sorted(told)}
    return Assessment(gravest(states.values()), states)


def gravest(states: Iterable[str]) -> str:
    """The gravest of some states; of none, that nothing was assessed."""
    return min(states, key=STATES.index, default=NOT_ASSESSED)


def floor(transcript: Transcript, roles: Roles | None, *, given: bool = True) -> tuple[Sign, ...]:
    """The signs among the patient's turns, in the order spoken; while roles are unknown, among all turns. Where they
    were not `given` but told by a model, which may take one for the other, plain signs among the therapist's too."""
    exchanges = list(asked(transcript, roles))
    told = (sign for sign in _told(transcript, roles, given) if sign.clear or not _cleared_up(sign, exchanges))
    answers = (sign for exchange in exchanges for sign in _answered(exchange))
    return tuple(sorted({*told, *answers}))


def _cleared_up(sign: Sign, exchanges: list[Asked]) -> bool:
    """Whether words that may have been a turn of phrase were asked about next, and the answer was a plain no."""
    after = (one for one in exchanges if one.question.segment > sign.segment and sign.kind in one.kinds)
    next_asked = next(after, None)
    return next_asked is not None and next_asked.reply is Reply.NO


def _told(transcript: Transcript, roles: Roles | None, given: bool) -> Iterator[Sign]:
    for number, segment in enumerate(transcript.segments):
        is_therapist = (roles or {}).get(segment.speaker) is Role.THERAPIST
        if is_therapist and given:
            continue
        for said in said_of_self(segment.text):
            if said.clear or not is_therapist:
                yield Sign(number, said.char_start, said.char_end, said.kind, said.clear)


def _answered(exchange: Asked) -> Iterator[Sign]:
    if exchange.reply is Reply.NO:
        return
    place = exchange.answer or exchange.question
    for kind in sorted(exchange.kinds):
        yield Sign(place.segment, place.char_start, place.char_end, kind, exchange.reply is Reply.YES and exchange.plain)


def pointed_at(transcript: Transcript, roles: Roles | None) -> tuple[int, ...]:
    """The segments that the wide list points at, in the order spoken, among the words of all but the therapist. It
    raises nothing."""
    return tuple(
        number
        for number, segment in enumerate(transcript.segments)
        if (roles or {}).get(segment.speaker) is not Role.THERAPIST
        and (any(True for _ in said_of_self(segment.text)) or is_pointed_at(segment.text))
    )
