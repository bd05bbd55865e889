"""What was spoken of in this visit, what was agreed to do, and the technique that was used."""

from dataclasses import replace

from pydantic import Field, field_validator

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import roles
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, ROOM_FOR_NOTHING, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Dropped, Evidence, Quotation, Settled
from app.therapy.fence import fence, spoken_lines
from app.therapy.techniques import NOT_SPECIFIED, find_technique, technique_names
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MOST_TOPICS = 2
MOST_ACTION_ITEMS = 2
FEWEST_TOPIC_WORDS, MOST_TOPIC_WORDS = 2, 6
TOPIC_CHARS = 60
ACTION_CHARS = 120
SUMMARY_CHARS = 150


class Topic(Quotation):
    """Something the visit was about."""

    text: Plain = Field(max_length=TOPIC_CHARS)
    """The topic in two to six words, specific to this patient."""


class ActionItem(Quotation):
    """Something the patient is to do before the next visit."""

    text: Plain = Field(max_length=ACTION_CHARS)
    """The action, starting with a verb."""


class UsedTechnique(Quotation):
    """A technique that the therapist used in this visit."""

    name: str
    """Its name as the list in the instructions writes it."""

    @field_validator("name")
    @classmethod
    def _in_the_library(cls, name: str) -> str:
        if find_technique(name) is None:
            raise ValueError("no technique of the list; take a name as it is written there, or null")
        return name


class TopicExtraction(Answer):
    """What the visit was about."""

    topics: Distinct[Topic] = Field(min_length=1, max_length=MOST_TOPICS)
    """What most of the visit was about, weightiest first."""
    action_items: Distinct[ActionItem] = Field(max_length=MOST_ACTION_ITEMS)
    """What was agreed on or given as homework."""
    technique: UsedTechnique | None
    """The one technique that shaped the visit most; null when none of the list was used."""
    summary: Plain = Field(max_length=SUMMARY_CHARS)
    """The visit in one sentence."""
    confidence: float = Field(ge=0, le=1)
    """How well the words support all of this, 0 to 1."""


def _patients_technique(item: Evidence, visit: Visit) -> bool:
    return item.path == "/technique" and (visit.roles or {}).get(item.speaker) is Role.PATIENT


class TopicExtractor(BaseAIGenerator[ClientType, TopicExtraction]):
    """Finds the topics, action items and technique of one visit."""

    TASK_NAME = "topic_extraction"
    ROUTE = "topics"
    GRADE = Grade.EXTRACT
    NEEDS = (roles(),)
    FEWEST_PATIENT_WORDS = 20

    def instructions(self) -> str:
        return prompt(
            "You read the transcript of one psychotherapy visit and tell what it was about, what the patient is to do"
            " next, and which technique the therapist used.",
            f"Topics: at most {MOST_TOPICS}, each in {FEWEST_TOPIC_WORDS} to {MOST_TOPIC_WORDS} words and at most"
            f" {TOPIC_CHARS} characters, no two the same. A topic is what the two kept coming back to, named so that"
            " only this patient could have it: the trouble and where in life it shows. What does not count:"
            " greetings, appointments, a subject touched on once, and words as wide as feelings, work or relationships"
            " alone.",
            f"Action items: at most {MOST_ACTION_ITEMS}, each at most {ACTION_CHARS} characters, starting with a verb,"
            " no two the same. Something counts only when it was agreed on or given to be done before the next visit."
            " What does not count: a wish, a plan that nobody agreed to, homework of the last visit that is merely"
            " looked back on, advice that the patient turned down. Many visits have none.",
            "Technique: the one that shaped the visit most, by its name in the list below, exactly as written there."
            " It has to be seen at work in the therapist's words; being mentioned is not enough. Listening and asking"
            " are no technique. Quote the therapist"
            " where they lead into it. When none of the list was used, or two fit alike, the technique is null.",
            f"Summary: one sentence of at most {SUMMARY_CHARS} characters, of nothing but the topics and action items"
            " that you listed. Confidence is how well the words support all of this: below 0.4 where little was said"
            " of it, above 0.8 only where it was said plainly.",
            "Techniques:\n" + "\n".join(technique_names()),
            QUOTING,
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return fence("transcript", spoken_lines(visit.transcript, visit.roles))

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The technique by its own name, whichever alias the model used; none where only the patient's words show
        it."""
        result = settled.result or {}
        known = find_technique(result["technique"]) if result["technique"] else None
        kept = [item for item in settled.evidence if not _patients_technique(item, visit)]
        if len(kept) == len(settled.evidence):
            return replace(settled, result={**result, "technique": known.name if known else NOT_SPECIFIED})
        dropped = [*settled.dropped, Dropped("/technique", "not_the_therapists_words")]
        return Settled({**result, "technique": NOT_SPECIFIED}, kept, dropped)
