"""The action items of this visit in one line for a card."""

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Grounded
from app.therapy.fence import fence, note_lines
from app.therapy.visit import Note, Visit

LINE_CHARS = 45
KIND = "action items"


class Line(Grounded):
    """The line."""

    text: Plain = Field(max_length=LINE_CHARS)
    """All action items in one line, whole words only."""


class ActionSummary(Answer):
    """The action items in one line."""

    action_summary: Line
    """The line for the card."""


def _actions(visit: Visit) -> list[Note]:
    return [note for note in visit.notes if note.kind == KIND]


class ActionItemsSummarizer(BaseAIGenerator[ClientType, ActionSummary]):
    """Puts the action items of one visit into one short line."""

    TASK_NAME = "action_summary"
    ROUTE = "action-items"
    GRADE = Grade.SCORE
    NEEDS = (result_of("topic_extraction"),)

    def instructions(self) -> str:
        return prompt(
            "You are given what a psychotherapy patient agreed to do before the next visit, as numbered notes, and"
            f" put it into one line of at most {LINE_CHARS} characters for a small card.",
            "Keep the verbs and what they act on; drop when, why and how often if room is short. Join two actions with"
            " 'and' or a comma. Cut at words, never inside one, and never end on a loose 'and' or with dots. Add"
            " nothing that the notes do not say. Name the numbers of all notes that the line covers.",
            "Where no note says an action, answer null.",
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return fence("notes", note_lines(_actions(visit)))

    def enough(self, visit: Visit) -> bool:
        """Whether anything is to be done at all."""
        return bool(_actions(visit))
