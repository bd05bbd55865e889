"""What was spoken of in this visit, what was agreed to do, and what the therapist did with the patient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import need_roles
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, ROOM_FOR_NOTHING, join_paragraphs
from app.generators.result_use import ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy import result_limits
from app.therapy.evidence import Answer, Dropped, Evidence, Quotation, Settled
from app.therapy.fence import fence_lines, spoken_lines
from app.therapy.techniques import NOT_SPECIFIED, find_technique, technique_names
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MAX_TOPICS = 4
MAX_ACTION_ITEMS = 6
MAX_INTERVENTIONS = 4
MIN_TOPIC_WORDS, MAX_TOPIC_WORDS = 2, 6
TOPIC_CHARS = result_limits.TOPIC_CHARS
ACTION_CHARS = 120
RESPONSE_CHARS = 160
SUMMARY_CHARS = result_limits.TOPICS_SUMMARY_CHARS
INTERVENTIONS = "/interventions"


class Topic(Quotation):
    """Something the visit was about."""

    text: Plain = Field(max_length=TOPIC_CHARS)
    """The topic in a few words, specific to this patient."""


class ActionItem(Quotation):
    """Something the patient is to do before the next visit."""

    text: Plain = Field(max_length=ACTION_CHARS)
    """The action, starting with a verb."""


class Response(Quotation):
    """What the patient made of an intervention."""

    text: Plain = Field(max_length=RESPONSE_CHARS)
    """What they said or did in answer to it."""


class Intervention(Answer):
    """A technique that the therapist used in this visit."""

    words: Quotation
    """Where the therapist leads into it."""
    name: str
    """Its name as the list in the instructions writes it."""
    response: Response | None
    """How the patient took it up; null where nothing shows it."""


class TopicExtraction(Answer):
    """What the visit was about."""

    topics: Distinct[Topic] = Field(min_length=1, max_length=MAX_TOPICS)
    """What the visit was about, most important first."""
    action_items: Distinct[ActionItem] = Field(max_length=MAX_ACTION_ITEMS)
    """What was agreed on or given as homework, most important first."""
    interventions: list[Intervention] = Field(max_length=MAX_INTERVENTIONS)
    """The techniques of the list that were used, the one that shaped the visit most first; empty when none was."""
    summary: Plain = Field(max_length=SUMMARY_CHARS)
    """The visit in one sentence."""
    confidence: float = Field(ge=0, le=1)
    """How well the words support all of this, 0 to 1."""


@dataclass(frozen=True, slots=True)
class _Used:
    """An intervention with its evidence, and why it is not kept, if it is not."""

    entry: dict[str, Any]
    evidence: Sequence[Evidence]
    reason: str | None = None


def _read(entry: dict[str, Any], own: Sequence[Evidence], known: Sequence[str], visit: Visit) -> _Used:
    """An entry under the technique's own name. The response counts only in the patient's words."""
    technique = find_technique(entry["name"])
    words = [item for item in own if item.path.endswith("/words")]
    answered = [item for item in own if item not in words and _speaks(item, Role.PATIENT, visit)]
    shown = {"technique": technique.name if technique else "", "response": entry["response"] if answered else None}
    if technique is None:
        return _Used(shown, own, "not_in_the_library")
    if not all(_speaks(item, Role.THERAPIST, visit) for item in words):
        return _Used(shown, own, "not_the_therapists_words")
    return _Used(shown, [*words, *answered], "said_already" if technique.name in known else None)


def _speaks(item: Evidence, role: Role, visit: Visit) -> bool:
    return (visit.roles or {}).get(item.speaker) is role


def _interventions(settled: Settled, visit: Visit) -> list[_Used]:
    """All interventions of an answer, each technique kept once."""
    found: list[_Used] = []
    for index, entry in enumerate((settled.result or {})["interventions"]):
        own = [item for item in settled.evidence if item.path.startswith(f"{INTERVENTIONS}/{index}/")]
        kept = [used.entry["technique"] for used in found if used.reason is None]
        found.append(_read(entry, own, kept, visit))
    return found


def _evidence(kept: list[_Used]) -> Iterator[Evidence]:
    """The words under each intervention, and those of the first one again under the visit's technique."""
    for at, used in enumerate(kept):
        yield from (replace(item, path=f"{INTERVENTIONS}/{at}") for item in used.evidence)
    yield from (replace(used.evidence[0], path="/technique") for used in kept[:1])


def _lost(found: list[_Used]) -> list[Dropped]:
    return [Dropped(f"{INTERVENTIONS}/{at}", used.reason) for at, used in enumerate(found) if used.reason]


def _with_technique(settled: Settled, found: list[_Used]) -> Settled:
    kept = [used for used in found if used.reason is None]
    others = [item for item in settled.evidence if not item.path.startswith(f"{INTERVENTIONS}/")]
    technique = kept[0].entry["technique"] if kept else NOT_SPECIFIED
    result = {**(settled.result or {}), "technique": technique, "interventions": [used.entry for used in kept]}
    return Settled(result, [*others, *_evidence(kept)], [*settled.dropped, *_lost(found)])


class TopicExtractor(BaseAIGenerator[ClientType, TopicExtraction]):
    """Finds the topics, action items and interventions of one visit."""

    TASK_NAME = "topic_extraction"
    ROUTE = "topics"
    GRADE = Grade.EXTRACT
    NEEDS = (need_roles(),)
    MIN_PATIENT_WORDS = 20
    LABEL = "Topics"
    PROVIDES = ResultUse.AGREED_TASKS
    FOLLOWED = ("action_items",)
    HIDDEN = ("/technique",)  # the first of its interventions, which are notes already

    def instructions(self) -> str:
        return join_paragraphs(
            "You read the transcript of one psychotherapy visit and tell what it was about, what the patient is to do"
            " next, and what the therapist did with them.",
            f"Topics: at most {MAX_TOPICS}, most important first, since a small card shows the first two. A topic is"
            " a trouble, an aim or a question that the visit spent time on, and where in this patient's life it shows,"
            f" in about {MIN_TOPIC_WORDS} to {MAX_TOPIC_WORDS} words and at most {TOPIC_CHARS} characters, so that"
            " only this patient could have it. Join what is one trouble; where a first visit goes through many areas,"
            " take those that weigh most on the patient. What does not count: greetings, appointments, a remark in"
            " passing, and words as wide as feelings, work or relationships alone.",
            f"Action items: at most {MAX_ACTION_ITEMS}, most important first, each at most {ACTION_CHARS} characters,"
            " starting with a verb, with when or how often if that was said. Something counts when the therapist gave"
            " it or the patient agreed to it, to be done before the next visit; quote where that happens. What does"
            " not count: a wish, a plan that nobody agreed to, homework of the last visit that is merely looked back"
            " on, advice that the patient turned down. Homework that is agreed on again counts. Many visits have none.",
            f"Interventions: at most {MAX_INTERVENTIONS} techniques of the list below, the one that shaped the visit"
            " most first, no technique twice. A technique has to be seen at work in the therapist's words; being named,"
            " explained or recommended is not enough. Listening, reflecting and asking run through every visit: name a"
            " technique for them only where it carried a stretch of it. For each, quote the therapist where they lead"
            " into it; give its name exactly as the list writes it, and where two names fit, the more specific one; and"
            f" tell in at most {RESPONSE_CHARS} characters how the patient took it up, quoting the patient: what they"
            " said or did, not whether it worked. The response is null where nothing shows it. Where no technique of"
            " the list was used, the list is empty.",
            f"Summary: one sentence of at most {SUMMARY_CHARS} characters, of nothing but the topics and action items"
            " that you listed. Confidence is how well the words support all of this: below 0.4 where little was said"
            " of it, above 0.8 only where it was said plainly.",
            "Techniques:\n" + "\n".join(technique_names()),
            QUOTING,
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def render_input(self, visit: Visit) -> str:
        return fence_lines("transcript", spoken_lines(visit.transcript, visit.roles))

    def finish_result(self, settled: Settled, visit: Visit) -> Settled | None:
        """Interventions under the techniques' own names; the first of them is the visit's technique."""
        return _with_technique(settled, _interventions(settled, visit))
