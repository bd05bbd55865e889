"""Reads and checks what a generator's class declares, when the class is made.

What an heir may hold is a closed list. Its functions run on an instance without a client, so that there is
nothing to go round the contract with.
"""

import hashlib
import inspect
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_args

from pydantic import Field, create_model

from app.generators.needs import Need
from app.generators.specimen import SPECIMEN
from app.llm.model_config import declare_task
from app.llm.model_tier import Grade
from app.llm.schema import Schema, strict_schema
from app.therapy.evidence import Answer

if TYPE_CHECKING:
    from app.generators.base_ai_generator import BaseAIGenerator

    Heir = type[BaseAIGenerator[Any, Any]]

DECLARATIONS = {"TASK_NAME": str, "ROUTE": str, "GRADE": Grade, "NEEDS": tuple}
OPTIONS = frozenset({"EVENT", "EVIDENCE_FROM", "FEWEST_PATIENT_WORDS"})
FUNCTIONS = frozenset({"instructions", "show", "finish"})
_MADE_BY_PYTHON = frozenset(
    "__module__ __doc__ __qualname__ __orig_bases__ __parameters__ __abstractmethods__ _abc_impl declared"
    " __annotations__ __annotate_func__ __annotations_cache__ __static_attributes__ __firstlineno__ __final__".split()
)
_FOLDER = re.compile(r"\.(intake|wave_(\d))\.")


@dataclass(frozen=True)
class Declared:
    """What a generator's class says of itself."""

    heir: "Heir"
    output: type[Answer]
    reply: type[Answer]
    """The type of the model's whole reply: `{"answer": output or null}`."""
    schema: Schema
    wave: int
    """The wave by the folder the file stands in; 0 is intake."""

    @property
    def event(self) -> str:
        """The name under which its progress is told."""
        return self.heir.EVENT or self.heir.TASK_NAME.upper()

    @cached_property
    def bare(self) -> "BaseAIGenerator[Any, Any]":
        """An instance without a client: all that an heir's functions ever run on."""
        return object.__new__(self.heir)

    @cached_property
    def instructions(self) -> str:
        """The static prompt."""
        return self.bare.instructions()

    @cached_property
    def prompt_version(self) -> str:
        """Changes exactly when the prompt for the specimen visit or the schema does."""
        parts = [self.instructions, self.bare.show(SPECIMEN), self.schema]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def declare(heir: "Heir", contract: type) -> Declared:
    """What `heir` declares. Raises TypeError, saying what is wrong with it."""
    _check_bases(heir, contract)
    _check_names(heir)
    for name, kind in DECLARATIONS.items():
        if not isinstance(vars(heir).get(name), kind):
            raise TypeError(f"{heir.__name__} has to declare {name} as {kind.__name__}")
    if not all(isinstance(need, Need) for need in heir.NEEDS):
        raise TypeError(f"{heir.__name__}.NEEDS holds something that is no Need")
    output = _output_of(heir)
    reply = _reply_of(output)
    declared = Declared(heir, output, reply, strict_schema(reply), _wave_of(heir))
    declare_task(heir.TASK_NAME, heir.GRADE)
    return declared


def _check_bases(heir: "Heir", contract: type) -> None:
    if heir.__bases__[0] is not contract or set(heir.__mro__[1:]) - set(contract.__mro__):
        raise TypeError(f"{heir.__name__} has to inherit from {contract.__name__}[ClientType, Output] alone")


def _check_names(heir: "Heir") -> None:
    for name, value in vars(heir).items():
        if name in _MADE_BY_PYTHON or name in DECLARATIONS or name in OPTIONS:
            continue
        if name not in FUNCTIONS:
            raise TypeError(f"{heir.__name__}.{name} is no part of a generator; {sorted(FUNCTIONS)} are")
        if not inspect.isfunction(value) or inspect.iscoroutinefunction(value) or inspect.isgeneratorfunction(value):
            raise TypeError(f"{heir.__name__}.{name} has to be a plain function")


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
