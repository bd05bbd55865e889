"""A model that says what a test lets it say: the real openai client, and answers in their order."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2
from openai import OpenAI

from app.generators.generation import Generation
from app.generators.registry import generators_by_task
from app.therapy.visit import Visit

Json = dict[str, Any]


@dataclass
class Model:
    """Answers in turn; a number stands for an error with that status. `complaints` is what each repair turn said."""

    answers: Sequence[Json | int]
    complaints: list[str] = field(default_factory=list)

    def generate(self, task: str, visit: Visit) -> Generation[Any]:
        generator_class: Any = generators_by_task()[task]
        reached = httpx2.Client(transport=httpx2.MockTransport(self._reply))
        with OpenAI(base_url="http://model.invalid/v1", api_key="k", max_retries=0, http_client=reached) as client:
            made: Generation[Any] = generator_class(client=client).generate(visit)
            return made

    def _reply(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        if len(body["messages"]) > 2:
            self.complaints.append(body["messages"][-1]["content"])
        answer, *self.answers = self.answers
        if isinstance(answer, int):
            return httpx2.Response(answer, json={"error": {"message": "no"}})
        text = json.dumps({"answer": answer})
        kind = "text/event-stream" if body.get("stream") else "application/json"
        content = _streamed(text) if body.get("stream") else json.dumps(_completion("message", text))
        return httpx2.Response(200, headers={"content-type": kind}, content=content)


def _completion(part: str, text: str) -> Json:
    choice = {"index": 0, "finish_reason": "stop", part: {"role": "assistant", "content": text}}
    named = {"object": "chat.completion" + (".chunk" if part == "delta" else ""), "model": "a-model"}
    return {"id": "c", "created": 0, **named, "choices": [choice]}


def _streamed(text: str) -> str:
    return f"data: {json.dumps(_completion('delta', text))}\n\ndata: [DONE]\n\n"
