"""A way to the engine that can be cut, or that ends at a model which apologises instead of answering."""

import json
from collections.abc import Callable
from typing import Any

import httpx2

from app.offline.answers import Declined, extraction_for
from app.offline.completion import EVENT_STREAM, JSON, Completion, SpokenAnswer, text_of
from app.offline.prompt import read_prompt
from app.offline.task_recognition import requested_task
from app.offline.transport import OfflineTransport

Json = dict[str, Any]
APOLOGY = "I'm sorry, I cannot help with that."
IN_FIVE_WORDS = "I'm sorry, I cannot help."
"""Fits every place for a text but those of `SHORTER`."""
SHORTER = {"emotional_tone": "I'm sorry", "label": "I'm sorry"}
ENUMERATED = frozenset("quote kind name title speaker role level proficiency status".split())
ALL_NEEDED = frozenset({"paragraphs", "speakers"})


class Line(OfflineTransport):
    """Says what the engine says, unless it is `cut` or told otherwise by `says`."""

    cut = False
    says: Callable[[Json], SpokenAnswer] | None = None

    def mend(self) -> None:
        """As in the beginning."""
        self.cut, self.says = False, None

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if self.cut:
            raise httpx2.ConnectError("nobody answers")
        if self.says is None:
            return await super().handle_async_request(request)
        body = await request.aread()
        asked = json.loads(body)
        completion = Completion(body, asked, self.says(asked))
        content = b"".join(completion.chunks()) if asked.get("stream") else completion.whole()
        kind = EVENT_STREAM if asked.get("stream") else JSON
        return httpx2.Response(200, headers={"content-type": kind}, content=content, request=request)


def in_words(asked: Json) -> SpokenAnswer:
    """In place of the JSON."""
    return SpokenAnswer(APOLOGY)


def as_refusal(asked: Json) -> SpokenAnswer:
    """Where a refusal belongs."""
    return SpokenAnswer(refusal=APOLOGY)


def in_every_place(asked: Json) -> SpokenAnswer:
    """As a model does that is held to a schema: each text is the apology, each quotation an honest one."""
    extraction = extraction_for(requested_task(asked))
    assert extraction
    found = extraction(read_prompt(asked["messages"][1]["content"]))
    return SpokenAnswer(text_of({"answer": None if isinstance(found, Declined) else _apologised(found)}))


def _apologised(node: Any, name: str = "") -> Any:
    """One item of each list: a second one would say what the first one says."""
    if isinstance(node, dict):
        return {key: _apologised(value, key) for key, value in node.items()}
    if isinstance(node, list):
        return [_apologised(each, name) for each in (node if name in ALL_NEEDED else node[:1])]
    return SHORTER.get(name, IN_FIVE_WORDS) if isinstance(node, str) and name not in ENUMERATED else node
