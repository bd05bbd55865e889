"""What a visit meant, as far as the patient says so: each finding is a whole sentence of theirs, in quotation marks.

What became of homework, how far along a skill is, how a goal stands, how the two are with each other and what could
come next is not for plain code to say: it stays empty.
"""

import re
from collections.abc import Sequence
from typing import Any

from app.offline.cues import matches_cue
from app.offline.disfluency import without_disfluencies
from app.offline.kinds import better, less_often
from app.offline.patient_statements import (
    DANGER,
    MAX_CHARS,
    PATIENT,
    Kind,
    PatientStatement,
    said_by_patient,
    weightiest_sentences,
    with_label,
)
from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import is_plain, quotation_of, said_once
from app.therapy.danger import discloses_danger

FIELDS = frozenset(
    {
        "homework",
        "risk_findings",
        "progress_indicators",
        "therapeutic_insights",
        "coping_skills",
        "therapeutic_relationship",
        "recommendations",
        "confidence_score",
    }
)
MAX_FINDINGS = 4
_NOT_LIKE = re.compile(r"\bnot (?:like|that)\b", re.I)
_WEIGHING = (Kind.HARD, Kind.WANTED, Kind.ON_MIND)

Entry = dict[str, Any]
Entries = list[Entry]


def answer(prompt: Prompt) -> Entry | None:
    """The analysis; None where the patient says nothing that is a finding."""
    said = said_by_patient(prompt)
    dangers = [sentence for sentence in prompt.sentences(PATIENT) if _is_grave(sentence.text)]
    if not said and not dangers:
        return None
    symptom = next(iter(weightiest_sentences([one for one in said if _eases_a_symptom(one)], 1)), None)
    changed = [one for one in said if one.kind is Kind.CHANGED or _happens_less(one)]
    built_on = [one for one in said if one.kind in (Kind.DONE, Kind.BETTER) and one != symptom and one not in changed]
    used = [one for one in said if one.kind is Kind.SKILL]
    return {
        "homework": [],
        "risk_findings": _dangers(dangers),
        "progress_indicators": {
            "symptom_reduction": _reduction(symptom),
            "skill_development": [],
            "goal_progress": [],
            "behavioral_changes": _findings(changed),
        },
        "therapeutic_insights": {
            "key_realizations": _findings([one for one in said if one.kind is Kind.SEEN]),
            "patterns": [],
            "growth_areas": _growth(said),
            "strengths": _findings(built_on),
        },
        "coping_skills": {"learned": _findings(used), "practice_recommendations": []},
        "therapeutic_relationship": dict.fromkeys(("engagement_level", "openness", "alliance_strength")),
        "recommendations": {"practices": [], "resources": [], "reflection_prompts": []},
        "confidence_score": round(min(0.6, 0.2 + 0.02 * (len(said) + len(dangers))), 2),
    }


def _is_grave(text: str) -> bool:
    """Whether a sentence speaks of danger, and not to say that there is none."""
    return discloses_danger(text) and _NOT_LIKE.search(text) is None


def _findings(said: Sequence[PatientStatement], most: int = MAX_FINDINGS) -> Entries:
    return said_once(_finding(one.kind, one.sentence, one.text) for one in weightiest_sentences(list(said), most))


def _finding(label: str, sentence: Sentence, text: str) -> Entry:
    return {**quotation_of(sentence), "text": with_label(label, text)}


def _eases_a_symptom(said: PatientStatement) -> bool:
    named = matches_cue((*better.FELT[:1], *better.EASED, *better.ABLE[:1]), said.text)
    return said.kind is Kind.BETTER and named and not _happens_less(said)


def _happens_less(said: PatientStatement) -> bool:
    return said.kind is Kind.BETTER and matches_cue(less_often.CUES, said.text)


def _reduction(symptom: PatientStatement | None) -> Entry | None:
    if symptom is None:
        return None
    return {"description": _finding(*symptom), "detected": True, "confidence": 0.4}


def _dangers(dangers: list[Sentence]) -> Entries:
    """What speaks of danger counts as nothing else."""
    fitting = [(sentence, text) for sentence in dangers if _fits(text := without_disfluencies(sentence.text))]
    return said_once([_finding(DANGER, *one) for one in fitting])[:MAX_FINDINGS]


def _growth(said: list[PatientStatement]) -> Entries:
    """What is hard, wanted and on the mind, a kind at a time."""
    by_kind = [weightiest_sentences([one for one in said if one.kind is kind], MAX_FINDINGS) for kind in _WEIGHING]
    turns = [some[place] for place in range(MAX_FINDINGS) for some in by_kind if place < len(some)]
    return said_once(_finding(*one) for one in turns[:MAX_FINDINGS])


def _fits(text: str) -> bool:
    return bool(text) and len(text) <= MAX_CHARS - len(DANGER) + len(Kind.CHANGED) and is_plain(text)
