"""Whether danger was spoken of in this visit: what the patient disclosed, denied when asked, or left unclear."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import roles
from app.generators.prompt_rules import DATA_ONLY, QUOTING, ROOM_FOR_NOTHING, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Dropped, Evidence, Quotation, Settled
from app.therapy.fence import fence, spoken_lines
from app.therapy.risk import (
    DENIED_WHEN_ASKED,
    DISCLOSED,
    HOLDING,
    INDETERMINATE,
    NOT_ASSESSED,
    Sign,
    gravest,
    pointed_at,
    read,
)
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MOST_QUOTES = 3
MOST_ENTRIES = 8
MOST_TURNS = 6
"""From a question to its answer; fillers and the question said again stand between."""
MAX_POINTED = 40
"""Lines that are named to be read again; the first ones, as a model that is told of every line is told of none."""
LANGUAGE_NOT_COVERED = "language_not_covered"
"""Why a screen that no model made is open: the rules read English only."""
Kind = Literal["suicidal_thoughts", "self_harm", "harm_to_others", "abuse"]


class Disclosure(Answer):
    """A danger that the patient tells of themselves."""

    kind: Kind
    """What they tell of."""
    words: list[Quotation] = Field(min_length=1, max_length=MOST_QUOTES)
    """Where the patient says it."""


class Denial(Answer):
    """A danger that the therapist asked about and the patient denied."""

    kind: Kind
    """What was asked about."""
    question: Quotation
    """The therapist's question."""
    answer: Quotation
    """The patient's answer to it."""


class Unclear(Answer):
    """A danger of which it cannot be told whether the patient has it."""

    kind: Kind
    """What it would be."""
    words: list[Quotation] = Field(min_length=1, max_length=MOST_QUOTES)
    """The words that leave it open."""


class RiskScreen(Answer):
    """What was said of danger; three empty lists where nothing was."""

    disclosures: list[Disclosure] = Field(max_length=MOST_ENTRIES)
    """Told by the patient, now or of the past."""
    denials: list[Denial] = Field(max_length=MOST_ENTRIES)
    """Asked about and denied."""
    unclear: list[Unclear] = Field(max_length=MOST_ENTRIES)
    """Asked about and not answered, answered both ways, or hinted at."""


class RiskScreener(BaseAIGenerator[ClientType, RiskScreen]):
    """Finds what was said of suicide, self-harm, harm to others and abuse in one visit."""

    TASK_NAME = "risk_screen"
    ROUTE = "risk-screen"
    GRADE = Grade.JUDGE
    NEEDS = (roles(failed_too=True),)
    FEWEST_PATIENT_WORDS = 1

    def instructions(self) -> str:
        return prompt(
            "You read the transcript of one psychotherapy visit and point out where it speaks of danger to the"
            " patient or from the patient. What you find is read by the therapist first, never by the patient. You"
            " give no score, no advice and no opinion: you say where the words stand.",
            "There are four kinds. suicidal_thoughts: wishing to be dead or not to wake, thinking of ending one's"
            " life, plans, means put by, attempts. self_harm: hurting one's own body on purpose, an overdose, the"
            " urge to. harm_to_others: having hurt somebody, threatening to, or the urge or the fear that one might."
            " abuse: being hit, threatened, forced, touched against one's will, locked in or controlled, as a child"
            " or now.",
            "disclosures: the patient says it of themselves, in plain words or round about, in full or by a mere"
            " 'yes' to the therapist's question. What is long past counts like what is now: 'I did that at school'"
            " is a disclosure. So is what they take back later. denials: the therapist asked about that kind and"
            " the patient said no; both the question and the answer have to be there, one quotation each. Not being"
            " asked is no denial. unclear: they were asked and turned away, changed the subject, kept silent, said"
            " yes and no, or hinted at something that could be meant either way. Where you are in doubt between a"
            " disclosure and nothing, it is unclear; where a no is given with a reserve, as in 'not really', it is"
            " unclear too.",
            "What is no finding: jokes and figures of speech, as in 'that meeting was murder' or 'I nearly died"
            " when the curtain went up'; plots of films and books; what is done with care and for health, a blood"
            " test, a tattoo; how another person fares, as in 'my neighbour tried it last year', unless the patient"
            " harms that person or is harmed with them. The therapist's own words are never a disclosure, and what"
            " the patient agrees to without a word of danger in the question is none either.",
            f"Put what belongs to one kind into one entry. A list holds at most {MOST_ENTRIES} entries, an entry at"
            f" most {MOST_QUOTES} quotations, those that say it most plainly. Where nothing of the kind was spoken of,"
            " the three lists are empty: that is a finding. The whole answer is null only when the patient says"
            " nothing.",
            "Between the fences read_again stand the numbers of lines to be read again: plain code has pointed at them,"
            " and it is often wrong. Being named is no finding, and not being named is none either.",
            QUOTING,
            ROOM_FOR_NOTHING,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        shown = fence("transcript", spoken_lines(visit.transcript, visit.roles))
        again = pointed_at(visit.transcript, visit.roles)[:MAX_POINTED]
        return f"{shown}\n{fence('read_again', [f'- {number}' for number in again])}" if again else shown

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The state that was found. A claim whose words were not found, or were somebody else's, leaves it open."""
        return _screened(_heard(settled, visit))

    def floor(self, settled: Settled | None, visit: Visit) -> Settled | None:
        """The lexicon's signs put under it: nothing that a model says, or does not say, makes less of them. Where it
        is not known who is who nobody has read the visit, and the state is open whatever the signs."""
        reading = read(visit.transcript, visit.roles)
        has_answered = settled is not None and visit.roles is not None and visit.patient_words > 0
        found = _open(settled if visit.roles is not None else None)
        if not has_answered and not reading.covered:
            found = replace(found, result=_result({}, INDETERMINATE), reason=LANGUAGE_NOT_COVERED)
        known = {finding["kind"] for finding in (found.result or {})["findings"] if finding["state"] in HOLDING}
        return _raised(found, [sign for sign in reading.signs if sign.kind not in known], visit)


STATE_OF = {"disclosures": DISCLOSED, "unclear": INDETERMINATE, "denials": DENIED_WHEN_ASKED}
SAID_BY = {"question": Role.THERAPIST, "answer": Role.PATIENT, "disclosures": Role.PATIENT}
"""Whose words evidence has to be, by a part of its path. What leaves something open may be anybody's."""


def _heard(settled: Settled, visit: Visit) -> Settled:
    """Without the words that are not of whom they would have to be, and without the entries that need them."""
    wrong = [Dropped(item.path, reason) for item in settled.evidence if (reason := _not_said(item, visit))]
    said_wrong = {_entry(item.path) for item in wrong}
    fitting = (item for item in settled.evidence if _entry(item.path) not in said_wrong)
    wrong += [Dropped(item.path, "no_answer_to_it") for item in fitting if not _answers(item, settled)]
    lost = {item.path for item in wrong} | {_entry(item.path) for item in wrong if "/denials/" in item.path}
    kept = [item for item in settled.evidence if not {item.path, _entry(item.path)} & lost]
    return replace(settled, evidence=kept, dropped=[*settled.dropped, *wrong])


def _not_said(item: Evidence, visit: Visit) -> str | None:
    wanted = next((role for part, role in SAID_BY.items() if f"/{part}" in item.path), None)
    fits = wanted is None or (visit.roles or {}).get(item.speaker) is wanted
    return None if fits else f"not_the_{wanted}s_words"


def _answers(item: Evidence, settled: Settled) -> bool:
    """Whether a denial's answer comes soon after its question; true of all other words."""
    if not item.path.endswith("/answer"):
        return True
    asked = (found for found in settled.evidence if found.path == f"{_entry(item.path)}/question")
    return all(0 < item.segment - question.segment <= MOST_TURNS for question in asked)


def _entry(path: str) -> str:
    """ "/denials/0" of "/denials/0/question"."""
    return "/".join(path.split("/")[:3])


def _screened(settled: Settled) -> Settled:
    """One finding for each kind, in the gravest state that it was found in, with the words of that state."""
    states: dict[str, str] = {}
    for item in settled.evidence:
        kind, state = _kind_at(settled, item.path), _state_at(item.path)
        states[kind] = gravest([states.get(kind, state), state])
    places = {kind: f"/findings/{index}" for index, kind in enumerate(states)}
    told = [(item, _kind_at(settled, item.path)) for item in settled.evidence]
    words = [replace(item, path=places[kind]) for item, kind in told if _state_at(item.path) == states[kind]]
    return Settled(_result(states, _at_least(settled.dropped)), words, settled.dropped)


def _state_at(path: str) -> str:
    return STATE_OF[path.split("/")[1]]


def _kind_at(settled: Settled, path: str) -> str:
    _, name, index, *_ = path.split("/")
    return str((settled.result or {})[name][int(index)]["kind"])


def _at_least(dropped: Iterable[Dropped]) -> str:
    """A claim of danger that lost its words is no finding that there was none."""
    lost = any(item.path.startswith(("/disclosures", "/unclear")) for item in dropped)
    return INDETERMINATE if lost else NOT_ASSESSED


def _result(states: dict[str, str], at_least: str) -> dict[str, Any]:
    """A screening by its kinds' states, in their order, and the state it has at the least."""
    findings = [{"kind": kind, "state": state} for kind, state in states.items()]
    return {"state": gravest([at_least, *states.values()]), "findings": findings}


def _open(settled: Settled | None) -> Settled:
    """An end as a screening: open where no model has read the visit, without findings where it said nothing."""
    if settled is None:
        return Settled(_result({}, INDETERMINATE))
    if settled.result is None:
        return replace(settled, result=_result({}, _at_least(settled.dropped)))
    return settled


def _raised(screened: Settled, signs: list[Sign], visit: Visit) -> Settled:
    """The signs' kinds as indeterminate findings, with the signs' sentences beside the words that were found."""
    result = screened.result or {}
    states = {finding["kind"]: finding["state"] for finding in result["findings"]}
    states |= {sign.kind.value: INDETERMINATE for sign in signs}
    places = {kind: f"/findings/{index}" for index, kind in enumerate(states)}
    words = [_words_of(sign, places[sign.kind], visit) for sign in signs]
    return replace(screened, result=_result(states, result["state"]), evidence=[*screened.evidence, *words])


def _words_of(sign: Sign, path: str, visit: Visit) -> Evidence:
    said = visit.transcript.segments[sign.segment]
    quote = said.text[sign.char_start : sign.char_end]
    where = (sign.segment, sign.char_start, sign.char_end)
    return Evidence(path, visit.session_id, quote, *where, said.start, said.end, said.speaker)
