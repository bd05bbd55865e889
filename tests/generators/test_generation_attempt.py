"""One question: whether to ask at all, on what terms, and what the answer comes to."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from support.tables import each_row

from app.errors import ModelFailed, UnknownModel
from app.generators.generation_attempt import AttemptTerms, GenerationAttempt
from app.generators.registry import generators
from app.generators.specimen import SPECIMEN
from app.llm.endpoint import Endpoint, safety_identifier
from app.llm.exchange import Reply
from app.llm.model_tier import ModelTier
from app.llm.prices import Usage
from app.therapy.evidence import Answer
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Memory, Visit

DAY = date(2026, 11, 22)
TALKATIVE = replace(
    SPECIMEN,
    transcript=Transcript(
        (
            *SPECIMEN.transcript.segments,
            Segment(17.0, 60.0, " ".join(f"I walked on day {day}." for day in range(30)), "SPEAKER_01"),
        )
    ),
)


class Clock:
    """A clock that is put on by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def asking(
    task: str, visit: Visit = TALKATIVE, endpoint: Endpoint | None = None, **terms: Any
) -> GenerationAttempt[Any]:
    declared = generators()[task].declared
    return GenerationAttempt(declared, endpoint or Endpoint("openai"), visit, AttemptTerms(today=DAY, **terms))


def answered(task: str, answer: object, visit: Visit = TALKATIVE) -> Any:
    reply: Answer = generators()[task].declared.reply.model_validate({"answer": answer})
    return asking(task, visit).settled(reply)


@each_row("task", ["mood_analysis", "deep_analysis"])
def test_who_needs_roles_does_not_ask_without_them(task: str) -> None:
    assert asking(task, replace(TALKATIVE, roles=None)).reason_not_to_ask == "roles_unknown"
    assert asking(task).reason_not_to_ask is None


def test_where_nobody_is_asked_there_is_no_conversation() -> None:
    assert asking("mood_analysis", replace(TALKATIVE, roles=None)).begin() is None
    assert asking("mood_analysis").begin() is not None


def test_labels_are_asked_for_just_because_roles_are_unknown() -> None:
    assert asking("speaker_labeling", replace(TALKATIVE, roles=None)).reason_not_to_ask is None


@each_row("task", ["mood_analysis", "deep_analysis"])
def test_too_few_words_of_the_patient_are_no_reason_to_pay(task: str) -> None:
    fewest = generators()[task].MIN_PATIENT_WORDS
    for words, reason in ((fewest - 1, "insufficient_data"), (fewest, None)):
        talk = Transcript((Segment(0.0, 1.0, "so " * words, "b"), Segment(1.0, 2.0, "well " * 200, "a")))
        visit = replace(SPECIMEN, transcript=talk, roles={"a": Role.THERAPIST, "b": Role.PATIENT})
        assert asking(task, visit).reason_not_to_ask == reason


@each_row("task", generators())
def test_without_any_words_nobody_is_asked(task: str) -> None:
    silent = Transcript((Segment(0.0, 1.0, "  ", "a"), Segment(1.0, 2.0, "", "b")))
    assert asking(task, replace(SPECIMEN, transcript=silent)).reason_not_to_ask == "insufficient_data"


def test_a_journey_is_not_written_without_anything_found_in_the_visit() -> None:
    empty = replace(TALKATIVE, notes=(), memory=Memory())
    assert asking("roadmap_generation", empty).reason_not_to_ask == "insufficient_data"


def test_what_was_not_asked_cost_nothing() -> None:
    generation = asking("mood_analysis", replace(TALKATIVE, roles=None)).unasked()
    assert (generation.result, generation.reason) == (None, "roles_unknown")
    made = generation.made
    assert (made.model, made.service_tier, made.attempts, made.usage) == (None, None, 0, Usage())
    assert made.cost_usd == 0


def test_the_deadline_is_the_grades_from_the_first_ask() -> None:
    clock = Clock()
    for task, seconds in (("mood_analysis", 60.0), ("deep_analysis", 300.0)):
        conversation = asking(task, clock=clock).conversation()
        clock.now += 1000
        assert next(conversation).timeout == seconds


def test_terms_may_name_the_deadline() -> None:
    assert next(asking("mood_analysis", clock=Clock(), seconds=5.0).conversation()).timeout == 5.0


def test_the_time_it_took_is_on_the_generation() -> None:
    clock = Clock()
    question = asking("mood_analysis", clock=clock)
    clock.now += 1.25
    assert question.unasked().made.duration_ms == 1250


@each_row("tier", ModelTier)
def test_terms_choose_the_tier(tier: ModelTier) -> None:
    assert asking("deep_analysis", tier=tier).choice.tier is tier


def test_without_a_tier_the_settings_is_taken() -> None:
    assert asking("deep_analysis").choice.tier is ModelTier("precision")


def test_an_unknown_override_is_refused_before_anything_is_asked() -> None:
    with pytest.raises(UnknownModel):
        asking("mood_analysis", override_model="gpt-4o")


def test_a_patient_is_sent_as_a_hash_and_only_to_who_asks_for_it() -> None:
    ask = next(asking("mood_analysis", patient="f4353c0f").conversation())
    assert ask.params["safety_identifier"] == safety_identifier("f4353c0f")
    assert "safety_identifier" not in next(asking("mood_analysis").conversation()).params
    local = asking("mood_analysis", endpoint=Endpoint("compatible", "plain", "gemma-3"), patient="f4353c0f")
    assert "safety_identifier" not in next(local.conversation()).params


def test_flex_is_for_queued_work() -> None:
    flex = Endpoint("openai", flex=True)
    for queued, tier in ((True, "flex"), (False, "default")):
        ask = next(asking("mood_analysis", endpoint=flex, queued=queued).conversation())
        assert ask.service_tier == tier


MOOD = {
    "key_indicators": [{"segment": 1, "quote": "I walked twice.", "text": "Active again."}],
    "rationale": "Moves again.",
    "emotional_tone": "hopeful",
    "counter_indicators": [],
    "mood_score": 6.5,
    "confidence": 0.6,
}


def test_a_supported_answer_becomes_a_result_with_its_words() -> None:
    generation = answered("mood_analysis", MOOD)
    assert generation.state == "success"
    assert generation.result["key_indicators"] == ["Active again."]
    assert [(e.path, e.quote) for e in generation.evidence] == [("/key_indicators/0", "I walked twice.")]
    assert generation.answer.mood_score == 6.5


@each_row(("task", "reason"), [("mood_analysis", "insufficient_data"), ("speaker_labeling", "roles_unknown")])
def test_null_is_an_answer(task: str, reason: str) -> None:
    generation = answered(task, None)
    assert (generation.result, generation.reason, generation.state) == (None, reason, "insufficient")


def test_an_answer_that_rests_on_nothing_is_kept_as_answer_but_is_no_result() -> None:
    claims = [{"segment": 1, "quote": "I feel wonderful today.", "text": "Happy."}]
    generation = answered("mood_analysis", {**MOOD, "key_indicators": claims})
    assert (generation.result, generation.reason, generation.evidence) == (None, "insufficient_data", [])
    assert generation.answer is not None
    assert [d.path for d in generation.dropped] == ["/key_indicators/0"]


def test_a_journeys_claim_brings_the_words_under_its_notes() -> None:
    journey = {
        "summary": {"notes": [0], "text": "You walked."},
        "achievements": [{"notes": [1], "text": "You doubted an old belief."}, {"notes": [40], "text": "Lost."}],
        "currentFocus": [],
        "sections": [],
    }
    generation = answered("roadmap_generation", journey)
    assert generation.result["achievements"] == ["You doubted an old belief."]
    assert {e.path for e in generation.evidence} == {"/summary", "/achievements/0", "/homework/0"}
    assert [(d.path, d.reason) for d in generation.dropped] == [("/achievements/1", "note_not_found")]


def asks_again(endpoint: Endpoint) -> bool:
    """Whether a journey that names somebody goes back to the model."""
    summary = {"notes": [0], "text": "You told Robert."}
    journey = {"summary": summary, "achievements": [], "currentFocus": [], "sections": []}
    conversation = asking("roadmap_generation", endpoint=endpoint).conversation()
    next(conversation)
    try:
        return bool(conversation.send(Reply(json.dumps({"answer": journey}), "stop")).repair)
    except StopIteration:
        return False


def test_a_model_is_told_what_the_guard_minds_and_the_built_in_engine_is_not() -> None:
    assert asks_again(Endpoint("openai"))
    assert not asks_again(Endpoint("offline"))


DANGER = replace(
    TALKATIVE,
    transcript=Transcript((*TALKATIVE.transcript.segments, Segment(60.0, 63.0, "I wish I was dead.", "SPEAKER_01"))),
)
NOTHING_SCREENED: dict[str, Any] = {"disclosures": [], "denials": [], "unclear": [], "details": []}


@each_row("answer", [None, NOTHING_SCREENED])
def test_a_floor_is_put_under_what_a_model_answers(answer: object) -> None:
    generation = answered("risk_screen", answer, DANGER)
    assert generation.result["state"] == "indeterminate"
    assert [item.quote for item in generation.evidence] == ["I wish I was dead."]
    assert generation.reason is None


def test_a_floor_is_put_under_what_was_not_asked() -> None:
    generation = asking("risk_screen", replace(DANGER, roles=None)).unasked()
    assert generation.result is not None
    assert (generation.result["state"], generation.reason) == ("indeterminate", None)


def test_a_floor_is_what_stands_when_the_model_failed() -> None:
    generation = asking("risk_screen", DANGER).fallen_back(ModelFailed("refusal"))
    assert generation is not None
    assert generation.result is not None
    assert generation.result["state"] == "indeterminate"
    assert (generation.reason, generation.made.prompt_version, generation.made.attempts) == ("model_failed", "", 0)


@each_row("task", sorted(set(generators()) - {"risk_screen"}))
def test_who_has_no_floor_has_nothing_when_the_model_failed(task: str) -> None:
    assert asking(task, DANGER).fallen_back(ModelFailed("refusal")) is None


def test_progress_is_told_as_it_rises() -> None:
    told: list[tuple[int, int]] = []
    question = asking("roadmap_generation", progress=lambda done, total: told.append((done, total)))
    for text in ('{"answer": {"summary": ', '{"answer": {"summary": {"notes": [0], "text": "You."}', ""):
        question.heard(text)
    assert told == [(1, 14)]


def test_the_cost_is_unknown_as_soon_as_one_call_of_it_is() -> None:
    question = asking("mood_analysis")
    question.tally.answered(Reply("", "stop", None, "gpt-5-nano", "default", Usage(1000, 0, 100, 0)))
    known = question.unasked().made.cost_usd
    assert known == Decimal(1000 * 5 + 100 * 40) / 100_000_000
    question.tally.answered(Reply("", "stop", None, "gpt-5-nano", "default", None))
    assert question.unasked().made.cost_usd is None
