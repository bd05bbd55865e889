"""What of this visit is worth remembering in later ones."""

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, ROOM_FOR_NOTHING, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MOST_NOTES, Answer, Grounded
from app.therapy.fence import fence, note_lines
from app.therapy.visit import Visit

MOST_INSIGHTS = 5
INSIGHT_CHARS = 260
MOST_SENTENCES = 2


class Insight(Grounded):
    """One thing to remember."""

    text: Plain = Field(max_length=INSIGHT_CHARS)
    """One or two sentences that can be understood without this visit at hand."""


class SessionInsights(Answer):
    """What to remember of this visit."""

    insights: Distinct[Insight] = Field(min_length=1, max_length=MOST_INSIGHTS)
    """Weightiest first."""


class SessionInsightsSummarizer(BaseAIGenerator[ClientType, SessionInsights]):
    """Writes down what later generations are to remember of one visit."""

    TASK_NAME = "session_insights"
    ROUTE = "insights"
    GRADE = Grade.WRITE
    NEEDS = (result_of("deep_analysis"),)
    FEWEST_NOTES = 1

    def instructions(self) -> str:
        return prompt(
            "You keep the memory of a psychotherapy. From numbered notes about one visit you write down what whoever"
            " prepares a later visit has to know of this one, months from now, without the transcript.",
            "A good insight says what happened or was understood, and what it changes: a belief and where it shows; a"
            " step taken or not taken; what helps this patient and what does not; what was left open. It stands by"
            " itself: no 'this', no 'as mentioned'. A disclosure of risk comes first, in plain words, with what was"
            " agreed; a denial is remembered as a denial.",
            "What does not count: praise, the mood of the room, what is true of every patient, advice of your own, and"
            " anything the notes do not say.",
            f"At most {MOST_INSIGHTS} insights, three to five where the notes bear them, no two the same, each of 1 to"
            f" {MOST_SENTENCES} sentences and at most {INSIGHT_CHARS} characters. Each names the numbers of the notes"
            f" that support it, at most {MOST_NOTES}.",
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return fence("notes", note_lines(visit.notes))
