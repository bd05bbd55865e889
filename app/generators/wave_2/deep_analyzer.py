"""What a visit meant, in the light of the visits before it."""

from typing import Annotated, Literal

from pydantic import Field

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import ended, ended_before, roles
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, ROOM_FOR_NOTHING, prompt
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy.evidence import Answer, Quotation
from app.therapy.fence import fence, note_lines, spoken_lines
from app.therapy.visit import Visit

MOST_FINDINGS = 4
MOST_RECOMMENDATIONS = 3
FINDING_CHARS = 200
NAME_CHARS = 80
ADVICE_CHARS = 240

Advice = Annotated[Plain, Field(max_length=ADVICE_CHARS)]


class Finding(Quotation):
    """Something that the visit shows."""

    text: Plain = Field(max_length=FINDING_CHARS)
    """The finding in one sentence."""


class SymptomReduction(Answer):
    """Whether a symptom became lighter."""

    description: Finding
    """What changed, or did not."""
    detected: bool
    """True only when the patient reports that it became lighter."""
    confidence: float = Field(ge=0, le=1)
    """0 to 1."""


class SkillDevelopment(Answer):
    """A skill that the patient is building."""

    evidence: Quotation
    """Where the skill shows."""
    skill: Plain = Field(max_length=NAME_CHARS)
    """The skill, named as in the visit."""
    proficiency: Literal["beginner", "developing", "proficient"]
    """How far along it is."""


class GoalProgress(Answer):
    """How a goal of the therapy stands."""

    evidence: Quotation
    """Where it shows."""
    goal: Plain = Field(max_length=NAME_CHARS)
    """A goal that was spoken of as one."""
    status: Literal["on_track", "needs_attention", "achieved"]
    """How it stands."""


class ProgressIndicators(Answer):
    """What is moving."""

    symptom_reduction: SymptomReduction | None
    """null when symptoms were not spoken of."""
    skill_development: list[SkillDevelopment] = Field(max_length=MOST_FINDINGS)
    """Skills that show in this visit."""
    goal_progress: list[GoalProgress] = Field(max_length=MOST_FINDINGS)
    """Goals that were spoken of."""
    behavioral_changes: Distinct[Finding] = Field(max_length=MOST_FINDINGS)
    """What the patient now does otherwise than before, by their own account."""


class TherapeuticInsights(Answer):
    """What can be understood."""

    key_realizations: Distinct[Finding] = Field(max_length=MOST_FINDINGS)
    """What the patient came to see about themselves, in this visit."""
    patterns: Distinct[Finding] = Field(max_length=MOST_FINDINGS)
    """What repeats, within this visit or against the notes of earlier ones."""
    growth_areas: Distinct[Finding] = Field(max_length=MOST_FINDINGS)
    """Where the patient struggles and could grow."""
    strengths: Distinct[Finding] = Field(max_length=MOST_FINDINGS)
    """What the patient can build on."""


class SkillLevel(Quotation):
    """How well a coping skill is in hand."""

    skill: Plain = Field(max_length=NAME_CHARS)
    """The coping skill."""
    level: Literal["beginner", "developing", "proficient"]
    """How far along it is."""


class CopingSkills(Answer):
    """How the patient copes."""

    learned: Distinct[Finding] = Field(max_length=MOST_FINDINGS)
    """Coping skills that the patient has learned or used."""
    proficiency: list[SkillLevel] = Field(max_length=MOST_FINDINGS)
    """How well they are in hand."""
    practice_recommendations: Distinct[Advice] = Field(max_length=MOST_RECOMMENDATIONS)
    """What to practise next, following from the above."""


class Engagement(Quotation):
    """How much the patient takes part."""

    level: Literal["low", "moderate", "high"]
    """The level."""


class Openness(Quotation):
    """How openly the patient speaks."""

    level: Literal["guarded", "somewhat_open", "very_open"]
    """The level."""


class Alliance(Quotation):
    """How well the two work together."""

    level: Literal["weak", "developing", "strong"]
    """The level."""


class TherapeuticRelationship(Answer):
    """How the two are with each other; null for what the words do not show."""

    engagement_level: Engagement | None
    """How much the patient takes part."""
    openness: Openness | None
    """How openly the patient speaks."""
    alliance_strength: Alliance | None
    """How well the two work together."""


class Recommendations(Answer):
    """What could come next. Suggestions to the therapist, not findings."""

    practices: Distinct[Advice] = Field(max_length=MOST_RECOMMENDATIONS)
    """Exercises that fit what was found."""
    resources: Distinct[Advice] = Field(max_length=MOST_RECOMMENDATIONS)
    """Kinds of material that fit; no titles, no addresses."""
    reflection_prompts: Distinct[Advice] = Field(max_length=MOST_RECOMMENDATIONS)
    """Questions for the patient to think about."""


class DeepAnalysis(Answer):
    """What the visit meant."""

    progress_indicators: ProgressIndicators
    """What is moving."""
    therapeutic_insights: TherapeuticInsights
    """What can be understood."""
    coping_skills: CopingSkills
    """How the patient copes."""
    therapeutic_relationship: TherapeuticRelationship
    """How the two are with each other."""
    recommendations: Recommendations
    """What could come next."""
    confidence_score: float = Field(ge=0, le=1)
    """How well the words support all of this, 0 to 1."""


class DeepAnalyzer(BaseAIGenerator[ClientType, DeepAnalysis]):
    """Analyses one visit as a clinician would, against what is remembered of the visits before it."""

    TASK_NAME = "deep_analysis"
    ROUTE = "deep-analysis"
    GRADE = Grade.REASON
    NEEDS = (
        roles(),
        ended("mood_analysis"),
        ended("topic_extraction"),
        ended("breakthrough_detection"),
        ended_before("session_insights"),
    )
    FEWEST_PATIENT_WORDS = 60
    REMEMBERS = True

    def instructions(self) -> str:
        return prompt(
            "You are an experienced clinical supervisor. You read the transcript of one psychotherapy visit, with"
            " notes about it and about earlier visits, and tell what the visit meant: what is moving, what can be"
            " understood, how the patient copes, how the two work together, what could come next.",
            "A good analysis is specific to this patient and could be about nobody else. It says what the patient"
            " said and did, in the therapist's trade but in plain words, and tells progress from the wish for it. It"
            " notices what repeats across visits, and what did not happen.",
            "What does not count. A realization is something the patient says they now see about themselves; advice"
            " that they agreed to, or an explanation by the therapist, is none. A behavioral change has happened, it"
            " is not planned. A skill shows in use, not in being mentioned. A goal was named as one by the patient"
            " or by both. A symptom became lighter only when the patient says so. Liking a visit, being polite, or"
            " crying is no progress. A joke is no finding.",
            "What the patient says of death, of harm to themselves or to others, or of being harmed is never a"
            " strength, a skill or a joke, and is not softened: where the words carry it, it is among the patterns or"
            " the growth areas, in the patient's own terms, with a denial given as a denial.",
            "The notes help you to understand; they are no evidence. Every finding quotes from this visit's"
            " transcript. A pattern that spans visits quotes where it shows in this one.",
            f"Limits: at most {MOST_FINDINGS} entries in each list of findings, at most {MOST_RECOMMENDATIONS} in each"
            f" list of recommendations, no two the same; a finding in at most {FINDING_CHARS} characters, the name of a"
            f" skill or goal in at most {NAME_CHARS}, a recommendation in one sentence of at most {ADVICE_CHARS}."
            " Recommendations follow from a finding and are worded as offers; none concerns medicine or doses, and none"
            " sends the patient away from their therapist. Answer null when the visit is too short to be analysed.",
            QUOTING,
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def show(self, visit: Visit) -> str:
        return prompt(
            fence("earlier_visits", note_lines(visit.memory.notes, first=len(visit.notes))),
            fence("notes", note_lines(visit.notes)),
            fence("transcript", spoken_lines(visit.transcript, visit.roles)),
        )
