"""The offline engine behind a Responses API: requests and answers are translated, and checked by OpenAI's own types."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2
from openai.types.responses import Response, response_create_params
from pydantic import TypeAdapter

from support.both_clients import Upstream

Json = dict[str, Any]
PARAMETERS: TypeAdapter[Any] = TypeAdapter(response_create_params.ResponseCreateParamsNonStreaming)
STATUS = {"length": "max_output_tokens", "content_filter": "content_filter"}


class ResponsesUpstream(Upstream):
    """Takes requests for /responses only."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        return _answered(request, super().handle_request(_as_chat(request)))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = await super().handle_async_request(_as_chat(request))
        await answer.aread()
        return _answered(request, answer)


def _as_chat(request: httpx2.Request) -> httpx2.Request:
    assert request.url.path == "/v1/responses"
    asked = json.loads(request.read())
    known = PARAMETERS.validate_python({name: value for name, value in asked.items() if name != "stream"})
    assert known.keys() == asked.keys() - {"stream"}
    body = json.dumps(chat_request(asked)).encode()
    extensions = {"timeout": request.extensions.get("timeout", {})}
    url = "http://model.test/v1/chat/completions"
    return httpx2.Request("POST", url, content=body, extensions=extensions)


def chat_request(asked: Json) -> Json:
    """What Chat Completions would have been asked, in the order in which the service asks."""
    wanted = asked["text"]["format"]
    named = {"name": wanted["name"], "schema": wanted["schema"], "strict": wanted["strict"]}
    messages = [{"role": "system", "content": asked["instructions"]}, *asked["input"]]
    same = ("model", "store", "prompt_cache_key", "safety_identifier", "service_tier", "stream")
    chat = {"messages": messages, **{name: asked[name] for name in same if name in asked}}
    chat["response_format"] = {"type": wanted["type"], "json_schema": named}
    chat |= {"reasoning_effort": asked["reasoning"]["effort"], "verbosity": asked["text"]["verbosity"]}
    chat["max_completion_tokens"] = asked["max_output_tokens"]
    return {**chat, "stream_options": {"include_usage": True}} if asked.get("stream") else chat


def _answered(request: httpx2.Request, answer: httpx2.Response) -> httpx2.Response:
    body = answer.read().decode()
    if answer.status_code != 200:
        return httpx2.Response(answer.status_code, content=body, headers={"content-type": "application/json"})
    if not answer.headers["content-type"].startswith("text/event-stream"):
        return httpx2.Response(200, json=response_of([json.loads(body)]), request=request)
    chunks = [json.loads(line[6:]) for line in body.splitlines() if line.startswith("data: {")]
    stream = "".join(f"event: {one['type']}\ndata: {json.dumps(one)}\n\n" for one in events_of(chunks))
    return httpx2.Response(200, content=stream, headers={"content-type": "text/event-stream"}, request=request)


def response_of(chunks: list[Json]) -> Json:
    """A whole completion, or the chunks of one, as a response."""
    said = [choice.get("message", choice.get("delta", {})) for chunk in chunks for choice in chunk["choices"]]
    text, refusal = ("".join(one.get(key) or "" for one in said) for key in ("content", "refusal"))
    finish = [choice["finish_reason"] for chunk in chunks for choice in chunk["choices"] if choice["finish_reason"]]
    why = STATUS.get(finish[-1]) if finish else None
    said_text = {"type": "output_text", "text": text, "annotations": []}
    part = {"type": "refusal", "refusal": refusal} if refusal else said_text
    message = {"id": "msg", "type": "message", "role": "assistant", "status": "completed", "content": [part]}
    body = {
        "id": "resp",
        "object": "response",
        "created_at": 0,
        "status": "incomplete" if why else "completed",
        "incomplete_details": {"reason": why} if why else None,
        "error": None,
        "model": chunks[0]["model"],
        "service_tier": next((chunk["service_tier"] for chunk in chunks if chunk.get("service_tier")), None),
        "output": [message],
        "usage": next((_usage(chunk["usage"]) for chunk in chunks if chunk.get("usage")), None),
        "tools": [],
        "tool_choice": "auto",
        "parallel_tool_calls": False,
    }
    Response.model_validate(body)
    return body


def events_of(chunks: list[Json]) -> Iterator[Json]:
    """The events of a streamed response."""
    yield {"type": "response.created", "response": {"id": "resp", "object": "response", "status": "in_progress"}}
    for choice in (choice for chunk in chunks for choice in chunk["choices"]):
        for key, kind in (("content", "output_text"), ("refusal", "refusal")):
            if choice["delta"].get(key):
                yield {"type": f"response.{kind}.delta", "delta": choice["delta"][key]}
    response = response_of(chunks)
    yield {"type": f"response.{response['status']}", "response": response}


def _usage(counted: Json) -> Json:
    return {
        "input_tokens": counted["prompt_tokens"],
        "input_tokens_details": {
            "cached_tokens": counted["prompt_tokens_details"]["cached_tokens"],
            "cache_write_tokens": 0,
        },
        "output_tokens": counted["completion_tokens"],
        "output_tokens_details": counted["completion_tokens_details"],
        "total_tokens": counted["total_tokens"],
    }
