"""The visit told to the patient, as a letter would."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pydantic import Field

from app.generators.answer_guard import WrittenText, withheld_remarks
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, prompt
from app.generators.soft_fault import SoftFault
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MAX_QUOTE_CHARS, Answer, Dropped, Quotation, Settled
from app.therapy.fence import agreed_lines, fence, note_lines, spoken_lines, visit_lines
from app.therapy.language import is_english
from app.therapy.quotes import find_quote, resolve
from app.therapy.readability import reading_grade
from app.therapy.second_person import DISTANT, is_distant, says_you, without_quotations
from app.therapy.sharing.audience import Audience, Place
from app.therapy.sharing.guard import Guard, Reviewed
from app.therapy.sharing.withholding import ListItem, list_items, without_crisis_words
from app.therapy.transcript import Role
from app.therapy.visit import Visit
from app.therapy.wording import words

MIN_PARAGRAPHS, MAX_PARAGRAPHS = 3, 6
MIN_WORDS, MAX_WORDS = 200, 600
"""Guidance, as is every count of words here: no letter is sent back for it."""
PARAGRAPH_CHARS = 1_200
MAX_QUOTES = 6
MAX_GRADE = 9
"""Of reading, by Flesch and Kincaid."""
TOLERANCE = 1.2
"""A grade up to a fifth above that is let be; a higher one is asked to be lowered once."""
KEPT_SHARE = (2, 3)
"""A letter of which less than two thirds of the sentences may stand is none."""
MIN_KEPT_WORDS = 120
"""Nor is one that was left with fewer words."""
FIRST_PERSON = ("I", "me", "my", "myself", "we", "us", "our")

_QUOTED = re.compile(r'“([^“”]*)”|"([^"]*)"')
_LIST_MARK = re.compile(r"^\s*(?:[-–]|\d+[.)])\s|[•▪◦‣●]|^\s*\*\s|\b1[.)]\s.*\b2[.)]\s", re.MULTILINE)
_HEADED = re.compile(r"^\s*(?:[A-Z][\w'’]*\s){0,5}[A-Z][\w'’]*:\s")
_ENDED = re.compile(r"""[.!?…。！？।۔؟]["'”’»」』)]*\s*$""")
_FIRST_PERSON = re.compile(rf"\b(?:{'|'.join(f'{word}|{word.capitalize()}' for word in FIRST_PERSON)})\b")


class Paragraph(Answer):
    """One paragraph."""

    text: Plain = Field(max_length=PARAGRAPH_CHARS)
    """Flowing sentences to the patient, without a line break."""
    evidence: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
    """The words that it retells: the patient's, or the therapist's where it tells what was taught or agreed."""


class Prose(Answer):
    """The whole text."""

    paragraphs: list[Paragraph] = Field(min_length=MIN_PARAGRAPHS, max_length=MAX_PARAGRAPHS)
    """In the order in which they are read."""


def _of_grade(texts: list[str]) -> list[SoftFault]:
    """Only English has a grade. Asked to be lowered once: it counts words and sentences, and refuses nothing."""
    whole = "\n".join(texts)
    grade = reading_grade(whole) if is_english(whole) and words(whole) else 0.0
    return [SoftFault(f"reading grade {grade:.1f}; about {MAX_GRADE}")] if grade > TOLERANCE * MAX_GRADE else []


def _where(texts: list[str], wrong: Callable[[str], object], what: str) -> list[str]:
    return [f"/paragraphs/{at}: {what}" for at, text in enumerate(texts) if wrong(text)]


def _of_form(texts: list[str]) -> list[str]:
    return [
        *_where(texts, lambda text: "\n" in text, "a line break"),
        *_where(texts, _LIST_MARK.search, "a list"),
        *_where(texts, lambda text: _HEADED.search(text) or not _ENDED.search(text), "a heading, or no sentence's end"),
    ]


def _of_address(texts: list[str]) -> list[str]:
    """Only of English it can be told whom a text speaks to. What is quoted may speak of itself."""
    if not is_english(" ".join(texts)):
        return []
    own = [without_quotations(text) for text in texts]
    return [
        *_where(own, is_distant, f"'{DISTANT[0]}' or '{DISTANT[1]}'; say you"),
        *_where(own, _FIRST_PERSON.search, "the first person, outside quotation marks"),
        *_where(own, lambda text: not says_you(text), "not in the second person"),
    ]


def _of_quotes(texts: list[str], visit: Visit) -> list[str]:
    """Words between quotation marks that the patient never said, fillers aside."""
    segments = visit.transcript.segments
    own = [segment.text for segment in segments if (visit.roles or {}).get(segment.speaker) is Role.PATIENT]
    said = " | ".join(_forms(text) for text in own)
    quoted = [[found[1] or found[2] or "" for found in _QUOTED.finditer(text)] for text in texts]
    unsaid = [at for at, some in enumerate(quoted) if any(not _stands(quote, said, own) for quote in some)]
    return [f"/paragraphs/{at}: a quotation that is not the patient's words" for at in unsaid]


def _stands(quote: str, said: str, own: Sequence[str]) -> bool:
    return _forms(quote) in said or any(find_quote(quote, text) for text in own)


def _of_evidence(answer: Prose, visit: Visit) -> list[str]:
    """Paragraphs that would be lost: that is a slip to be mended, not too little to tell."""
    lost = [
        at for at, paragraph in enumerate(answer.paragraphs) if not any(_said(q, visit) for q in paragraph.evidence)
    ]
    return [f"/paragraphs/{at}/evidence: not words that were said" for at in lost]


def _said(quotation: Quotation, visit: Visit) -> bool:
    return resolve(quotation.quote, quotation.segment, visit.transcript.segments) is not None


def _forms(text: str) -> str:
    return f" {' '.join(word.form for word in words(text))} "


def _written(texts: list[str]) -> list[WrittenText]:
    return [WrittenText(f"/paragraphs/{at}/text", text, Place.LETTER) for at, text in enumerate(texts)]


def _withheld(found: Sequence[ListItem], reviewed: Sequence[Reviewed]) -> list[Dropped]:
    """A line for each sentence that may not stand."""
    return [
        Dropped(f"{item.origin}/text", one.reason.code)
        for item, review in zip(found, reviewed, strict=True)
        for one in review.withheld
    ]


def _is_left_in_pieces(reviewed: Sequence[Reviewed]) -> bool:
    """Whether so much was withheld that what is left is no letter."""
    withheld = sum(len(one.withheld) for one in reviewed)
    sentences = sum(one.sentences for one in reviewed)
    words_kept = sum(len((one.kept or "").split()) for one in reviewed)
    share, of = KEPT_SHARE
    return bool(withheld) and (of * (sentences - withheld) < share * sentences or words_kept < MIN_KEPT_WORDS)


class ProseGenerator(BaseAIGenerator[ClientType, Prose]):
    """Tells one visit to the patient in flowing text."""

    TASK_NAME = "prose_generation"
    ROUTE = "prose"
    GRADE = Grade.WRITE
    NEEDS = (result_of("deep_analysis"),)
    READS = ("topic_extraction", "mood_analysis")
    LOOKS_BACK = True
    MIN_NOTES = 3
    REPAIRS = 1
    AUDIENCE = Audience.PATIENT
    LABEL = "Letter"

    def instructions(self) -> str:
        return prompt(
            "You write to a psychotherapy patient about their last visit: what they brought, what they tried since the"
            " visit before and in this one, what was agreed for the time to come, what is open. They read it at home,"
            " by themselves. You are given the number and date of the visit, what had been agreed in the visit before,"
            " numbered notes that tell what mattered, and the transcript.",
            f"Write {MIN_PARAGRAPHS} to {MAX_PARAGRAPHS} paragraphs of flowing sentences, about {MIN_WORDS} to"
            f" {MAX_WORDS} words together: as long as what was said bears, and rather short than stretched. A"
            f" paragraph has at most {PARAGRAPH_CHARS} characters and no line break. Speak to the patient as you in"
            " each paragraph, in short, everyday sentences that a fourteen-year-old can read; never say"
            f" {' or '.join(DISTANT)}, and never say {', '.join(FIRST_PERSON)} of yourself. No headings, no lists, no"
            " greeting, no signature.",
            "Be exact and warm, and do not flatter. Say what they did as their doing. Name what is hard as plainly as"
            " what went well. What the therapist taught or suggested may be told, in words of your own and as theirs:"
            " 'you looked at how worry and sleep go together'. What was agreed is told as what the two agreed on. Do"
            " not explain the patient to themselves: tell what they said, not what it must mean. Promise nothing and"
            " give no orders. Quotation marks are for words that the patient said, exactly as they said them, and for"
            " nothing else.",
            "What does not belong here: thoughts of death, of harm to oneself or others, or abuse; diagnoses and words"
            " that only therapists use, save those that the patient used; names of other people; numbers and scores;"
            " what the therapist thinks of the patient; what their words or doings may mean or come from; anything that"
            " was not said. A sentence that would hold any of it is left out.",
            f"Each paragraph has as its evidence one to {MAX_QUOTES} quotations from the transcript, as few as carry"
            " it: the number of one segment and a whole sentence from it, word for word, at most"
            f" {MAX_QUOTE_CHARS} characters. They are the patient's words; the therapist's only for what was taught or"
            f" agreed. Where what was said does not bear {MIN_PARAGRAPHS} honest paragraphs, answer null: nothing is"
            " added to reach them.",
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return prompt(
            fence("visit", visit_lines(visit)),
            fence("agreed_last_time", agreed_lines(visit)),
            fence("notes", note_lines(visit.notes)),
            fence("transcript", spoken_lines(visit.transcript, visit.roles)),
        )

    def faults(self, answer: Prose, visit: Visit) -> list[str]:
        """What is wrong with the text as a whole, with its measurements."""
        texts: list[str] = [paragraph.text.strip() for paragraph in answer.paragraphs]
        of_texts: list[str] = [*_of_form(texts), *_of_address(texts), *_of_quotes(texts, visit)]
        guarded: list[str] = [*withheld_remarks(_written(texts), visit)]
        return [*_of_grade(texts), *of_texts, *_of_evidence(answer, visit), *guarded]

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The paragraphs as one text, without those that lost their evidence and the sentences that are withheld;
        nothing when too few are left, or too little."""
        found: list[ListItem] = list_items(settled, "paragraphs")
        if len(found) < MIN_PARAGRAPHS:
            return None
        guard: Guard = visit.kept(Guard)
        reviewed: list[Reviewed] = [guard.review(item.value["text"].strip(), Place.LETTER) for item in found]
        dropped: list[Dropped] = [*settled.dropped, *_withheld(found, reviewed)]
        if _is_left_in_pieces(reviewed):
            return Settled(None, [], dropped)
        # Paragraphs may share a sentence, and now stand at one place.
        told = (
            without_crisis_words(item.evidence) for item, review in zip(found, reviewed, strict=True) if review.kept
        )
        evidence = list(dict.fromkeys(replace(under, path="/prose") for some in told for under in some))
        prose = "\n\n".join(review.kept for review in reviewed if review.kept)
        return Settled({"prose": prose, "word_count": len(prose.split())}, evidence, dropped)
