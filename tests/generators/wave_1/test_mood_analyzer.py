"""Mood is a score in halves that rests on the patient's own words."""

import json
from typing import Any

import pytest
from pydantic import ValidationError
from support.tables import each_row

from app.generators.specimen import SPECIMEN
from app.generators.wave_1.mood_analyzer import (
    MAX_COUNTER_INDICATORS,
    MAX_INDICATORS,
    TONE_CHARS,
    MoodAnalysis,
    MoodAnalyzer,
)
from app.therapy.evidence import Dropped, Ground, settle
from app.therapy.transcript import Role

INDICATOR = {"segment": 1, "quote": "I walked twice.", "text": "Active."}
GOOD: dict[str, Any] = {
    "key_indicators": [INDICATOR],
    "counter_indicators": [],
    "rationale": "Moves again.",
    "emotional_tone": "hopeful",
    "mood_score": 6.5,
    "confidence": 0.6,
}


def read(**changed: Any) -> MoodAnalysis:
    return MoodAnalysis.model_validate_json(json.dumps(GOOD | changed), strict=True)


@each_row("score", [0, 0.5, 7, 9.5, 10])
def test_a_score_is_a_half_between_nought_and_ten(score: float) -> None:
    assert read(mood_score=score).mood_score == score


@each_row(
    "changed",
    [
        {"mood_score": 6.3},
        {"mood_score": 10.5},
        {"mood_score": -0.5},
        {"mood_score": "6.5"},
        {"mood_score": True},
        {"mood_score": None},
        {"confidence": 1.1},
        {"confidence": "high"},
        {"key_indicators": []},
        {"key_indicators": [INDICATOR] * (MAX_INDICATORS + 1)},
        {"key_indicators": ["Active."]},
        {"counter_indicators": None},
        {"counter_indicators": [INDICATOR] * (MAX_COUNTER_INDICATORS + 1)},
        {"emotional_tone": "x" * (TONE_CHARS + 1)},
        {"emotional_tone": "<b>sad</b>"},
        {"rationale": ""},
        {"note": "more"},
    ],
)
def test_anything_else_is_rejected(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        read(**changed)


def test_the_words_come_before_the_score_that_they_support() -> None:
    assert list(MoodAnalysis.model_fields).index("key_indicators") < list(MoodAnalysis.model_fields).index("mood_score")
    assert list(MoodAnalysis.model_fields["key_indicators"].annotation.__args__[0].model_fields)[:2] == [  # type: ignore[union-attr] # a list
        "segment",
        "quote",
    ]


def test_what_speaks_against_the_score_has_a_place_of_its_own() -> None:
    tired = {"segment": 1, "quote": "I noticed I sleep better on the days I get out of the house.", "text": "Sleeps."}
    ground = Ground(SPECIMEN.session_id, SPECIMEN.transcript, SPECIMEN.roles, Role.PATIENT)
    settled = settle(read(counter_indicators=[tired, {**tired, "quote": "I never sleep at all."}]), ground)
    assert settled.result is not None
    assert settled.result["key_indicators"] == ["Active."]
    assert settled.result["counter_indicators"] == ["Sleeps."]
    assert settled.dropped == [Dropped("/counter_indicators/1", "quote_not_found")]


def test_only_the_patient_is_shown_and_only_the_patients_words_count() -> None:
    shown = MoodAnalyzer.declared.render_input(SPECIMEN)
    assert "Patient:" in shown
    assert "Therapist:" not in shown
    assert MoodAnalyzer.EVIDENCE_FROM is Role.PATIENT
