"""Every way in which model servers answer, through the real client over a real connection."""

import asyncio
import json
from pathlib import Path
from typing import Any

from support.replay_server import http_response, serving_answers

from app.errors import ModelFailed, ModelUnavailable
from app.llm.clients import build_async_client, build_client, send, send_async
from app.llm.failures import translate_error
from app.settings import Settings

TEXTS = Path(__file__).parents[1] / "texts"
CHAT: list[dict[str, Any]] = json.loads((TEXTS / "model_server_answers.json").read_text(encoding="utf-8"))
RESPONSES: list[dict[str, Any]] = json.loads((TEXTS / "responses_api_answers.json").read_text(encoding="utf-8"))
CASES = [*CHAT, *({**case, "path": "/responses"} for case in RESPONSES)]


def response_of(case: dict[str, Any]) -> bytes:
    return http_response(case.get("status", 200), case["content_type"], case["body"], case.get("headers"))


def request_of(case: dict[str, Any]) -> dict[str, Any]:
    request: dict[str, Any] = {"model": "m", "messages": [{"role": "user", "content": "?"}], "timeout": 30.0}
    request |= {"path": case["path"]} if "path" in case else {}
    return {**request, "stream": True} if case["stream"] else request


def expected(case: dict[str, Any]) -> dict[str, Any]:
    stated = ("text", "usage", "extracted", "refusal", "finish", "reason", "retry_after", "parameter")
    return {key: case[key] for key in stated if key in case}


def seen(case: dict[str, Any], outcome: object) -> dict[str, Any]:
    """What came of a case, as far as the case says something about it."""
    found: dict[str, Any]
    if isinstance(outcome, Exception):
        failure = translate_error(outcome)
        found = {"reason": failure.reason}
        found["retry_after"] = failure.retry_after if isinstance(failure, ModelUnavailable) else None
        found["parameter"] = failure.parameter if isinstance(failure, ModelFailed) else None
    else:
        reply: Any = outcome
        usage = reply.usage and [reply.usage.input_tokens, reply.usage.output_tokens]
        found = {"text": reply.text, "usage": usage, "extracted": reply.extracted}
        found |= {"refusal": reply.refusal, "finish": reply.finish_reason}
    return {key: found.get(key) for key in expected(case)}


async def test_each_answer_is_kept_whole_or_named_as_the_fault_it_is() -> None:
    async with serving_answers(lambda name: response_of(CASES[int(name)])) as server:
        misses = []
        for number, case in enumerate(CASES):
            settings = Settings(_env_file=None, openai_base_url=server.url(str(number)))
            async with build_async_client(settings) as client:
                blocking = asyncio.to_thread(send, build_client(settings), request_of(case))
                awaited = send_async(client, request_of(case))
                outcomes = await asyncio.gather(awaited, blocking, return_exceptions=True)
            found = [seen(case, outcome) for outcome in outcomes]
            misses += [(case["name"], one) for one in found if one != expected(case)]
    assert misses == []


def test_the_table_has_each_case_once() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names)) > 150
