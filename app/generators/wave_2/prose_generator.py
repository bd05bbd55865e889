"""The visit told to the patient, as a letter would."""

import re
from dataclasses import replace

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MOST_NOTES, Answer, Grounded, Settled
from app.therapy.fence import fence, note_lines
from app.therapy.language import is_english
from app.therapy.visit import Visit

PARAGRAPHS = 5
FEWEST_WORDS, MOST_WORDS = 500, 750
TALKATIVE_WORDS = 1_000
"""From so many words of the patient on, a text below the fewest words leaves out what was said."""
PARAGRAPH_CHARS = 2_000
_LIST_MARK = re.compile(r"^\s*(?:[-–*•]|\d+[.)])\s", re.MULTILINE)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_DISTANT = re.compile(r"\b(?:the|this) patient\b", re.IGNORECASE)


class Paragraph(Grounded):
    """One paragraph."""

    text: Plain = Field(max_length=PARAGRAPH_CHARS)
    """Flowing sentences to the patient, without a line break."""


class Prose(Answer):
    """The whole text."""

    paragraphs: list[Paragraph] = Field(min_length=PARAGRAPHS, max_length=PARAGRAPHS)
    """In the order in which they are read."""


def _of_length(texts: list[str], visit: Visit) -> list[str]:
    count = sum(len(text.split()) for text in texts)
    fewest = FEWEST_WORDS if visit.patient_words >= TALKATIVE_WORDS else 0
    return [] if fewest <= count <= MOST_WORDS else [f"{count} words in all; {fewest} to {MOST_WORDS} are wanted"]


def _of_form(texts: list[str]) -> list[str]:
    broken = [f"/paragraphs/{at}: a line break" for at, text in enumerate(texts) if "\n" in text]
    listed = [f"/paragraphs/{at}: a list" for at, text in enumerate(texts) if _LIST_MARK.search(text)]
    return broken + listed


def _of_address(texts: list[str]) -> list[str]:
    """Only of English it can be told whom a text speaks to."""
    if not is_english(" ".join(texts)):
        return []
    distant = [f"/paragraphs/{at}: 'the patient'; say you" for at, text in enumerate(texts) if _DISTANT.search(text)]
    others = [f"/paragraphs/{at}: not in the second person" for at, text in enumerate(texts) if not _YOU.search(text)]
    return distant + others


def _of_notes(answer: Prose, visit: Visit) -> list[str]:
    """Paragraphs that would be lost, and the text with them: that is a slip to be mended, not too little to tell."""
    shown = set(range(len(visit.notes)))
    lost = [at for at, paragraph in enumerate(answer.paragraphs) if shown.isdisjoint(paragraph.notes)]
    return [f"/paragraphs/{at}/notes: no number of a note that is there" for at in lost]


class ProseGenerator(BaseAIGenerator[ClientType, Prose]):
    """Tells one visit to the patient in flowing text."""

    TASK_NAME = "prose_generation"
    ROUTE = "prose"
    GRADE = Grade.WRITE
    NEEDS = (result_of("deep_analysis"),)
    FEWEST_NOTES = 3

    def instructions(self) -> str:
        return prompt(
            "You write to a psychotherapy patient about their last visit, from numbered notes: what it was about, what"
            " they saw and did, what is hard, what they can build on, what is open. They read it at home, by"
            " themselves.",
            f"Write {PARAGRAPHS} paragraphs of flowing sentences, {FEWEST_WORDS} to {MOST_WORDS} words together, none"
            f" longer than {PARAGRAPH_CHARS} characters and none with a line break. Where the patient said fewer than"
            f" {TALKATIVE_WORDS} words in the visit, it may be as short as the notes are, never longer than"
            f" {MOST_WORDS} words. Speak to the patient as you in each paragraph, in short, everyday sentences that a"
            " fourteen-year-old can read. No headings, no lists, no greeting, no signature.",
            "Be exact and warm, and do not flatter. Say what they did as their doing. Name what is hard as plainly as"
            " what went well. Do not explain them to themselves: tell what they said, not what it must mean. Promise"
            " nothing and give no orders.",
            "What does not belong here: thoughts of death, of harm to oneself or others, or abuse; a diagnosis; words"
            " that only therapists use; names of other people; numbers and scores; anything the notes do not say.",
            f"Each paragraph names the numbers of the notes that it rests on, at most {MOST_NOTES}. Where the notes do"
            f" not bear {PARAGRAPHS} honest paragraphs of that length, answer null: nothing is added to reach it.",
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return prompt(
            fence("visit", [f"- words that the patient said: {visit.patient_words}"]),
            fence("notes", note_lines(visit.notes)),
        )

    def faults(self, answer: Prose, visit: Visit) -> list[str]:
        """What is wrong with the text as a whole, with its measurements."""
        texts: list[str] = [paragraph.text.strip() for paragraph in answer.paragraphs]
        return [*_of_length(texts, visit), *_of_form(texts), *_of_address(texts), *_of_notes(answer, visit)]

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:  # noqa: ARG002 - the contract's form
        """The paragraphs as one text; nothing when one of them lost its notes."""
        paragraphs = (settled.result or {})["paragraphs"]
        if len(paragraphs) < PARAGRAPHS:
            return None
        # Paragraphs may share a note, and now stand at one place.
        evidence = list(dict.fromkeys(replace(item, path="/prose") for item in settled.evidence))
        prose = "\n\n".join(paragraph.strip() for paragraph in paragraphs)
        return replace(settled, result={"prose": prose, "word_count": len(prose.split())}, evidence=evidence)
