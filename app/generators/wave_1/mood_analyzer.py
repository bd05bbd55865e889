"""How the patient's mood was in this visit."""

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
from app.therapy.evidence import Answer, Quotation
from app.therapy.fence import fence_lines, spoken_lines
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MAX_INDICATORS = result_limits.MOOD_INDICATORS
MAX_COUNTER_INDICATORS = 3
INDICATOR_CHARS = result_limits.MOOD_INDICATOR_CHARS
RATIONALE_CHARS = 500
TONE_CHARS = 60
MIN_TONE_WORDS, MAX_TONE_WORDS = 1, 4
LOW, HIGH, STEP = 0, 10, 0.5
MAX_MOOD_IN_DANGER = 3.5


class Indicator(Quotation):
    """Something the patient said that shows their mood."""

    text: Plain = Field(max_length=INDICATOR_CHARS)
    """What it shows about the mood."""


class MoodAnalysis(Answer):
    """The patient's mood, from the patient's words."""

    key_indicators: Distinct[Indicator] = Field(min_length=1, max_length=MAX_INDICATORS)
    """What the score rests on, weightiest first."""
    counter_indicators: Distinct[Indicator] = Field(max_length=MAX_COUNTER_INDICATORS)
    """What speaks against the score; empty where nothing does."""
    rationale: Plain = Field(max_length=RATIONALE_CHARS)
    """How the indicators add up to the score."""
    emotional_tone: Plain = Field(max_length=TONE_CHARS)
    """The prevailing tone in one to four words."""
    mood_score: float = Field(ge=LOW, le=HIGH, multiple_of=STEP)
    """From 0, unbearable, to 10, thriving, in halves."""
    confidence: float = Field(ge=0, le=1)
    """How well the words support the score, 0 to 1."""


class MoodAnalyzer(BaseAIGenerator[ClientType, MoodAnalysis]):
    """Scores the patient's mood in one visit."""

    TASK_NAME = "mood_analysis"
    ROUTE = "mood"
    GRADE = Grade.SCORE
    NEEDS = (need_roles(),)
    EVIDENCE_FROM = Role.PATIENT
    MIN_PATIENT_WORDS = 20
    LABEL = "Mood"
    PROVIDES = ResultUse.MOOD_SCORE
    FOLLOWED = ("mood_score", "confidence")

    def instructions(self) -> str:
        return join_paragraphs(
            "You read what a patient said in one psychotherapy visit and tell how their mood was. Only the patient's"
            " segments are shown; what the therapist said in between is left out, so that a bare yes or no answers a"
            " question that you do not see, and shows nothing.",
            f"Score the mood from {LOW} to {HIGH} in steps of {STEP}: 0-1.5 unbearable, in crisis; 2-3.5 low for"
            " most of the time; 4-6.5 mixed, or getting by; 7-8.5 good for most of the time; 9-10 thriving. Score"
            " how the patient has been since the last visit by their own account, together with what they feel in the"
            " room; where the two differ, the account of the days weighs more. Where the patient names a number for"
            " their mood on such a scale, stay near it. An old story told calmly is no low mood today, and a laugh over"
            " a hard week is no high one. Where the patient says that they now wish to be dead or to harm themselves,"
            f" the score is at most {MAX_MOOD_IN_DANGER}; a denial of it lowers nothing.",
            "Look for what the patient says of feelings, sleep, appetite, energy, interest, hope, worry, and of being"
            " with others. Weigh what is said more than once, and how strongly. What does not count: politeness,"
            " short agreements, what others feel, what the patient felt long ago, what the patient hopes to feel.",
            f"First list at most {MAX_INDICATORS} key indicators, weightiest first: what the score rests on, each in"
            f" at most {INDICATOR_CHARS} characters, as a plain statement about the patient that a card can show by"
            " itself."
            f" Then at most {MAX_COUNTER_INDICATORS} counter indicators in the same form: what speaks against the"
            " score, and nothing that stands above. Neither names the score nor says that it speaks for or against"
            f" anything. Then the rationale in at most {RATIONALE_CHARS} characters: how the two lists add up to the"
            f" score. Then the tone in {MIN_TONE_WORDS} to {MAX_TONE_WORDS} words, at most {TONE_CHARS} characters;"
            " then score and confidence.",
            "Confidence is how much the words say about mood: below 0.4 for a single remark, above 0.8 only where"
            " several plain statements agree and nothing of weight speaks against them.",
            QUOTING,
            ROOM_FOR_NOTHING,
            PLAINLY,
            DATA_ONLY,
        )

    def render_input(self, visit: Visit) -> str:
        return fence_lines("transcript", spoken_lines(visit.transcript, visit.roles, only=Role.PATIENT))
