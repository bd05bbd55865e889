"""Your Journey: where the therapy stands and where it leads, written for the patient."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from pydantic import Field, field_validator

from app.generators.agreed_tasks import homework_told
from app.generators.answer_guard import WrittenText, withheld_remarks
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import after, ended_before, result_of
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, ROOM_FOR_NOTHING, prompt
from app.generators.result_use import Parameter, PatientDocument, ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import MAX_NOTES, Answer, Dropped, Evidence, Grounded, Settled
from app.therapy.fence import agreed_lines, fence, note_lines, visit_lines
from app.therapy.headings import HEADINGS
from app.therapy.sharing.audience import Audience, Place
from app.therapy.sharing.guard import Guard
from app.therapy.sharing.withholding import ListItem, evidence_at, evidence_under, list_items, withhold_sentences
from app.therapy.visit import Visit

MAX_ACHIEVEMENTS = 5
MAX_FOCUS = 3
MAX_SECTIONS = 5
SUMMARY_CHARS = 600
HEADING_CHARS = 60
POINT_CHARS = 160
CONTENT_CHARS = 500
MAX_SENTENCES = 3
"""Of the summary, and of each section."""

Title = Literal[
    "Clinical Progress",
    "Therapeutic Strategies",
    "Identified Patterns",
    "Current Treatment Focus",
    "Long-term Goals",
]


class Summary(Grounded):
    """Where the patient stands."""

    text: Plain = Field(max_length=SUMMARY_CHARS)
    """Two or three sentences to the patient: where they came from, where they are, what is open."""


class Point(Grounded):
    """One thing reached, or being worked on."""

    text: Plain = Field(max_length=POINT_CHARS)
    """One sentence to the patient."""


class Section(Grounded):
    """One part of the journey."""

    title: Title
    """The key of the part, for screens alone; each at most once."""
    heading: Plain = Field(max_length=HEADING_CHARS)
    """What the patient reads above it, in a few plain words."""
    content: Plain = Field(max_length=CONTENT_CHARS)
    """Two or three sentences to the patient."""


class Roadmap(Answer):
    """Your Journey."""

    summary: Summary
    """Where the patient stands."""
    achievements: Distinct[Point] = Field(max_length=MAX_ACHIEVEMENTS)
    """What the patient has reached, latest first."""
    currentFocus: Distinct[Point] = Field(max_length=MAX_FOCUS)  # noqa: N815 - the screen's name
    """What is being worked on now; it stands nowhere else."""
    sections: list[Section] = Field(max_length=MAX_SECTIONS)
    """The journey in parts."""

    @field_validator("sections")
    @classmethod
    def _each_title_once(cls, sections: list[Section]) -> list[Section]:
        if len({section.title for section in sections}) < len(sections):
            raise ValueError("a section title stands twice")
        return sections


FOCUS: Title = "Current Treatment Focus"
FIELDS = {"achievements": None, "currentFocus": None, "sections": "content"}
"""The lists of a journey, in its order, and what the text of an entry is called where it is an object."""


def _written(answer: Roadmap) -> Iterator[WrittenText]:
    """The texts of a journey; a section's title is ours. A heading that may not stand is replaced, and not asked for
    again."""
    yield WrittenText("/summary/text", answer.summary.text, Place.JOURNEY)
    for name, points in (("achievements", answer.achievements), ("currentFocus", answer.currentFocus)):
        yield from (WrittenText(f"/{name}/{at}/text", point.text, Place.JOURNEY) for at, point in enumerate(points))
    for at, section in enumerate(answer.sections):
        yield WrittenText(f"/sections/{at}/content", section.content, Place.JOURNEY)


def _summary(settled: Settled, guard: Guard) -> tuple[list[ListItem], list[Dropped]]:
    """What of the summary may stand, as its only item."""
    whole = ListItem((settled.result or {})["summary"], "/summary", evidence_under(settled, "/summary"))
    return withhold_sentences([whole], lambda item: guard.review(item.value, Place.JOURNEY))


def _sifted(settled: Settled, name: str, guard: Guard) -> tuple[list[ListItem], list[Dropped]]:
    """What of one list may stand, and what is withheld."""
    field = FIELDS[name]
    return withhold_sentences(
        list_items(settled, name), lambda item: guard.review(_text(item.value, field), Place.JOURNEY), field
    )


def _text(value: Any, field: str | None) -> str:
    text: str = value if field is None else value[field]
    return text


def _headed(item: ListItem, guard: Guard) -> ListItem:
    """A section whose heading may be read by the patient."""
    heading = item.value["heading"]
    if guard.review(heading, Place.JOURNEY).kept == heading:
        return item
    return replace(item, value={**item.value, "heading": HEADINGS[item.value["title"]]})


def _once(focus: list[ListItem], sections: list[ListItem]) -> tuple[list[ListItem], list[Dropped]]:
    """The sections without one that tells the current focus again, from the same words."""
    told = {replace(words, path="") for item in focus for words in item.evidence}
    again = [item for item in sections if item.value["title"] == FOCUS and told and _rests_on(item, told)]
    return [item for item in sections if item not in again], [Dropped(item.origin, "said_already") for item in again]


def _rests_on(item: ListItem, told: set[Evidence]) -> bool:
    return {replace(words, path="") for words in item.evidence} <= told


def _covered(visit: Visit) -> dict[str, str]:
    """The dates of the first and the last visit that the journey is made from."""
    since = min(visit.since, visit.session_date) if visit.since else visit.session_date
    return {"from": since.date().isoformat(), "to": visit.session_date.date().isoformat()}


class RoadmapGenerator(BaseAIGenerator[ClientType, Roadmap]):
    """Writes the next version of Your Journey."""

    TASK_NAME = "roadmap_generation"
    MIN_NOTES = 1
    REMEMBERS = True
    READS = ("topic_extraction", "mood_analysis")
    LOOKS_BACK = True
    AUDIENCE = Audience.PATIENT
    LABEL = "Your Journey"
    PROVIDES = ResultUse.HISTORY
    DOCUMENT = PatientDocument("your_journey", name="journey", field="roadmap")
    PARAMETERS = (Parameter.STRATEGY,)
    SHOWS_TREND = True
    ROUTE = "your-journey"
    GRADE = Grade.WRITE
    NEEDS = (
        result_of("deep_analysis"),
        result_of("session_insights"),
        ended_before("roadmap_generation"),
        after("risk_screen"),
    )

    def instructions(self) -> str:
        return prompt(
            "You write Your Journey, a page that a psychotherapy patient opens between visits to see how far they"
            " have come, what is being worked on, and where it leads. You are given the number and date of the latest"
            " visit and how the mood went over the visits, and numbered notes: about the latest visit, about earlier"
            " ones, on what had been agreed in the visit before, and from the journey as it was last written. You write"
            " to the patient, as you, in a warm and sober voice. What was agreed, and the dates that the page covers,"
            " are put beside your words by others.",
            "A good journey is about this one person. It is exact about what changed and honest about what did not:"
            " a setback is part of a journey and is not painted over. It gives the patient the credit for what the"
            " patient did, homework too. Newer notes weigh more than older ones; where they differ, the newer one is"
            " right.",
            "What does not count. An achievement is something done or understood, as a note says it; turning up,"
            " agreeing, intending, or being praised is none. A focus is worked on now. Promise nothing, predict"
            " nothing, diagnose nothing. Say nothing of crises, of thoughts of death or of harm: this page may be"
            " read over a shoulder. Say nothing of how well the patient and the therapist get on, of what the"
            " therapist thinks of the patient, or of what the patient's words and doings may mean or come from. Use no"
            " word that only therapists use and no diagnosis, save those that the patient used. A sentence that holds"
            " any of it is left out.",
            "Each thing stands in one place. What is worked on now is told in currentFocus; the summary may name it in"
            " a few words, and no section tells it again. An achievement is not retold in a section either.",
            "A section has a title and a heading. The title is a key of the screens, one of the five, and the patient"
            " does not read it. The heading is what they read: a few plain words about this part of their own way, at"
            f" most {HEADING_CHARS} characters.",
            f"Each entry names the numbers of the notes that support it, at most {MAX_NOTES}, and says nothing that"
            " those notes do not say. An entry without a note is left out. The journey as last written shows what the"
            " patient has read: keep what still holds in much the same words, change what is no longer so, and never"
            " let it outweigh a note about a visit.",
            f"Limits: a summary of two sentences or {MAX_SENTENCES}, at most {SUMMARY_CHARS} characters: where they"
            f" came from, where they are, what is open. At most {MAX_ACHIEVEMENTS} achievements and {MAX_FOCUS}"
            f" points of current focus of at most {POINT_CHARS} characters each, no two the same; at most"
            f" {MAX_SECTIONS} sections, each title once, each of two sentences or {MAX_SENTENCES}, at most"
            f" {CONTENT_CHARS} characters; where the notes bear no more, one sentence will do. Leave out a section for"
            " which there are no notes.",
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        earlier = len(visit.notes)
        journey = earlier + len(visit.memory.notes)
        return prompt(
            fence("visit", visit_lines(visit)),
            fence("previous_journey", note_lines(visit.memory.journey, first=journey)),
            fence("earlier_visits", note_lines(visit.memory.notes, first=earlier)),
            fence("agreed_last_time", agreed_lines(visit)),
            fence("latest_visit", note_lines(visit.notes)),
        )

    def enough(self, visit: Visit) -> bool:
        """Whether anything may be shown."""
        return any(note.text for note in visit.all_notes)

    def faults(self, answer: Roadmap, visit: Visit) -> list[str]:
        """What of it would be withheld."""
        return [*withheld_remarks(_written(answer), visit)]

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The journey without the sentences that are withheld, and what is put beside them: the dates it covers, how
        the mood went, what was agreed. Nothing where the whole summary is withheld."""
        guard: Guard = visit.kept(Guard)
        summary: list[ListItem]
        dropped: list[Dropped]
        summary, dropped = _summary(settled, guard)
        sifted: dict[str, tuple[list[ListItem], list[Dropped]]]
        sifted = {name: _sifted(settled, name, guard) for name in FIELDS}
        dropped = [*settled.dropped, *dropped, *(lost for _, some in sifted.values() for lost in some)]
        if not summary:
            return Settled(None, [], dropped)
        lists: dict[str, list[ListItem]] = {name: kept for name, (kept, _) in sifted.items()}
        again: list[Dropped]
        lists["sections"], again = _once(lists["currentFocus"], lists["sections"])
        lists["sections"] = [_headed(item, guard) for item in lists["sections"]]
        homework: list[dict[str, str]]
        of_homework: list[Evidence]
        homework, of_homework = homework_told(visit, guard)
        evidence: list[Evidence] = [*summary[0].evidence, *of_homework]
        evidence += [found for name, kept in lists.items() for found in evidence_at(f"/{name}", kept)]
        told = {"summary": summary[0].value, **{name: [item.value for item in kept] for name, kept in lists.items()}}
        beside = {"covers": _covered(visit), "trend": visit.trend, "homework": homework}
        return Settled({**told, **beside}, evidence, [*dropped, *again])
