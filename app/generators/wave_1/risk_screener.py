"""Whether danger was spoken of in this visit, and what of it: disclosed, denied when asked, or left unclear."""

from typing import Literal

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import roles
from app.generators.prompt_rules import DATA_ONLY, QUOTING, ROOM_FOR_NOTHING, prompt
from app.generators.result_use import ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Quotation, Settled
from app.therapy.fence import fence, spoken_lines
from app.therapy.risk import pointed_at
from app.therapy.screening_result import screening_findings, with_floor
from app.therapy.visit import Visit

MAX_QUOTES = 3
MAX_ENTRIES = 8
MAX_POINTED = 40
"""Lines that are named to be read again; the first ones, as a model that is told of every line is told of none."""
Kind = Literal["suicidal_thoughts", "self_harm", "harm_to_others", "abuse", "danger_to_third_person"]


class Disclosure(Answer):
    """A danger that the patient tells of themselves."""

    kind: Kind
    """What they tell of."""
    words: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
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
    words: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
    """The words that leave it open."""


class Point(Quotation):
    """What was said of one question that a clinician records."""

    answer: Literal["yes", "no", "unclear"]
    """What these words say of it."""


class Thoughts(Quotation):
    """What the thoughts of death are."""

    thoughts: Literal["passive", "active"]
    """passive: not wishing to wake or to be there; active: thinking of ending one's life."""


class Time(Quotation):
    """When it is, or was."""

    when: Literal["now", "recent", "past"]
    """now: today or going on; recent: in the last weeks; past: over for longer."""


class Detail(Answer):
    """What a clinician records of one kind that is among the findings; null for what nobody spoke of."""

    kind: Kind
    """The kind."""
    when: Time | None
    """When, by the patient's words."""
    thoughts: Thoughts | None
    """Of suicidal thoughts: passive or active."""
    plan: Point | None
    """Of suicidal thoughts: whether there is a way in mind."""
    intent: Point | None
    """Of suicidal thoughts: whether the patient means to do it."""
    means: Point | None
    """Of suicidal thoughts: whether what it would be done with is within reach."""
    preparation: Point | None
    """Of suicidal thoughts: whether anything was made ready, counted, written or rehearsed."""
    past_attempt: Point | None
    """Of suicidal thoughts: whether there was an attempt before."""
    protective_factors: list[Quotation] = Field(max_length=MAX_QUOTES)
    """What holds them back or keeps them safe, in the patient's words."""
    safety_plan: Point | None
    """Whether a safety plan was agreed, in the words of either."""


class RiskScreen(Answer):
    """What was said of danger; empty lists where nothing was."""

    disclosures: list[Disclosure] = Field(max_length=MAX_ENTRIES)
    """Told by the patient, now or of the past."""
    denials: list[Denial] = Field(max_length=MAX_ENTRIES)
    """Asked about and denied."""
    unclear: list[Unclear] = Field(max_length=MAX_ENTRIES)
    """Asked about and not answered, answered both ways, or hinted at."""
    details: list[Detail] = Field(max_length=MAX_ENTRIES)
    """One entry for each kind that is in one of the three lists."""


class RiskScreener(BaseAIGenerator[ClientType, RiskScreen]):
    """Finds what was said of suicide, self-harm, harm to others and abuse in one visit."""

    TASK_NAME = "risk_screen"
    ROUTE = "risk-screen"
    GRADE = Grade.JUDGE
    NEEDS = (roles(failed_too=True),)
    MIN_PATIENT_WORDS = 1
    LABEL = "Risk"
    PROVIDES = ResultUse.RISK_STATE

    def instructions(self) -> str:
        return prompt(
            "You read the transcript of one psychotherapy visit and point out where it speaks of danger to the"
            " patient or from the patient. What you find is read by the therapist first, never by the patient. You"
            " give no score, no advice and no opinion: you say where the words stand.",
            "There are five kinds. suicidal_thoughts: wishing to be dead or not to wake, thinking of ending one's"
            " life, plans, means put by, attempts. self_harm: hurting one's own body on purpose, an overdose, the"
            " urge to. harm_to_others: having hurt somebody, threatening to, or the urge or the fear that one might."
            " abuse: being hit, threatened, forced, touched against one's will, locked in or controlled, as a child"
            " or now. danger_to_third_person: somebody else is in danger, by the patient's account, from another"
            " person, from themselves or for want of care, now or soon: a child above all, who is hit, touched, left"
            " alone or with somebody violent, or a partner who says they will end their life.",
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
            " test, a tattoo; what another person went through that is over, as in 'my neighbour tried it last"
            " year', unless the patient harms that person or is harmed with them. The therapist's own words are never a"
            " disclosure, and what the patient agrees to without a word of danger in the question is none either.",
            "details: for each kind that is in one of the three lists, what a clinician records of it, each with the"
            " words that say it. when: now, recent or past. thoughts, plan, intent, means, preparation and past_attempt"
            " are of suicidal_thoughts alone and null for the other kinds. yes, no and unclear are what the words say:"
            " a patient who keeps a rope in the car has means within reach, whatever they say of intent. What"
            " nobody asked about and the patient did not speak of is null, never no: nothing is assumed from silence."
            " Only the patient's words count, except for safety_plan.",
            f"Put what belongs to one kind into one entry. A list holds at most {MAX_ENTRIES} entries, an entry at"
            f" most {MAX_QUOTES} quotations, those that say it most plainly. Where nothing of the kind was spoken of,"
            " the lists are empty: that is a finding. The whole answer is null only when the patient says"
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
        """The findings with their details."""
        return screening_findings(settled, visit)

    def floor(self, settled: Settled | None, visit: Visit) -> Settled | None:
        """The lexicon's signs, put under what a model says."""
        return with_floor(settled, visit)
