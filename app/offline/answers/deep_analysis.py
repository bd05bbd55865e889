"""What a visit meant, as far as turns of phrase show it: each finding is a sentence of the patient's."""

from typing import Any

from app.offline import cues
from app.offline.cues import having, straight
from app.offline.keywords import about, keywords
from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import is_plain, quoted, said_once, shortened
from app.therapy.danger import speaks_of_danger
from app.therapy.wording import words

FIELDS = frozenset(
    {
        "progress_indicators",
        "therapeutic_insights",
        "coping_skills",
        "therapeutic_relationship",
        "recommendations",
        "confidence_score",
    }
)
MOST_FINDINGS = 4
MOST_RECOMMENDATIONS = 3
FINDING_CHARS = 200
NAME_CHARS = 80
DANGER = "says something that may be about death or harm"
"""Words alone tell no wish from a denial, so neither is claimed."""
PATIENT = "Patient"
FEWEST_SENTENCES = 5

Entry = dict[str, Any]
Entries = list[Entry]
_CLAUSE_ENDS = ".,;:!?…"


def answer(prompt: Prompt) -> Entry | None:
    """The analysis; None where the patient says fewer than five sentences, or nothing that shows anything."""
    said = prompt.sentences(PATIENT)
    dangers = [sentence for sentence in said if speaks_of_danger(sentence.text)]
    others = [sentence for sentence in said if sentence not in dangers]
    skills = _skills(others)
    insights, progress = _insights(others, dangers), _progress(others, skills)
    lists = [skills, progress["goal_progress"], progress["behavioral_changes"], *insights.values()]
    found = sum(map(len, lists)) + bool(progress["symptom_reduction"])
    if len(said) < FEWEST_SENTENCES or not found:
        return None
    return {
        "progress_indicators": progress,
        "therapeutic_insights": insights,
        "coping_skills": _coping(skills),
        "therapeutic_relationship": _relationship(said),
        "recommendations": _recommendations(insights, skills),
        "confidence_score": round(min(0.6, 0.2 + 0.02 * found), 2),
    }


def _findings(said: list[Sentence], cue: Any, shows: str) -> Entries:
    """Sentences with the cue. One without a telling word makes a bare finding, and stands only where no other does."""
    telling = [sentence for sentence in said if keywords(sentence.text)]
    chosen = having(telling, cue, MOST_FINDINGS) or having(said, cue, 1)
    return said_once(_finding(sentence, shows) for sentence in chosen)


def _finding(sentence: Sentence, shows: str) -> Entry:
    return {**quoted(sentence), "text": shortened(f"The patient {shows}{about(sentence.text)}.", FINDING_CHARS)}


def _insights(said: list[Sentence], dangers: list[Sentence]) -> dict[str, Entries]:
    """What speaks of danger comes first among what is hard, and counts as nothing else."""
    hard = _findings(said, cues.STRUGGLE, "speaks of something that is hard for them")
    return {
        "key_realizations": _findings(said, cues.REALIZATION, "says that they came to see something"),
        "patterns": _findings(said, cues.PATTERN, "speaks of something that keeps returning"),
        "growth_areas": said_once([*(_finding(sentence, DANGER) for sentence in dangers), *hard])[:MOST_FINDINGS],
        "strengths": _findings(said, cues.STRENGTH, "speaks of something they managed or care for"),
    }


def _progress(said: list[Sentence], skills: list[tuple[str, Sentence]]) -> Entry:
    return {
        "symptom_reduction": _symptom(said),
        "skill_development": [
            {"evidence": quoted(sentence), "skill": name, "proficiency": _level(sentence.text)}
            for name, sentence in skills
        ],
        "goal_progress": _goals(said),
        "behavioral_changes": _findings(said, cues.CHANGE, "speaks of doing something otherwise than before"),
    }


def _symptom(said: list[Sentence]) -> Entry | None:
    """The first sentence that names a symptom together with its change; None where none does."""
    for sentence in having(said, cues.SYMPTOM, len(said)):
        lighter, heavier = cues.LIGHTER.search(sentence.text), cues.HEAVIER.search(straight(sentence.text))
        if lighter or heavier:
            detected = bool(lighter and not heavier)
            shows = "says that a symptom became lighter" if detected else "does not say that a symptom became lighter"
            return {"description": _finding(sentence, shows), "detected": detected, "confidence": 0.4}
    return None


def _goals(said: list[Sentence]) -> Entries:
    """Wishes in the patient's own words, but for wishes to say something.

    A wish alone is no progress, so all of them need attention."""
    named = [(sentence, _wish(sentence.text)) for sentence in having(said, cues.GOAL, len(said))]
    return [
        {"evidence": quoted(sentence), "goal": wish, "status": "needs_attention"} for sentence, wish in named if wish
    ][:MOST_FINDINGS]


def _wish(text: str) -> str | None:
    """What follows "I want to", up to where its clause ends; None where that is no goal, or no plain text."""
    found = cues.GOAL.search(straight(text))
    rest = text[found.end() :].strip() if found else ""
    end = min((at for at in map(rest.find, _CLAUSE_ENDS) if at >= 0), default=len(rest))
    wish = shortened(rest[:end], NAME_CHARS)
    if len(wish.split()) < 2 or cues.SPEAKING.search(wish) or not is_plain(text):
        return None
    return wish


def _skills(said: list[Sentence]) -> list[tuple[str, Sentence]]:
    """Skills that show in use, each with the first sentence it shows in."""
    found = []
    for name, cue in cues.SKILLS.items():
        used = [sentence for sentence in having(said, cue, len(said)) if _in_use(sentence.text)]
        found += [(name, sentence) for sentence in used[:1]]
    return found[:MOST_FINDINGS]


def _in_use(text: str) -> bool:
    own = any(word.form in {"i", "ive", "im"} for word in words(text))
    return own and not cues.UNDONE.search(straight(text))


def _level(text: str) -> str:
    if cues.AT_HOME.search(text):
        return "proficient"
    return "beginner" if cues.BEGINNING.search(text) else "developing"


def _coping(skills: list[tuple[str, Sentence]]) -> Entry:
    return {
        "learned": said_once(_finding(sentence, f"speaks of using {name}") for name, sentence in skills),
        "proficiency": [
            {**quoted(sentence), "skill": name, "level": _level(sentence.text)} for name, sentence in skills
        ],
        "practice_recommendations": [
            f"If it suits, {name} could be tried at one more fixed time of the week." for name, _ in skills
        ][:MOST_RECOMMENDATIONS],
    }


def _relationship(said: list[Sentence]) -> Entry:
    return {
        "engagement_level": _engagement(said),
        "openness": _rated(said, {"guarded": cues.CLOSED, "very_open": cues.OPENED}),
        "alliance_strength": _rated(said, {"weak": cues.AT_ODDS, "developing": cues.ALLIED}),
    }


def _engagement(said: list[Sentence]) -> Entry | None:
    """By how many words the patient uses at a time; shown by the longest sentence."""
    at_a_time = sum(len(s.text.split()) for s in said) / max(1, len({s.segment for s in said}))
    level = "low" if at_a_time < 6 else "moderate" if at_a_time < 15 else "high"
    fullest = max(said, key=lambda sentence: len(sentence.text), default=None)
    return {**quoted(fullest), "level": level} if fullest else None


def _rated(said: list[Sentence], levels: dict[str, Any]) -> Entry | None:
    for level, cue in levels.items():
        shown = having(said, cue, 1)
        if shown:
            return {**quoted(shown[0]), "level": level}
    return None


def _recommendations(insights: dict[str, Entries], skills: list[tuple[str, Sentence]]) -> dict[str, list[str]]:
    """Offers that follow from what was found, in general words."""
    questions = {
        "key_realizations": "What would be different in your week if what you came to see stayed true?",
        "patterns": "When does this return, and when does it stay away?",
        "growth_areas": "What would be a first step here, small enough for a bad day?",
        "strengths": "What did you do that made this possible?",
    }
    materials = {
        "patterns": "A sheet on which returning situations can be noted as they happen.",
        "growth_areas": "A short introduction to taking hard things in small steps.",
    }
    practices = [f"Going through how {name} went, and when it helped." for name, _ in skills]
    return {
        "practices": practices[:MOST_RECOMMENDATIONS],
        "resources": [text for name, text in materials.items() if insights[name]],
        "reflection_prompts": [text for name, text in questions.items() if insights[name]][:MOST_RECOMMENDATIONS],
    }
