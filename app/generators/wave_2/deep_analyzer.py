"""What a visit meant, in the light of the visits before it."""

from dataclasses import replace
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from app.generators.agreed_tasks import homework_outcomes
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.limits import Distinct
from app.generators.needs import need_end, need_end_in_earlier_visit, need_roles
from app.generators.plain_text import Plain
from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, ROOM_FOR_NOTHING, join_paragraphs
from app.generators.result_use import ResultUse
from app.llm.clients import ClientType
from app.llm.model_tier import Grade
from app.therapy import result_limits
from app.therapy.evidence import Answer, Dropped, Evidence, Quotation, Settled
from app.therapy.fence import agreed_lines, fence_lines, note_lines, spoken_lines, visit_lines
from app.therapy.visit import Visit

MAX_FINDINGS, MAX_RECOMMENDATIONS = result_limits.ANALYSIS_FINDINGS, 3
MAX_AGREED = 6
MAX_ALLIANCE_QUOTES = 3
ALLIANCE = "/therapeutic_relationship/alliance_strength"
MIN_FOR_STRONG = 2
"""Places by which an alliance has to show to be called strong."""
FINDING_CHARS = 200
NAME_CHARS = 80
ADVICE_CHARS = 240
FINDINGS_OF_VISIT = ("mood_analysis", "topic_extraction", "breakthrough_detection", "risk_screen")

Advice = Annotated[Plain, Field(max_length=ADVICE_CHARS)]


class Finding(Quotation):
    """Something that the visit shows."""

    text: Plain = Field(max_length=FINDING_CHARS)
    """The finding in one sentence."""


class Outcome(Quotation):
    """What became of something that was agreed in the visit before."""

    item: int = Field(ge=0)
    """The number in brackets of what was agreed."""
    status: Literal["done", "partly_done", "not_done"]
    """Whether it was done, by the patient's own account."""
    text: Plain = Field(max_length=FINDING_CHARS)
    """What the patient tells of it, or what kept them from it."""


class SymptomReduction(Answer):
    """Whether a symptom became lighter."""

    description: Finding
    """What changed, or did not."""
    detected: bool
    """True only when the patient reports that it became lighter."""
    confidence: float = Field(ge=0, le=1)
    """0 to 1."""


class SkillDevelopment(Answer):
    """A skill that the patient is building, coping skills among them."""

    evidence: Quotation
    """Where the skill shows in use."""
    skill: Plain = Field(max_length=NAME_CHARS)
    """The skill by its name alone, as in the visit."""
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
    skill_development: list[SkillDevelopment] = Field(max_length=MAX_FINDINGS)
    """Skills that show in this visit."""
    goal_progress: list[GoalProgress] = Field(max_length=MAX_FINDINGS)
    """Goals that were spoken of."""
    behavioral_changes: Distinct[Finding] = Field(max_length=MAX_FINDINGS)
    """What the patient now does otherwise than before, by their own account."""


class TherapeuticInsights(Answer):
    """What can be understood."""

    key_realizations: Distinct[Finding] = Field(max_length=MAX_FINDINGS)
    """What the patient came to see about themselves, in this visit."""
    patterns: Distinct[Finding] = Field(max_length=MAX_FINDINGS)
    """What repeats, within this visit or against the notes of earlier ones."""
    growth_areas: Distinct[Finding] = Field(max_length=MAX_FINDINGS)
    """Where the patient struggles and could grow."""
    strengths: Distinct[Finding] = Field(max_length=MAX_FINDINGS)
    """What the patient can build on."""


class CopingSkills(Answer):
    """How the patient copes."""

    learned: Distinct[Finding] = Field(max_length=MAX_FINDINGS)
    """How the patient coped, in this visit or since the last: what they used, and what for."""
    practice_recommendations: Distinct[Advice] = Field(max_length=MAX_RECOMMENDATIONS)
    """How a skill that shows in this visit could be practised further."""


class Engagement(Quotation):
    """How much the patient takes part."""

    level: Literal["low", "moderate", "high"]
    """The level."""


class Openness(Quotation):
    """How openly the patient speaks."""

    level: Literal["guarded", "somewhat_open", "very_open"]
    """The level."""


class Alliance(Answer):
    """How well the two work together."""

    evidence: list[Quotation] = Field(min_length=1, max_length=MAX_ALLIANCE_QUOTES)
    """Where it shows, in the words of either."""
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

    practices: Distinct[Advice] = Field(max_length=MAX_RECOMMENDATIONS)
    """What the patient could try that they do not do yet."""
    resources: Distinct[Advice] = Field(max_length=MAX_RECOMMENDATIONS)
    """Kinds of material that fit; no titles, no addresses."""
    reflection_prompts: Distinct[Advice] = Field(max_length=MAX_RECOMMENDATIONS)
    """Questions for the patient to think about."""


class DeepAnalysis(Answer):
    """What the visit meant."""

    homework: list[Outcome] = Field(max_length=MAX_AGREED)
    """What became of what was agreed in the visit before; what was not spoken of is left out."""
    risk_findings: Distinct[Finding] = Field(max_length=MAX_FINDINGS)
    """What the patient says of death, of harm to themselves or to others, or of being harmed; a denial as a denial."""
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


class Level(NamedTuple):
    """How well the two work together, its words, and why it is not told, where it is not."""

    level: str | None
    words: tuple[Evidence, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def _alliance(settled: Settled) -> Level:
    """The alliance's level. One place bears no strong one."""
    found = (settled.result or {})["therapeutic_relationship"]["alliance_strength"]
    words = tuple(replace(item, path=ALLIANCE) for item in settled.evidence if item.path.startswith(ALLIANCE))
    if found is None:
        return Level(None)
    if found["level"] == "strong" and len(words) < MIN_FOR_STRONG:
        return Level(None, dropped=(Dropped(ALLIANCE, "one_place_alone"),))
    return Level(found["level"], words)


def _shaped(told: dict[str, Any], alliance: str | None) -> dict[str, Any]:
    """The analysis as screens read it: skills by their level too, the alliance as a word."""
    skills = told["progress_indicators"]["skill_development"]
    levels = [{"skill": one["skill"], "level": one["proficiency"]} for one in skills]
    coping = {**told["coping_skills"], "proficiency": levels}
    relationship = {**told["therapeutic_relationship"], "alliance_strength": alliance}
    return {**told, "coping_skills": coping, "therapeutic_relationship": relationship}


def _screened(visit: Visit) -> list[str]:
    """The states that the visit's screen found, a line for each kind of danger."""
    screen = visit.results.get("risk_screen") or {"state": "not_screened", "findings": []}
    found = [f"- {finding['kind']}: {finding['state']}" for finding in screen["findings"]]
    return found or [f"- {screen['state']}"]


class DeepAnalyzer(BaseAIGenerator[ClientType, DeepAnalysis]):
    """Analyses one visit as a clinician would, against what is remembered of the visits before it."""

    TASK_NAME = "deep_analysis"
    ROUTE = "deep-analysis"
    GRADE = Grade.REASON
    NEEDS = (need_roles(), *map(need_end, FINDINGS_OF_VISIT), need_end_in_earlier_visit("session_insights"))
    MIN_PATIENT_WORDS = 60
    REMEMBERS = True
    LOOKS_BACK = True
    LABEL = "Deep analysis"
    PROVIDES = ResultUse.ADVICE
    FOLLOWED = ("homework",)
    HIDDEN = ("/therapeutic_relationship",)
    RISK_PATHS = ("/risk_findings",)

    def instructions(self) -> str:
        return join_paragraphs(
            "You are an experienced clinical supervisor. You read the transcript of one psychotherapy visit and tell"
            " its therapist what the visit meant: what became of what was agreed, what is moving, what can be"
            " understood, how the patient copes, how the two work together, what could come next. Before the transcript"
            " stand the number and date of the visit, what is remembered of earlier ones, what was agreed in the last"
            " one, what a screening for danger found in this one, and notes about this one.",
            "A good analysis is specific to this patient and could be about nobody else. It says what the patient"
            " said and did, in the therapist's trade but in plain words, and tells progress from the wish for it. It"
            " notices what repeats across visits, and what did not happen.",
            "Homework: for each item of agreed_last_time that the visit comes back to, its number in brackets and what"
            " became of it by the patient's own account: done, partly_done, or not_done. What kept them from it matters"
            " as much as that they did it. An item that nobody comes back to is left out.",
            "What does not count. A realization is something the patient says they now see about themselves; advice"
            " that they agreed to, or an explanation by the therapist, is none. A behavioral change has happened, it"
            " is not planned. A skill shows in use, not in being mentioned. A goal was named as one by the patient"
            " or by both. A symptom became lighter only when the patient says so. Liking a visit, being polite, or"
            f" crying is no progress. An alliance is strong only where at least {MIN_FOR_STRONG} places show it. A"
            " joke is no finding.",
            "What the patient says of death, of harm to themselves or to others, or of being harmed stands in"
            " risk_findings and nowhere else, in the patient's own terms and not softened, a denial as a denial. It is"
            " never a strength, a skill or a joke. The screening tells for each kind of danger whether it was"
            " disclosed, denied_when_asked or indeterminate; it may err, and the transcript decides. Where nothing of"
            " the kind was said the list is empty.",
            "The notes help you to understand; they are no evidence. Every finding quotes from this visit's"
            " transcript. A pattern that spans visits quotes where it shows in this one.",
            f"Limits: at most {MAX_AGREED} outcomes of homework, at most {MAX_FINDINGS} entries in each list of"
            f" findings, at most {MAX_ALLIANCE_QUOTES} quotations for the alliance, at most {MAX_RECOMMENDATIONS} in"
            f" each list of recommendations, no two the same; a finding is one sentence of at most {FINDING_CHARS}"
            f" characters, the name of a skill or goal has at most {NAME_CHARS}, a recommendation is one sentence of at"
            f" most {ADVICE_CHARS}.",
            "Recommendations follow from a finding and are worded as offers to the patient, who will read them on the"
            " page that prepares the next visit: practice_recommendations take a skill further that shows here,"
            " practices are something new to try, reflection_prompts are questions to think about, resources are kinds"
            " of material without titles or addresses. None speaks of danger, medicine or doses, and none sends the"
            " patient away from their therapist. Answer null when the visit is too short to be analysed.",
            QUOTING,
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def render_input(self, visit: Visit) -> str:
        return join_paragraphs(
            fence_lines("visit", visit_lines(visit)),
            fence_lines("earlier_visits", note_lines(visit.memory.notes, first=len(visit.notes))),
            fence_lines("agreed_last_time", agreed_lines(visit)),
            fence_lines("risk_screen", _screened(visit)),
            fence_lines("notes", note_lines(visit.notes)),
            fence_lines("transcript", spoken_lines(visit.transcript, visit.roles)),
        )

    def finish_result(self, settled: Settled, visit: Visit) -> Settled | None:
        """Outcomes under the words of what was agreed, skills also by their level, the alliance as its level."""
        homework: list[dict[str, Any]]
        words: list[Evidence]
        lost: list[Dropped]
        homework, words, lost = homework_outcomes(settled, visit)
        words += [item for item in settled.evidence if not item.path.startswith(("/homework/", ALLIANCE))]
        alliance: Level = _alliance(settled)
        told = _shaped({**(settled.result or {}), "homework": homework}, alliance.level)
        return Settled(told, [*words, *alliance.words], [*settled.dropped, *lost, *alliance.dropped])
