"""A request of the Responses API asks what one of Chat Completions asks."""

from datetime import date
from typing import Any

from app.llm.endpoint import Endpoint
from app.llm.model_config import choose_model
from app.llm.responses_request import RESPONSES_PATH, responses_body

SYSTEM = {"role": "system", "content": "Do."}
USER = {"role": "user", "content": "This."}
REPAIR = ({"role": "assistant", "content": "{}"}, {"role": "user", "content": "Again."})
SCHEMA: dict[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
OURS = choose_model("mood_analysis", "rapid", today=date(2026, 11, 22))


def test_each_part_of_a_request_has_its_place() -> None:
    params = Endpoint("openai", "responses").params(OURS, SCHEMA, stream=True, queued=False)
    assert params.pop("path") == RESPONSES_PATH
    body = responses_body({"messages": [SYSTEM, USER, *REPAIR], **params, "safety_identifier": "hash"})
    assert body == {
        "model": OURS.model,
        "instructions": "Do.",
        "input": [USER, *REPAIR],
        "text": {
            "format": {"type": "json_schema", "name": "mood_analysis", "schema": SCHEMA, "strict": True},
            "verbosity": OURS.verbosity,
        },
        "reasoning": {"effort": OURS.effort},
        "max_output_tokens": params["max_output_tokens"],
        "store": False,
        "stream": True,
        "prompt_cache_key": "therabridge-mood_analysis",
        "safety_identifier": "hash",
        "service_tier": "default",
    }


def test_what_is_not_asked_for_has_no_place() -> None:
    assert responses_body({"model": "m", "messages": [USER]}) == {"model": "m", "input": [USER]}
