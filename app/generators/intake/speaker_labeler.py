"""Who is the therapist and who is the patient."""

from dataclasses import asdict, replace
from typing import Literal

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, prompt
from app.generators.result_use import ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Quotation, Settled
from app.therapy.excerpt import excerpt
from app.therapy.fence import anonymous_lines, fence, speaker_names
from app.therapy.roles import count_roles, labelled_turns, vetoes_roles
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MAX_SIGNS = 4
SIGN_CHARS = 120
REASONING_CHARS = 400


class Sign(Quotation):
    """A segment that shows who is who."""

    text: Plain = Field(max_length=SIGN_CHARS)
    """What this segment shows."""


class Speaker(Answer):
    """One speaker's role."""

    speaker: str = Field(pattern=r"^S[0-9]+$")
    """The speaker as labelled in the transcript."""
    role: Literal["therapist", "patient"]
    """What this speaker is in the room."""


class SpeakerLabels(Answer):
    """The role of every speaker."""

    signs: list[Sign] = Field(max_length=MAX_SIGNS)
    """The clearest signs of who is who."""
    reasoning: Plain = Field(max_length=REASONING_CHARS)
    """Why, in one or two sentences."""
    speakers: list[Speaker] = Field(min_length=2)
    """Every speaker once."""
    confidence: float = Field(ge=0, le=1)
    """How sure this is, 0 to 1."""


class SpeakerLabeler(BaseAIGenerator[ClientType, SpeakerLabels]):
    """Tells therapist from patient, then shows the transcript as labelled turns."""

    TASK_NAME = "speaker_labeling"
    ROUTE = "speaker-labels"
    GRADE = Grade.EXTRACT
    NEEDS = ()
    LABEL = "Speakers"
    PROVIDES = ResultUse.ROLES

    def instructions(self) -> str:
        return prompt(
            "You read parts of the diarised transcript of one psychotherapy visit and tell who is the therapist and"
            " who is the patient. Speakers are called S1, S2 and so on in the order in which they first speak. Segments"
            " keep their numbers: a jump is a part left out, and three dots at an end a turn that goes on.",
            "A therapist asks, reflects back, structures the time, explains, gives homework, and says little of their"
            " own life. A patient tells about their own days, feelings, troubles and people. Look at what the questions"
            " are about and whose life is spoken of. What does not decide it: who speaks first, who speaks more, who"
            " sounds calmer, who is polite. A patient may ask many questions, and a therapist may talk at length.",
            "In most visits one speaker is the therapist and one the patient. Where there are more, a family member"
            " who was brought along counts as patient. Diarisation may also split one person in two: labels that are"
            " plainly one person, going on with the same questions or the same story, have the same role, so that two"
            " labels may be the therapist's. At least one label is the therapist's and at least one a patient's.",
            f"Give at most {MAX_SIGNS} signs of at most {SIGN_CHARS} characters, from different speakers, then your"
            f" reasoning in one or two sentences, at most {REASONING_CHARS} characters, then every speaker once with"
            " their role, then how sure you are, 0 to 1: below 0.6 where few signs point one way. Where nothing in the"
            " words decides it, the whole answer is null: answer null rather than guess.",
            QUOTING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return fence("transcript", anonymous_lines(excerpt(visit.transcript)))

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """Speaker ids for S1, S2; None when not every speaker is named once, therapist and patient among them, or when
        a clear count of pronouns, over the whole visit, says otherwise."""
        result = dict(settled.result or {})
        ids = {name: speaker for speaker, name in speaker_names(visit.transcript).items()}
        named = [(ids.get(entry["speaker"]), Role(entry["role"])) for entry in result.pop("speakers")]
        roles = {speaker: role for speaker, role in named if speaker is not None}
        heard = {segment.speaker for segment in visit.transcript.segments if segment.text.strip()}
        whole = len(named) == len(roles) and set(roles) == heard
        if not whole or set(roles.values()) != {Role.THERAPIST, Role.PATIENT}:
            return None
        if vetoes_roles(count_roles(visit.transcript), roles):
            return None
        turns = [asdict(turn) for turn in labelled_turns(visit.transcript, roles)]
        named_roles = {speaker: role.value for speaker, role in roles.items()}
        return replace(settled, result={"roles": named_roles, **result, "turns": turns})
