import json
from collections.abc import Callable
from typing import Any

import pytest

from app.offline.answers import Declined, answerable_tasks
from app.offline.engine import CHAT, LANGUAGE_UNSUPPORTED, UNKNOWN_TASK, answer_completion_request, route_request
from app.offline.fault_injection import FaultPlan

Asking = Callable[..., dict[str, Any]]
LETTER = "prose_generation"
GERMAN = (
    "<transcript>\n[0] Patient: Ich habe die ganze Woche kaum geschlafen, und morgens war ich jedes Mal traurig und"
    " müde. Meine Frau sagt, dass ich mehr spazieren gehen soll, aber ich schaffe es einfach nicht.\n</transcript>"
)


def whole(request: Any, conduct: FaultPlan | None = None) -> tuple[int, Any]:
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    answer = answer_completion_request(body, conduct)
    return answer.status, json.loads(b"".join(piece for _, piece in answer.pieces))


def refusal_of(request: Any) -> str | None:
    message = whole(request)[1]["choices"][0]["message"]
    assert message["content"] is None
    refusal: str | None = message["refusal"]
    return refusal


def test_the_same_request_has_the_same_bytes_for_an_answer(asking: Asking) -> None:
    for more in ({}, {"stream": True}):
        body = json.dumps(asking(**more)).encode()
        assert list(answer_completion_request(body).pieces) == list(answer_completion_request(body).pieces)


def test_a_task_nobody_knows_is_refused(asking: Asking) -> None:
    assert refusal_of(asking("horoscope")) == UNKNOWN_TASK


def test_a_task_name_opens_no_other_module(asking: Asking) -> None:
    names = ["../engine", "__init__", "", "os"]
    assert [name for name in names if refusal_of(asking(name)) != UNKNOWN_TASK] == []


def test_without_a_schema_that_is_known_the_task_is_unknown(asking: Asking) -> None:
    formats = [None, {"type": "json_object", "schema": {}}, "json", {"json_schema": 3}]
    assert [format_ for format_ in formats if refusal_of(asking(response_format=format_)) != UNKNOWN_TASK] == []


def test_what_takes_a_model_is_refused_whatever_is_shown(asking: Asking) -> None:
    assert refusal_of(asking(LETTER)) == refusal_of(asking(LETTER, "")) == Declined.NEEDS_A_MODEL


def test_another_language_is_refused(asking: Asking) -> None:
    assert refusal_of(asking(shown=GERMAN)) == LANGUAGE_UNSUPPORTED


def test_where_nothing_is_shown_the_answer_is_null(asking: Asking) -> None:
    asked = [
        (task, shown)
        for task in sorted(answerable_tasks() - {LETTER})
        for shown in ("", "<transcript>\n</transcript>", "no fence")
    ]
    said = [whole(asking(task, shown))[1]["choices"][0]["message"]["content"] for task, shown in asked]
    assert [one for one, text in zip(asked, said, strict=True) if text != '{"answer":null}'] == []


def test_a_repair_turn_is_answered_like_the_first(asking: Asking) -> None:
    first, again = asking(), asking()
    again["messages"] += [{"role": "assistant", "content": "{"}, {"role": "user", "content": "No JSON."}]
    assert whole(first)[1]["choices"] == whole(again)[1]["choices"]


def test_a_body_that_is_no_request_is_an_error_in_openais_shape() -> None:
    bodies = [b"", b"{", b"[]", b'{"messages": []}', b'{"messages": "hello"}', b"\xff"]
    said = {body: whole(body) for body in bodies}
    assert [body for body, (status, _) in said.items() if status != 400] == []
    assert all(set(told["error"]) == {"message", "type", "param", "code"} for _, told in said.values())


def test_other_routes_are_not_found() -> None:
    assert route_request("GET", CHAT, b"").status == 404
    assert route_request("POST", "/v1/responses", b"{}").status == 404


def test_each_call_is_remembered_as_it_came(asking: Asking) -> None:
    conduct = FaultPlan()
    body = json.dumps(asking()).encode()
    whole(body, conduct)
    assert conduct.calls == [body]


def test_the_time_an_answer_takes_is_spread_over_its_pieces(asking: Asking) -> None:
    body = json.dumps(asking(stream=True)).encode()
    pauses = [pause for pause, _ in answer_completion_request(body, FaultPlan(latency={"mood_analysis": 3.0})).pieces]
    assert len(pauses) > 3
    assert sum(pauses) == pytest.approx(3.0)
