"""Claims are tied to words that were said; what has none is dropped, and says so."""

import json
from typing import Any
from uuid import UUID

import pytest
from pydantic import Field, ValidationError

from app.therapy.evidence import Answer, Dropped, Evidence, Ground, Grounded, Quotation, Settled, settle
from app.therapy.transcript import Role, Segment, Transcript

SESSION = UUID(int=1)
EARLIER = UUID(int=2)
SEGMENTS = (
    Segment(0.0, 4.0, "How did you sleep this week?", "S-a"),
    Segment(4.0, 9.5, "Um, badly. I woke up at three every single night. My sister called.", "S-b"),
    Segment(9.5, 12.0, "You woke up at three, every night.", "S-a"),
)
ROLES = {"S-a": Role.THERAPIST, "S-b": Role.PATIENT}
GROUND = Ground(SESSION, Transcript(SEGMENTS), ROLES)
SLEEP = {"segment": 1, "quote": "i woke up at three every single night"}
SISTER = {"segment": 1, "quote": "My sister called"}
INVENTED = {"segment": 1, "quote": "I never slept at all"}
SLEEP_SENTENCE = "I woke up at three every single night."


class Finding(Quotation):
    """A finding."""

    text: str
    """Its text."""


class Level(Quotation):
    """A level."""

    skill: str
    """A skill."""
    level: str
    """How far."""


class Inner(Answer):
    """An inner part."""

    evidence: Quotation
    """The words."""
    goal: str
    """The goal."""


class Whole(Answer):
    """An answer with a place of every kind."""

    findings: list[Finding]
    """May be empty."""
    levels: list[Level]
    """May be empty."""
    maybe: Level | None
    """May be null."""
    inners: list[Inner]
    """May be empty."""
    score: float
    """A number beside them."""


class Bound(Answer):
    """An answer whose claims must not all be lost."""

    findings: list[Finding] = Field(min_length=1)
    """At least one."""
    inner: Inner | None
    """May be null."""


class Fixed(Answer):
    """An answer with one claim that it cannot be without."""

    finding: Finding
    """The claim."""
    others: list[Finding]
    """More."""


def finding(place: dict[str, Any], text: str = "slept badly") -> dict[str, Any]:
    return {**place, "text": text}


def whole(**changed: Any) -> Whole:
    empty: dict[str, Any] = {"findings": [], "levels": [], "maybe": None, "inners": [], "score": 1.0}
    return Whole.model_validate({**empty, **changed})


def at(result: Any, path: str) -> Any:
    """What a JSON pointer points at; KeyError or IndexError where that is nothing."""
    for part in path.split("/")[1:]:
        result = result[int(part)] if isinstance(result, list) else result[part]
    return result


EVERYTHING = whole(
    findings=[finding(INVENTED, "lost"), finding(SLEEP, "kept"), finding(SISTER, "kept too")],
    levels=[{**SISTER, "skill": "calling", "level": "beginner"}, {**INVENTED, "skill": "x", "level": "y"}],
    maybe={**SLEEP, "skill": "sleep", "level": "low"},
    inners=[{"evidence": INVENTED, "goal": "lost"}, {"evidence": SLEEP, "goal": "kept"}],
)


def test_a_claim_becomes_what_the_screens_read() -> None:
    assert settle(EVERYTHING, GROUND).result == {
        "findings": ["kept", "kept too"],
        "levels": [{"skill": "calling", "level": "beginner"}],
        "maybe": {"skill": "sleep", "level": "low"},
        "inners": [{"evidence": SLEEP_SENTENCE, "goal": "kept"}],
        "score": 1.0,
    }


def test_every_path_points_into_the_result_as_it_ended() -> None:
    settled = settle(EVERYTHING, GROUND)
    pointed = {evidence.path: at(settled.result, evidence.path) for evidence in settled.evidence}
    assert pointed == {
        "/findings/0": "kept",
        "/findings/1": "kept too",
        "/levels/0": {"skill": "calling", "level": "beginner"},
        "/maybe": {"skill": "sleep", "level": "low"},
        "/inners/0/evidence": SLEEP_SENTENCE,
    }


def test_the_words_are_the_transcripts_own_and_the_offsets_find_them() -> None:
    for evidence in settle(EVERYTHING, GROUND).evidence:
        segment = SEGMENTS[evidence.segment]
        assert segment.text[evidence.char_start : evidence.char_end] == evidence.quote
        assert (evidence.start, evidence.end, evidence.speaker) == (segment.start, segment.end, segment.speaker)
        assert evidence.session_id == SESSION


def test_what_was_dropped_is_named_by_its_place_in_the_models_answer() -> None:
    assert settle(EVERYTHING, GROUND).dropped == [
        Dropped("/findings/0", "quote_not_found"),
        Dropped("/levels/1", "quote_not_found"),
        Dropped("/inners/0/evidence", "quote_not_found"),
    ]


def test_the_result_is_json_as_it_stands() -> None:
    assert json.loads(json.dumps(settle(EVERYTHING, GROUND).result)) == settle(EVERYTHING, GROUND).result


def test_an_optional_place_becomes_null() -> None:
    settled = settle(whole(findings=[finding(SLEEP)], maybe={**INVENTED, "skill": "x", "level": "y"}), GROUND)
    assert settled.result is not None
    assert settled.result["maybe"] is None
    assert settled.dropped == [Dropped("/maybe", "quote_not_found")]


def test_a_list_that_may_be_empty_is_left_empty() -> None:
    settled = settle(whole(findings=[finding(INVENTED)], inners=[{"evidence": SLEEP, "goal": "g"}]), GROUND)
    assert settled.result is not None
    assert settled.result["findings"] == []


def test_a_list_that_must_not_be_empty_takes_its_owner_with_it() -> None:
    inner = {"evidence": SLEEP, "goal": "g"}
    lost = settle(Bound.model_validate({"findings": [finding(INVENTED)], "inner": inner}), GROUND)
    assert lost == Settled(None, [], [Dropped("/findings/0", "quote_not_found")])
    kept = settle(Bound.model_validate({"findings": [finding(INVENTED), finding(SLEEP)], "inner": None}), GROUND)
    assert kept.result == {"findings": ["slept badly"], "inner": None}


def test_a_claim_that_the_answer_cannot_be_without_takes_the_answer_with_it() -> None:
    answer = Fixed.model_validate({"finding": finding(INVENTED), "others": [finding(SLEEP)]})
    assert settle(answer, GROUND) == Settled(None, [], [Dropped("/finding", "quote_not_found")])


def test_an_owner_that_loses_its_words_is_lost_from_its_list_with_all_it_holds() -> None:
    settled = settle(whole(findings=[finding(SLEEP)], inners=[{"evidence": INVENTED, "goal": "lost"}]), GROUND)
    assert settled.result is not None
    assert settled.result["inners"] == []


def test_an_answer_that_lost_all_its_evidence_is_none() -> None:
    settled = settle(whole(findings=[finding(INVENTED)]), GROUND)
    assert settled.result is None
    assert settled.evidence == []
    assert settled.dropped


def test_an_answer_that_claimed_nothing_stands() -> None:
    assert settle(whole(), GROUND).result is not None


def test_the_therapists_words_are_no_evidence_of_the_patients_mood() -> None:
    ground = Ground(SESSION, Transcript(SEGMENTS), ROLES, only=Role.PATIENT)
    said_by_therapist = finding({"segment": 2, "quote": "You woke up at three, every night."})
    settled = settle(whole(findings=[said_by_therapist, finding(SLEEP)]), ground)
    assert settled.dropped == [Dropped("/findings/0", "not_the_patients_words")]
    assert settled.result is not None
    assert settled.result["findings"] == ["slept badly"]


def test_a_quote_that_is_found_elsewhere_is_still_asked_whose_it_is() -> None:
    ground = Ground(SESSION, Transcript(SEGMENTS), ROLES, only=Role.PATIENT)
    misplaced = finding({"segment": 1, "quote": "How did you sleep this week?"})
    assert settle(whole(findings=[misplaced]), ground).dropped == [Dropped("/findings/0", "not_the_patients_words")]


def test_while_roles_are_unknown_nothing_is_the_patients() -> None:
    ground = Ground(SESSION, Transcript(SEGMENTS), None, only=Role.PATIENT)
    assert settle(whole(findings=[finding(SLEEP)]), ground).result is None


def test_a_misplaced_quote_is_stored_with_the_segment_it_was_said_in() -> None:
    settled = settle(whole(findings=[finding({**SLEEP, "segment": 0})]), GROUND)
    assert [evidence.segment for evidence in settled.evidence] == [1]


def test_a_segment_that_is_not_there_is_no_error() -> None:
    for segment in (3, 10**9):
        settled = settle(whole(findings=[finding({"segment": segment, "quote": "she laughed out loud"})]), GROUND)
        assert settled.dropped == [Dropped("/findings/0", "quote_not_found")], segment


class Point(Grounded):
    """A point."""

    text: str
    """Its text."""


class Page(Answer):
    """A page."""

    points: list[Point]
    """Its points."""


def words(session: UUID, text: str) -> Evidence:
    return Evidence("/old", session, text, 0, 0, len(text), 0.0, 1.0, "S-b")


NOTED = Ground(
    SESSION, Transcript(SEGMENTS), ROLES, notes=((words(SESSION, "one"), words(SESSION, "two")), (words(EARLIER, "x"),))
)


def test_a_claim_on_notes_takes_over_the_words_under_them() -> None:
    settled = settle(Page.model_validate({"points": [{"notes": [1, 0], "text": "walked"}]}), NOTED)
    assert settled.result == {"points": ["walked"]}
    assert [(e.path, e.session_id, e.quote) for e in settled.evidence] == [
        ("/points/0", EARLIER, "x"),
        ("/points/0", SESSION, "one"),
        ("/points/0", SESSION, "two"),
    ]


def test_a_note_named_twice_counts_once_and_one_that_is_not_there_does_not_count() -> None:
    settled = settle(Page.model_validate({"points": [{"notes": [1, 1, 9], "text": "walked"}]}), NOTED)
    assert [e.quote for e in settled.evidence] == ["x"]
    assert settled.dropped == []


def test_a_claim_whose_notes_are_all_missing_is_dropped() -> None:
    points = [{"notes": [7], "text": "lost"}, {"notes": [0], "text": "kept"}]
    settled = settle(Page.model_validate({"points": points}), NOTED)
    assert settled.result == {"points": ["kept"]}
    assert settled.dropped == [Dropped("/points/0", "note_not_found")]
    assert {e.path for e in settled.evidence} == {"/points/0"}


def test_an_answer_rejects_and_never_repairs() -> None:
    wrong: list[dict[str, Any]] = [
        {"segment": "1"},
        {"segment": -1},
        {"segment": True},
        {"segment": 1.5},
        {"quote": ""},
        {"quote": "x" * 301},
        {"text": None},
        {"more": 1},
    ]
    for one in wrong:
        with pytest.raises(ValidationError):
            Finding.model_validate_json(json.dumps(finding(SLEEP) | one))


def test_an_answer_does_not_change_once_it_stands() -> None:
    found = Finding.model_validate(finding(SLEEP))
    with pytest.raises(ValidationError):
        found.text = "other"  # type: ignore[misc] # what is tried
