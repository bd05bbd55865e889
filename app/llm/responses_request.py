"""Writes a request for the Responses API. Source: OpenAI's API reference, POST /responses."""

from typing import Any

RESPONSES_PATH = "/responses"
MOVED = frozenset({"messages", "response_format", "reasoning_effort", "verbosity"})
"""Parameters of Chat Completions that have another place here."""


def responses_body(request: dict[str, Any]) -> dict[str, Any]:
    """Return the body that asks the same as a request for Chat Completions: the system message as instructions, the
    others as input, format and verbosity under `text`, the effort under `reasoning`.
    """
    messages = request["messages"]
    system = [message["content"] for message in messages if message["role"] == "system"]
    body = {name: value for name, value in request.items() if name not in MOVED}
    body["input"] = [message for message in messages if message["role"] != "system"]
    if system:
        body["instructions"] = "\n\n".join(system)
    if text := _text(request):
        body["text"] = text
    if "reasoning_effort" in request:
        body["reasoning"] = {"effort": request["reasoning_effort"]}
    return body


def _text(request: dict[str, Any]) -> dict[str, Any]:
    text = {}
    if "response_format" in request:
        text["format"] = {"type": "json_schema", **request["response_format"]["json_schema"]}
    if "verbosity" in request:
        text["verbosity"] = request["verbosity"]
    return text
