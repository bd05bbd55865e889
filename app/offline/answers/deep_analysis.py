"""What a visit meant, as far as the patient says so: each finding is a whole sentence of theirs, in quotation marks.

What became of homework, how far along a skill is, how a goal stands, how the two are with each other and what could
come next is not for plain code to say: it stays empty.
"""

import re
from collections.abc import Sequence
from typing import Any

from app.offline.cues import matches_cue
from app.offline.disfluency import remove_disfluencies
from app.offline.kinds import better, less_often
from app.offline.patient_statements import (
    DANGER,
    MAX_CHARS,
    PATIENT,
    Kind,
    PatientStatement,
    add_label,
    choose_weightiest_sentences,
    extract_patient_statements,
)
from app.offline.prompt import Prompt, Sentence
from app.offline.quoting import cite_sentence, drop_duplicate_texts, is_plain_text
from app.therapy import result_limits
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
MAX_FINDINGS = result_limits.ANALYSIS_FINDINGS
_NOT_LIKE = re.compile(r"\bnot (?:like|that)\b", re.I)
_WEIGHING = (Kind.HARD, Kind.WANTED, Kind.ON_MIND)

Entry = dict[str, Any]
Entries = list[Entry]


def answer(prompt: Prompt) -> Entry | None:
    """Return the analysis, or None if the patient says nothing that is a finding."""
    said = extract_patient_statements(prompt)
    dangers = [sentence for sentence in prompt.sentences(PATIENT) if _is_grave(sentence.text)]
    if not said and not dangers:
        return None
    symptom = next(iter(choose_weightiest_sentences([one for one in said if _eases_a_symptom(one)], 1)), None)
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
    """Return whether a sentence speaks of danger without denying it."""
    return discloses_danger(text) and _NOT_LIKE.search(text) is None


def _findings(said: Sequence[PatientStatement], most: int = MAX_FINDINGS) -> Entries:
    return drop_duplicate_texts(
        _finding(one.kind, one.sentence, one.text) for one in choose_weightiest_sentences(list(said), most)
    )


def _finding(label: str, sentence: Sentence, text: str) -> Entry:
    return {**cite_sentence(sentence), "text": add_label(label, text)}


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
    fitting = [(sentence, text) for sentence in dangers if _fits(text := remove_disfluencies(sentence.text))]
    return drop_duplicate_texts([_finding(DANGER, *one) for one in fitting])[:MAX_FINDINGS]


def _growth(said: list[PatientStatement]) -> Entries:
    """What is hard, wanted and on the mind, a kind at a time."""
    by_kind = [
        choose_weightiest_sentences([one for one in said if one.kind is kind], MAX_FINDINGS) for kind in _WEIGHING
    ]
    turns = [some[place] for place in range(MAX_FINDINGS) for some in by_kind if place < len(some)]
    return drop_duplicate_texts(_finding(*one) for one in turns[:MAX_FINDINGS])


def _fits(text: str) -> bool:
    return bool(text) and len(text) <= MAX_CHARS - len(DANGER) + len(Kind.CHANGED) and is_plain_text(text)
