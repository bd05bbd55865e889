"""Events as they go over the wire."""

import json
from datetime import datetime, timedelta, timezone
from uuid import UUID

from app.progress import sse_frames
from app.store.models import PipelineEvent

PATIENT, SESSION = UUID(int=1), UUID(int=2)
ROW = PipelineEvent(
    number=41,
    patient_id=PATIENT,
    session_id=SESSION,
    session_date="2026-05-07T10:00:00+00:00",
    phase="WAVE3",
    event="YOUR_JOURNEY_GENERATION",
    status="progress",
    wave="your_journey",
    attempt=1,
    details={"done": 3, "total": 14},
    created_at=datetime(2026, 5, 8, 12, tzinfo=timezone(timedelta(hours=2))),
)


def test_an_event_is_its_number_its_name_and_one_line_of_json() -> None:
    number, name, data, *end = sse_frames.progress_frame(ROW).decode().split("\n")

    assert (number, name, end) == ("id: 41", "event: progress", ["", ""])
    assert json.loads(data.removeprefix("data: ")) == {
        "sequence": 41,
        "occurred_at": "2026-05-08T10:00:00Z",
        "patient_id": str(PATIENT),
        "run_id": None,
        "session_id": str(SESSION),
        "session_date": "2026-05-07T10:00:00+00:00",
        "attempt": 1,
        "phase": "WAVE3",
        "event": "YOUR_JOURNEY_GENERATION",
        "status": "progress",
        "wave": "your_journey",
        "details": {"done": 3, "total": 14},
    }


def test_what_has_no_details_is_told_with_none() -> None:
    assert sse_frames.event_body(PipelineEvent(number=1))["details"] == {}


def test_whoever_comes_back_after_a_reset_goes_on_where_it_said() -> None:
    assert sse_frames.reset_frame(7) == b'id: 6\nevent: reset\ndata: {"from":7}\n\n'


def test_results_and_errors_are_no_part_of_the_numbering() -> None:
    assert sse_frames.result_frame({"task": "t"}) == b'event: result\ndata: {"task":"t"}\n\n'
    assert sse_frames.error_frame({"status": 502}) == b'event: error\ndata: {"status":502}\n\n'


def test_a_line_break_in_what_is_told_does_not_break_the_frame() -> None:
    assert sse_frames.result_frame({"text": "a\r\nb\u2028"}).count(b"\n") == 3


def test_a_stream_is_opened_with_a_comment_and_kept_open_with_one() -> None:
    assert sse_frames.opening_frame() == b": open\nretry: 2000\n\n"
    assert sse_frames.still_here().encode() == b": still here\n\n"
