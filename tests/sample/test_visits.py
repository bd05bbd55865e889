"""The sample patient is what the demo and the tests take it for."""

import json
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Any

from support.tables import each_row

from app.generators.wave_1.topic_extractor import ACTION_CHARS, MAX_ACTION_ITEMS
from app.sample.visits import PATIENT_ID, VISITS, SampleVisit, read_sample_visits
from app.therapy.transcript import Role, Transcript

FINDINGS: dict[str, set[str] | set[bool]] = {
    "mood_band": {"low", "middle", "high"},
    "risk": {"disclosed", "denied_when_asked", "not_assessed"},
    "homework": {"none", "done", "partly", "not_done"},
    "breakthrough": {True, False},
}


def expected_visits() -> list[dict[str, Any]]:
    raw = json.loads((files("app.sample") / "expected.json").read_text(encoding="utf-8"))
    visits: list[dict[str, Any]] = raw["visits"]
    return visits


def expected_of(visit: SampleVisit) -> dict[str, Any]:
    return next(finding for finding in expected_visits() if finding["visit"] == visit.number)


def therapist_leads(visit: SampleVisit) -> bool:
    therapist = expected_of(visit)["therapist"]
    patient = next(s.speaker for s in visit.segments if s.speaker != therapist)
    roles = {therapist: Role.THERAPIST, patient: Role.PATIENT}
    said = Transcript(visit.segments)
    return said.words_of(Role.THERAPIST, roles) > said.words_of(Role.PATIENT, roles)


@each_row("visit", read_sample_visits())
def test_a_visit_is_long_enough_to_say_something(visit: SampleVisit) -> None:
    turns = [speaker for speaker, _ in groupby(segment.speaker for segment in visit.segments)]
    assert len(turns) >= 40
    assert Transcript(visit.segments).words >= 1_200


@each_row("visit", read_sample_visits())
def test_time_never_goes_backwards(visit: SampleVisit) -> None:
    assert visit.segments[0].start >= 0
    assert all(segment.end > segment.start for segment in visit.segments)
    assert all(later.start >= earlier.start for earlier, later in pairwise(visit.segments))


@each_row("visit", read_sample_visits())
def test_nobody_speaks_faster_than_people_do(visit: SampleVisit) -> None:
    paces = [len(s.text.split()) / (s.end - s.start) for s in visit.segments]
    assert max(paces) <= 3.5


@each_row("visit", read_sample_visits())
def test_two_people_are_in_the_room(visit: SampleVisit) -> None:
    assert set(Transcript(visit.segments).speakers) == {"SPEAKER_00", "SPEAKER_01"}


@each_row("visit", read_sample_visits())
def test_the_body_carries_every_word_and_no_roles(visit: SampleVisit) -> None:
    body = json.loads(json.dumps(visit.request_body, allow_nan=False))
    assert body.keys() == {"session_date", "segments"}
    assert [segment["text"] for segment in body["segments"]] == [s.text for s in visit.segments]
    assert all(segment.keys() == {"start", "end", "text", "speaker"} for segment in body["segments"])


def test_ids_are_unique() -> None:
    ids = [PATIENT_ID, *(visit.session_id for visit in read_sample_visits())]
    assert len(set(ids)) == VISITS + 1


def test_visits_are_a_week_apart() -> None:
    dates = [datetime.fromisoformat(visit.session_date) for visit in read_sample_visits()]
    assert {later - earlier for earlier, later in pairwise(dates)} == {timedelta(weeks=1)}
    assert all(date.utcoffset() == timedelta(0) for date in dates)


def test_speakers_talk_over_each_other_once() -> None:
    overlaps = [
        visit.number
        for visit in read_sample_visits()
        for earlier, later in pairwise(visit.segments)
        if later.start < earlier.end
    ]
    assert overlaps == [6]


def test_every_visit_has_its_expected_findings_in_order() -> None:
    assert [finding["visit"] for finding in expected_visits()] == [v.number for v in read_sample_visits()]


@each_row("visit", read_sample_visits())
def test_findings_keep_to_their_words(visit: SampleVisit) -> None:
    finding = expected_of(visit)
    assert finding.keys() - {"completed_tasks"} == {"visit", "therapist", "topics", "techniques", "agreed", *FINDINGS}
    assert all(finding[field] in allowed for field, allowed in FINDINGS.items())
    assert finding["therapist"] in Transcript(visit.segments).speakers
    assert finding["techniques"]


@each_row("visit", read_sample_visits())
def test_an_expected_topic_is_spoken_in_its_visit(visit: SampleVisit) -> None:
    spoken = " ".join(segment.text for segment in visit.segments).casefold()
    assert [topic for topic in expected_of(visit)["topics"] if topic.casefold() not in spoken] == []


def test_each_visit_agrees_on_something_and_three_have_tasks_that_were_ticked_off() -> None:
    findings = expected_visits()
    for finding in findings:
        assert 1 <= len(finding["agreed"]) <= MAX_ACTION_ITEMS
        assert all(len(text) <= ACTION_CHARS for text in finding["agreed"])
    ticked = [finding["visit"] for finding in findings if finding.get("completed_tasks")]
    assert ticked == [4, 7, 9]
    assert {findings[visit]["homework"] for visit in ticked} == {"done"}


def test_two_visits_hold_a_breakthrough_and_one_a_disclosure() -> None:
    findings = expected_visits()
    assert [finding["visit"] for finding in findings if finding["breakthrough"]] == [5, 9]
    assert [finding["visit"] for finding in findings if finding["risk"] == "disclosed"] == [2]


def test_neither_the_speakers_id_nor_the_share_of_words_tells_the_therapist() -> None:
    therapists = [finding["therapist"] for finding in expected_visits()]
    assert therapists.count("SPEAKER_00") == therapists.count("SPEAKER_01") == VISITS // 2
    assert [visit.number for visit in read_sample_visits() if therapist_leads(visit)] == [2]


@each_row("visit", read_sample_visits())
def test_the_therapist_is_the_one_who_asks(visit: SampleVisit) -> None:
    asking = [segment.speaker for segment in visit.segments if segment.text.endswith("?")]
    assert max(set(asking), key=asking.count) == expected_of(visit)["therapist"]
