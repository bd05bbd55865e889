"""What of this visit is worth remembering in later ones."""

from dataclasses import replace

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, ROOM_FOR_NOTHING, prompt
from app.generators.result_use import ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MAX_NOTES, Answer, Grounded, Settled
from app.therapy.fence import agreed_lines, fence, note_lines, visit_lines
from app.therapy.visit import Visit

MAX_INSIGHTS = 5
INSIGHT_CHARS = 260
MAX_SENTENCES = 2
OF_RISK = "risk findings"
"""The kind of notes on what was said of danger."""


class Insight(Grounded):
    """One thing to remember."""

    text: Plain = Field(max_length=INSIGHT_CHARS)
    """One or two sentences that can be understood without this visit at hand."""


class SessionInsights(Answer):
    """What to remember of this visit."""

    insights: Distinct[Insight] = Field(min_length=1, max_length=MAX_INSIGHTS)
    """Weightiest first."""


def _of_risk(settled: Settled, visit: Visit) -> list[int]:
    """The places of the insights that rest on a finding of risk, which no page for the patient is made of."""
    grave = {replace(item, path="") for note in visit.notes if note.kind == OF_RISK for item in note.evidence}
    resting = {item.path for item in settled.evidence if replace(item, path="") in grave}
    return [at for at in range(len((settled.result or {})["insights"])) if f"/insights/{at}" in resting]


class SessionInsightsSummarizer(BaseAIGenerator[ClientType, SessionInsights]):
    """Writes down what later generations are to remember of one visit."""

    TASK_NAME = "session_insights"
    ROUTE = "insights"
    GRADE = Grade.WRITE
    NEEDS = (result_of("deep_analysis"),)
    READS = ("topic_extraction", "mood_analysis")
    LOOKS_BACK = True
    MIN_NOTES = 1
    LABEL = "Insights"
    PROVIDES = ResultUse.FINDINGS
    RISK_ENTRIES = "insights"

    def instructions(self) -> str:
        return prompt(
            "You keep the memory of a psychotherapy. From numbered notes about one visit you write down what whoever"
            " prepares a later visit has to know of this one, months from now, without the transcript. The notes hold"
            " topics, action items and interventions, how the mood was, what the visit meant, and what had been agreed"
            " in the visit before.",
            "A good insight says what happened or was understood, and what it changes: a belief and where it shows; a"
            " step taken or not taken; what became of homework and why; what helps this patient and what does not; what"
            " was agreed for the time to come; what was left open. It stands by itself: no 'this', no 'as mentioned'."
            f" Where there are notes of the kind '{OF_RISK}', an insight of its own, resting on those notes alone,"
            " comes first and says in plain words what was disclosed and what was agreed about it; a denial is"
            " remembered as a denial. No other insight speaks of it.",
            "What does not count: praise, the mood of the room, what is true of every patient, advice of your own, what"
            " only the visit before tells, and anything the notes do not say.",
            f"At most {MAX_INSIGHTS} insights, three to five where the notes bear them, no two the same, each of 1 to"
            f" {MAX_SENTENCES} sentences and at most {INSIGHT_CHARS} characters. Each names the numbers of the notes"
            f" that support it, at most {MAX_NOTES}.",
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return prompt(
            fence("visit", visit_lines(visit)),
            fence("agreed_last_time", agreed_lines(visit)),
            fence("notes", note_lines(visit.notes)),
        )

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The insights, and which of them are about danger."""
        return replace(settled, result={**(settled.result or {}), "of_risk": _of_risk(settled, visit)})
