"""Reads what a generator's class declares, when the class is made."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast, get_args

from pydantic import Field, create_model

from app.generators.output_type import check_output_type
from app.generators.specimen import SPECIMEN
from app.llm.model_config import declare_task
from app.llm.schema import Schema, strict_schema
from app.progress.events import document_event_name
from app.therapy.evidence import Answer, Settled
from app.therapy.sharing.patient_view import view_for
from app.therapy.visit import Visit

if TYPE_CHECKING:
    from app.generators.base_ai_generator import BaseAIGenerator

    GeneratorClass = type[BaseAIGenerator[Any, Any]]

_FOLDER = re.compile(r"\.(intake|wave_(\d))\.")


@dataclass(frozen=True)
class Declared:
    """A generator's declaration, with what is derived from it."""

    generator_class: "GeneratorClass"
    output: type[Answer]
    reply: type[Answer]
    """The type of the model's whole reply: `{"answer": output or null}`."""
    schema: Schema
    wave: int
    """The wave by the folder the file stands in; 0 is intake."""

    @cached_property
    def hooks(self) -> "BaseAIGenerator[Any, Any]":
        """Return an instance without a client: the hooks are pure functions of a visit."""
        return object.__new__(self.generator_class)

    @property
    def event(self) -> str:
        """The name of its events."""
        document = self.generator_class.DOCUMENT
        return document_event_name(document.key) if document else self.generator_class.TASK_NAME.upper()

    @property
    def label(self) -> str:
        """Its name on the page."""
        return self.generator_class.LABEL or self.generator_class.TASK_NAME.replace("_", " ")

    @cached_property
    def instructions(self) -> str:
        """Return the static prompt."""
        return self.hooks.instructions()

    def render_input(self, visit: Visit) -> str:
        """Return what the model is shown of a visit."""
        return self.hooks.render_input(view_for(self.generator_class.AUDIENCE, visit))

    def has_enough_input(self, visit: Visit) -> bool:
        """Return whether a visit has enough input for the generator."""
        return self.hooks.has_enough_input(view_for(self.generator_class.AUDIENCE, visit))

    def known_answer(self, visit: Visit) -> Answer | None:
        """Return the answer if plain code finds it without a model."""
        return cast(Answer | None, self.hooks.known_answer(visit))

    def find_faults(self, answer: Answer, visit: Visit) -> list[str]:
        """Return the faults that the generator finds in an answer that fits its type."""
        return self.hooks.find_faults(answer, visit)

    def finish_result(self, settled: Settled, visit: Visit) -> Settled | None:
        """Return the settled answer as the generator completes it."""
        return self.hooks.finish_result(settled, visit)

    def apply_floor(self, settled: Settled | None, visit: Visit) -> Settled | None:
        """Return the minimum result, made by plain code."""
        return self.hooks.apply_floor(settled, visit)

    @cached_property
    def prompt_version(self) -> str:
        """Changes exactly when the prompt for the specimen visit or the schema does."""
        return _digest([self.instructions, self.render_input(SPECIMEN), self.schema])

    @cached_property
    def question_version(self) -> str:
        """Changes exactly when the instructions or the output type do: a recorded answer is one to these."""
        return _digest([self.instructions, self.schema])


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def declare(generator_class: "GeneratorClass") -> Declared:
    """The declaration of a generator. Raises TypeError for an output type that no strict schema can express, and for a
    class outside of a wave's folder. What else a generator's file may hold, tests/support/generator_rules.py checks."""
    output = _output_of(generator_class)
    check_output_type(output)
    reply = _reply_of(output)
    declare_task(generator_class.TASK_NAME, generator_class.GRADE)
    return Declared(generator_class, output, reply, strict_schema(reply), _wave_of(generator_class))


def _output_of(generator_class: "GeneratorClass") -> type[Answer]:
    bases: tuple[Any, ...] = vars(generator_class).get("__orig_bases__", ())
    arguments = get_args(bases[0]) if bases else ()
    if len(arguments) != 2 or not isinstance(arguments[1], type) or not issubclass(arguments[1], Answer):
        raise TypeError(f"{generator_class.__name__} has to name an output type made from Answer")
    return arguments[1]


def _reply_of(output: type[Answer]) -> type[Answer]:
    field: Any = (output | None, Field(description="null when there is too little to go on"))
    return create_model(f"{output.__name__}Reply", __base__=Answer, answer=field)


def _wave_of(generator_class: "GeneratorClass") -> int:
    folder = _FOLDER.search(generator_class.__module__ + ".")
    if folder is None:
        raise TypeError(f"{generator_class.__name__} has to stand in intake/ or in a folder wave_N/")
    return int(folder.group(2) or 0)
