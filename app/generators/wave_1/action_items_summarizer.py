"""The action items of this visit in one line for a card."""

import re

from pydantic import Field, field_validator

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MAX_NOTES, Answer, Grounded
from app.therapy.fence import fence, note_lines
from app.therapy.visit import Visit
from app.therapy.wording import words

LINE_CHARS = 45
KIND = "action items"
_LOOSE_END = re.compile(r"(?:…|\.\.|[-,;:&–—]|\b(?:and|or))$", re.IGNORECASE)
_ENDINGS = frozenset("s es ed d ing ly".split())
"""What a whole word may lack of a longer one, as walk lacks of walking; swim lacks its last letter twice."""


class Line(Grounded):
    """The line."""

    text: Plain = Field(max_length=LINE_CHARS)
    """The action items in one line, whole words only."""

    @field_validator("text")
    @classmethod
    def _no_loose_end(cls, text: str) -> str:
        if _LOOSE_END.search(text.strip()):
            raise ValueError("the line ends on a loose end; end it after a whole action")
        return text


class ActionSummary(Answer):
    """The action items in one line."""

    action_summary: Line
    """The line for the card."""


def _actions(visit: Visit) -> dict[int, str]:
    """The action items by their numbers among all notes of the visit, under which their words are found."""
    return {number: note.text for number, note in enumerate(visit.notes) if note.kind == KIND}


def _breaks_a_word(line: str, actions: str, visit: Visit) -> bool:
    """Whether a line ends on the beginning of a word of the actions that nobody said as a word of its own."""
    *_, last = [word.form for word in words(line)] or [""]
    lacking = {word.form.removeprefix(last) for word in words(actions) if word.form.startswith(last)}
    whole = {ending for ending in lacking if ending.removeprefix(last[-1:]) in _ENDINGS or ending in _ENDINGS | {""}}
    said = (word.form for segment in visit.transcript.segments for word in words(segment.text))
    return bool(lacking) and not whole and last not in said


def _lowered(action: str) -> str:
    """An action as it goes on after a comma; an abbreviation stays."""
    return action[:1].lower() + action[1:] if action[1:2].islower() else action


class ActionItemsSummarizer(BaseAIGenerator[ClientType, ActionSummary]):
    """Puts the action items of one visit into one short line."""

    TASK_NAME = "action_summary"
    ROUTE = "action-items"
    GRADE = Grade.SCORE
    NEEDS = (result_of("topic_extraction"),)
    LABEL = "Actions"

    def instructions(self) -> str:
        return prompt(
            "You are given what a psychotherapy patient agreed to do before the next visit, as numbered notes, most"
            f" important first, and put it into one line of at most {LINE_CHARS} characters for a small card.",
            "Begin with the first action and add others as far as there is room. Keep the verbs and what they act on;"
            " drop when, why and how often before you drop an action. Join actions with 'and' or a comma. Cut at words,"
            " never inside one, and never end on a loose 'and' or with dots. Add nothing that the notes do not say.",
            f"Name the numbers of the notes that the line covers, at most {MAX_NOTES}, as they stand in brackets."
            " Where no note says an action, answer null.",
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        lines = note_lines(visit.notes)
        return fence("notes", [lines[number] for number in _actions(visit)])

    def enough(self, visit: Visit) -> bool:
        """Whether anything is to be done at all."""
        return bool(_actions(visit))

    def known(self, visit: Visit) -> ActionSummary | None:
        """All actions as they are, where they fit on the line."""
        actions = {number: text.rstrip(" .,;:") for number, text in _actions(visit).items()}
        line = ", ".join(text if not at else _lowered(text) for at, text in enumerate(actions.values()))
        if len(actions) > MAX_NOTES or len(line) > LINE_CHARS or _LOOSE_END.search(line):
            return None
        return ActionSummary(action_summary=Line(notes=list(actions), text=line))

    def faults(self, answer: ActionSummary, visit: Visit) -> list[str]:
        """A note that was not shown, or a word that is cut."""
        line, actions = answer.action_summary, _actions(visit)
        found = []
        if not set(line.notes) <= set(actions):
            found.append("/action_summary/notes: a number that no note has")
        if _breaks_a_word(line.text, " ".join(actions.values()), visit):
            found.append(f"/action_summary/text: its last word is cut; at most {LINE_CHARS} characters, in whole words")
        return found
