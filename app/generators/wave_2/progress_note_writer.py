"""The clinician's progress note of this visit: short statements, each with the words it rests on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import ended, result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, QUOTING, ROOM_FOR_NOTHING, prompt
from app.generators.result_use import Parameter, ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MAX_NOTES, Answer, Dropped, Evidence, Grounded, Quotation, Settled
from app.therapy.fence import fence, note_lines, spoken_lines
from app.therapy.nearby import with_what_is_named
from app.therapy.progress_note import Line, stored_note
from app.therapy.risk_sentences import risk_sentences
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MAX_STATEMENTS = 30
MAX_INTERVENTIONS = 8
MAX_ASSESSMENTS = 5
MAX_QUOTES = 4
STATEMENT_CHARS = 240
ANALYSIS, SCREEN = "deep_analysis", "risk_screen"


class Statement(Answer):
    """One statement of the note."""

    part: Literal[
        "reported",
        "observed",
        "mental_status",
        "medication",
        "sleep",
        "substances",
        "goals",
        "homework_reviewed",
        "homework_set",
        "plan",
    ]
    """Where it belongs."""
    evidence: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
    """The words that say it, of either speaker."""
    text: Plain = Field(max_length=STATEMENT_CHARS)
    """The statement: one short sentence that says no more than those words."""


class Response(Answer):
    """What the patient answered or did."""

    evidence: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
    """The patient's words."""
    text: Plain = Field(max_length=STATEMENT_CHARS)
    """The response in one short sentence."""


class Intervention(Answer):
    """What the therapist did."""

    evidence: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
    """The therapist's words in which it shows."""
    text: Plain = Field(max_length=STATEMENT_CHARS)
    """The intervention in one short sentence."""
    response: Response | None
    """The patient's response to it; null where none was spoken."""


class Assessment(Grounded):
    """What the analysis of this visit says, as far as words of the visit carry it."""

    evidence: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
    """The words that say it, of either speaker."""
    text: Plain = Field(max_length=STATEMENT_CHARS)
    """One short sentence that says no more than those words."""


class ProgressNote(Answer):
    """The note, part by part."""

    statements: Distinct[Statement] = Field(max_length=MAX_STATEMENTS)
    """In the order spoken, within each part."""
    interventions: Distinct[Intervention] = Field(max_length=MAX_INTERVENTIONS)
    """In the order spoken."""
    assessment: Distinct[Assessment] = Field(max_length=MAX_ASSESSMENTS)
    """Weightiest first."""


def _screen_lines(visit: Visit) -> list[str]:
    screening = visit.results.get(SCREEN)
    return [f"- {found['kind']}: {found['state']}" for found in screening["findings"]] if screening else []


WHOSE = {"reported": Role.PATIENT, "responses": Role.PATIENT, "interventions": Role.THERAPIST}
"""Whose words a statement of a part has to rest on, at least in part."""


def _under(evidence: list[Evidence], origin: str) -> tuple[Evidence, ...]:
    return tuple(item for item in evidence if item.path.startswith(f"{origin}/evidence/"))


def _lines(settled: Settled) -> Iterator[tuple[str, Line]]:
    """What the model wrote, each line with its place in the settled answer."""
    found: dict[str, Any] = settled.result or {}
    for at, one in enumerate(found["statements"]):
        origin = f"/statements/{at}"
        yield origin, Line(one["part"], one["text"], _under(settled.evidence, origin))
    for at, one in enumerate(found["interventions"]):
        origin, response = f"/interventions/{at}", one["response"]
        yield origin, Line("interventions", one["text"], _under(settled.evidence, origin))
        if response is not None:
            origin = f"{origin}/response"
            yield origin, Line("responses", response["text"], _under(settled.evidence, origin))
    for at, one in enumerate(found["assessment"]):
        origin = f"/assessment/{at}"
        yield origin, Line("assessment", one["text"], _under(settled.evidence, origin), ANALYSIS)


def _said_otherwise(line: Line, visit: Visit) -> str | None:
    """Why a line cannot stand: none of its words are of whom they would have to be."""
    wanted = WHOSE.get(line.part)
    said = wanted is None or any((visit.roles or {}).get(item.speaker) is wanted for item in line.evidence)
    return None if said else f"not_the_{wanted}s_words"


def _completed(line: Line, visit: Visit) -> Line:
    """A line with the sentences nearby that say what it names and its own words do not."""
    return replace(line, evidence=with_what_is_named(line.text, line.evidence, visit))


def _risk_lines(visit: Visit) -> list[Line]:
    """What the screen says, by plain code, with its words."""
    words = visit.screen_words
    sentences = risk_sentences(visit.results.get(SCREEN))
    return [
        Line("risk", one.text, tuple(item for item in words if _is_at(item, one.path)), SCREEN) for one in sentences
    ]


def _is_at(item: Evidence, path: str | None) -> bool:
    """Whether words stand at a place itself, or in the list that stands there."""
    return path is not None and (item.path == path or item.path.removeprefix(f"{path}/").isdigit())


class ProgressNoteWriter(BaseAIGenerator[ClientType, ProgressNote]):
    """Writes the clinician's progress note of one visit."""

    TASK_NAME = "progress_note"
    ROUTE = "progress-note"
    GRADE = Grade.WRITE
    NEEDS = (result_of("deep_analysis"), ended("risk_screen"))
    MIN_PATIENT_WORDS = 1
    LABEL = "Progress note"
    PROVIDES = ResultUse.PROGRESS_NOTE
    PARAMETERS = (Parameter.NOTE_FORMAT,)

    def instructions(self) -> str:
        return prompt(
            "You draft the progress note of one psychotherapy visit for the clinician who held it. The clinician reads"
            " each statement against the words under it, corrects it and files it; the patient never sees it. You are"
            " given the transcript, numbered notes of the analysis of this visit, and what the risk screen found.",
            "Each statement is one short sentence in the third person and the past tense, as a clinician files it:"
            " 'Patient reported leaving lunch out on four days.' It says no more than the words that it quotes: read"
            " by themselves they have to carry all of it, who, what, how often, since when. Where one quotation does"
            " not carry it, add another, or say less: each person, thing and number of a statement stands in its"
            " quotations, also where 'it' or 'those' would be clear in the room. What was a plan is told as a plan, a"
            " wish as a wish, a guess as a guess; what another person is said to have done stays the patient's"
            " account.",
            "The parts of statements. reported: what the patient told of their days, complaints, events and changes."
            " observed: only what somebody in the room put into words, as in 'you are shaking' or 'I am crying again';"
            " never how somebody may have looked or sounded. mental_status: what was said of orientation, thinking,"
            " memory, mood or perception. medication, sleep, substances: what was said of each, with doses and amounts"
            " as they were named, also that something was denied. goals: what was named as a goal of the therapy or of"
            " the patient. homework_reviewed: what had been set before and what came of it. homework_set: what was"
            " agreed to be done until the next visit; a suggestion that nobody took up is none. plan: the next"
            " appointment, referrals, calls, and what the two agreed to take up; for safety, what was agreed.",
            "interventions: what the therapist did that moves a therapy, with the therapist's words: a technique and"
            " what it was applied to, a question that opened something, a reflection that was taken up, information"
            " given, a safety plan written. Name a technique only where the words show it. Small talk and mere asking"
            " are none. response: what the patient then said or did, with the patient's words; null where nothing"
            " answers to it.",
            "assessment: what the notes of the analysis say of progress, patterns and what is hard, each with the"
            f" numbers of the notes that say it, one to {MAX_NOTES}, and with the words of the transcript that carry"
            " it. A note may say more than those words: write only what they say. 'Each time', 'again', 'twice',"
            " 'because', 'in spite of', 'needed attention' stand there only where the quotations say so, and"
            " 'sometimes' or 'I think' is not left out. Nothing else is assessed: no diagnosis, no prognosis, no"
            " score, no judgement of your own.",
            "Nothing is assumed normal. What was not spoken of has no statement, not even that it was unremarkable,"
            " denied or stable; a part without statements is filed as not discussed. What nobody put into words is not"
            " yours to add. What the screen found of danger is filed from the screen by itself: repeat none of it,"
            " but write down what was done about it among interventions and plan.",
            f"At most {MAX_STATEMENTS} statements, {MAX_INTERVENTIONS} interventions and {MAX_ASSESSMENTS}"
            f" assessments, no two the same, each text at most {STATEMENT_CHARS} characters, with one to {MAX_QUOTES}"
            " quotations. The note is read in two minutes: leave out what nobody would look up later.",
            QUOTING,
            ROOM_FOR_NOTHING,
            "Write in the language of what stands between the fences, in plain text without markup or links. Name a"
            " person by what they are to the patient where the quotations say so, else as the quotations do. Use no"
            " diagnosis that was not spoken of.",
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return prompt(
            fence("risk_screen", _screen_lines(visit)),
            fence("notes", note_lines(visit.notes)),
            fence("transcript", spoken_lines(visit.transcript, visit.roles)),
        )

    def faults(self, answer: ProgressNote, visit: Visit) -> list[str]:
        """Assessments that rest on a note that was not shown."""
        shown = set(range(len(visit.notes)))
        return [
            f"/assessment/{at}/notes: a number that no note has"
            for at, one in enumerate(answer.assessment)
            if not set(one.notes) <= shown
        ]

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The note as statements by part, with what the screen says; nothing where the model's statements are gone."""
        found: list[tuple[str, Line]] = list(_lines(settled))
        reasons: list[tuple[str, Line, str | None]] = [
            (origin, line, _said_otherwise(line, visit)) for origin, line in found
        ]
        dropped: list[Dropped] = [*settled.dropped, *(Dropped(origin, why) for origin, _, why in reasons if why)]
        lost = {origin for origin, _, why in reasons if why}
        # A response whose intervention is lost would stand behind another one.
        kept: list[Line] = [
            line for origin, line, why in reasons if not why and origin.removesuffix("/response") not in lost
        ]
        if not kept:
            return Settled(None, [], dropped)
        result, evidence = stored_note([*(_completed(line, visit) for line in kept), *_risk_lines(visit)])
        return Settled(result, evidence, dropped)
