"""Whether the patient discovered something new and good about themselves in this visit."""

from dataclasses import replace

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import roles
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, prompt
from app.generators.result_use import ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Quotation, Settled
from app.therapy.fence import fence, spoken_lines
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MAX_QUOTES = 3
DESCRIPTION_CHARS = 300
LABEL_CHARS = 40
MIN_LABEL_WORDS, MAX_LABEL_WORDS = 2, 3


class Breakthrough(Answer):
    """One breakthrough."""

    evidence: list[Quotation] = Field(min_length=1, max_length=MAX_QUOTES)
    """Where the patient says it."""
    description: Plain = Field(max_length=DESCRIPTION_CHARS)
    """What the patient discovered, and what they had believed before."""
    label: Plain = Field(max_length=LABEL_CHARS)
    """It in two or three words."""
    confidence: float = Field(ge=0, le=1)
    """How sure it is that this is one, 0 to 1."""


class BreakthroughDetection(Answer):
    """None, or the one breakthrough of the visit."""

    breakthrough: Breakthrough | None
    """null when there was none, as in most visits."""


class BreakthroughDetector(BaseAIGenerator[ClientType, BreakthroughDetection]):
    """Finds the breakthrough of one visit, if there was one."""

    TASK_NAME = "breakthrough_detection"
    ROUTE = "breakthrough"
    GRADE = Grade.JUDGE
    NEEDS = (roles(),)
    EVIDENCE_FROM = Role.PATIENT
    MIN_PATIENT_WORDS = 40
    LABEL = "Break\u00adthrough"
    PROVIDES = ResultUse.BREAKTHROUGH

    def instructions(self) -> str:
        return prompt(
            "You read the transcript of one psychotherapy visit and tell whether it held a breakthrough. Most visits"
            " hold none; for them the breakthrough is null, and that is the right answer.",
            "A breakthrough is a new and positive discovery about oneself, made in this visit and spoken by the"
            " patient: they see that something they had taken for true of themselves is not, or find in themselves"
            " something they had not known to be there. All of it has to be there: it is about the patient, not about"
            " others or the world; it is new to them, told with surprise or as a turn from what they had believed; it"
            " opens something; it is their own, not handed to them by the therapist and agreed to.",
            "What does not count, however strong it is: crying, or feeling relieved; homework done, a skill that"
            " worked, a goal reached; feeling better, or having had a good week; a decision, a plan, a resolution; an"
            " insight into another person; a painful discovery that opens nothing; something they say they have long"
            " known; an explanation by the therapist that they find interesting; forgiving someone; telling a secret.",
            "For example: 'I kept every plant in that flat alive through all of it. I am someone who looks after"
            " things. I never once thought that of myself' is one. 'I finally went to the dentist', 'I cried for the"
            " first time in years and it felt good', 'I see now that my brother was scared too' and 'I have decided"
            " to apply' are none.",
            f"If there was one, quote at most {MAX_QUOTES} places where the patient says it; describe in one or two"
            f" sentences, at most {DESCRIPTION_CHARS} characters, what they discovered and what they had believed"
            f" before; give it a label of {MIN_LABEL_WORDS} or {MAX_LABEL_WORDS} words, at most {LABEL_CHARS}"
            " characters, that the patient would recognise; and say how sure you are, 0 to 1. If there were two, take"
            " the one that opens more. If you are in doubt, there was none.",
            "Two answers hold no breakthrough, and they are not the same. Where you can tell that there was none, the"
            " breakthrough alone is null: that is a finding. Only where the patient says too little of themselves to"
            " tell, answer null as a whole.",
            QUOTING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return fence("transcript", spoken_lines(visit.transcript, visit.roles))

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:  # noqa: ARG002 - the contract's form
        """Where it begins and ends, in seconds, by the segments it was found in."""
        found = (settled.result or {}).get("breakthrough")
        if found is None:
            return settled
        start = min(item.start for item in settled.evidence)
        end = max(item.end for item in settled.evidence)
        return replace(settled, result={"breakthrough": {**found, "start": start, "end": end}})
