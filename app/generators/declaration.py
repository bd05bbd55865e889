"""Reads what a generator's class declares, when the class is made."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic import Field, create_model

from app.generators.output_type import check_output
from app.generators.specimen import SPECIMEN
from app.llm.model_config import declare_task
from app.llm.schema import Schema, strict_schema
from app.progress.events import document_event
from app.therapy.evidence import Answer, Settled
from app.therapy.sharing.patient_view import view_for
from app.therapy.visit import Visit

if TYPE_CHECKING:
    from app.generators.base_ai_generator import BaseAIGenerator

    Heir = type[BaseAIGenerator[Any, Any]]

_FOLDER = re.compile(r"\.(intake|wave_(\d))\.")


@dataclass(frozen=True)
class Declared:
    """A generator's declaration, with what is derived from it."""

    heir: "Heir"
    output: type[Answer]
    reply: type[Answer]
    """The type of the model's whole reply: `{"answer": output or null}`."""
    schema: Schema
    wave: int
    """The wave by the folder the file stands in; 0 is intake."""

    @cached_property
    def hooks(self) -> "BaseAIGenerator[Any, Any]":
        """An instance without a client: the hooks are pure functions of a visit."""
        return object.__new__(self.heir)

    @property
    def event(self) -> str:
        """The name of its events."""
        document = self.heir.DOCUMENT
        return document_event(document.key) if document else self.heir.TASK_NAME.upper()

    @property
    def label(self) -> str:
        """Its name on the page."""
        return self.heir.LABEL or self.heir.TASK_NAME.replace("_", " ")

    @cached_property
    def instructions(self) -> str:
        """The static prompt."""
        return self.hooks.instructions()

    def show(self, visit: Visit) -> str:
        """What the model is shown of a visit."""
        return self.hooks.show(view_for(self.heir.AUDIENCE, visit))

    def enough(self, visit: Visit) -> bool:
        """Whether a visit has enough for the generator."""
        return self.hooks.enough(view_for(self.heir.AUDIENCE, visit))

    def known(self, visit: Visit) -> Answer | None:
        """The answer where plain code finds it without a model."""
        return cast(Answer | None, self.hooks.known(visit))

    def faults(self, answer: Answer, visit: Visit) -> list[str]:
        """What the generator finds wrong with an answer that fits its type."""
        return self.hooks.faults(answer, visit)

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The settled answer as the generator completes it."""
        return self.hooks.finish(settled, visit)

    def floor(self, settled: Settled | None, visit: Visit) -> Settled | None:
        """The minimum result by plain code."""
        return self.hooks.floor(settled, visit)

    @cached_property
    def prompt_version(self) -> str:
        """Changes exactly when the prompt for the specimen visit or the schema does."""
        return _digest([self.instructions, self.show(SPECIMEN), self.schema])

    @cached_property
    def question_version(self) -> str:
        """Changes exactly when the instructions or the output type do: a recorded answer is one to these."""
        return _digest([self.instructions, self.schema])


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def declare(heir: "Heir") -> Declared:
    """What `heir` declares. Raises TypeError for an output type that no strict schema can express, and for a class
    outside of a wave's folder. What else a generator's file may hold, tests/support/generator_rules.py checks."""
    output = _output_of(heir)
    check_output(output)
    reply = _reply_of(output)
    declare_task(heir.TASK_NAME, heir.GRADE)
    return Declared(heir, output, reply, strict_schema(reply), _wave_of(heir))


def _output_of(heir: "Heir") -> type[Answer]:
    bases: tuple[Any, ...] = vars(heir).get("__orig_bases__", ())
    arguments = get_args(bases[0]) if bases else ()
    if len(arguments) != 2 or not isinstance(arguments[1], type) or not issubclass(arguments[1], Answer):
        raise TypeError(f"{heir.__name__} has to name an output type made from Answer")
    return arguments[1]


def _reply_of(output: type[Answer]) -> type[Answer]:
    field: Any = (output | None, Field(description="null when there is too little to go on"))
    return create_model(f"{output.__name__}Reply", __base__=Answer, answer=field)


def _wave_of(heir: "Heir") -> int:
    folder = _FOLDER.search(heir.__module__ + ".")
    if folder is None:
        raise TypeError(f"{heir.__name__} has to stand in intake/ or in a folder wave_N/")
    return int(folder.group(2) or 0)
