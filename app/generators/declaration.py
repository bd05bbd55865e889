"""Reads and checks what a generator's class declares, when the class is made.

What an heir may hold is a closed list, and its functions are called with a `self` that is nobody: there is nothing
to go round the contract with.
"""

import hashlib
import inspect
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast, get_args

from pydantic import Field, create_model

from app.generators.needs import Need
from app.generators.output_type import check_output
from app.generators.result_use import PatientDocument, Provides
from app.generators.specimen import SPECIMEN
from app.llm.exchange import MAX_REPAIRS
from app.llm.model_config import declare_task
from app.llm.model_tier import Grade
from app.llm.schema import Schema, strict_schema
from app.progress.events import document_event
from app.therapy.evidence import Answer, Settled
from app.therapy.sharing.audience import Audience
from app.therapy.sharing.patient_view import shown_to
from app.therapy.transcript import Role
from app.therapy.visit import Visit

if TYPE_CHECKING:
    from app.generators.base_ai_generator import BaseAIGenerator

    Heir = type[BaseAIGenerator[Any, Any]]

DECLARATIONS = {"TASK_NAME": str, "ROUTE": str, "GRADE": Grade, "NEEDS": tuple}
OPTIONS = {
    "EVIDENCE_FROM": Role,
    "MIN_PATIENT_WORDS": int,
    "MIN_NOTES": int,
    "REMEMBERS": bool,
    "READS": tuple,
    "LOOKS_BACK": bool,
    "ADVISED": bool,
    "REPAIRS": int,
    "AUDIENCE": Audience,
    "LABEL": str,
    "PROVIDES": Provides,
    "DOCUMENT": PatientDocument,
    "PARAMETERS": tuple,
    "SHOWS_TREND": bool,
    "HIDDEN": tuple,
    "RISK_PATHS": tuple,
    "RISK_ENTRIES": str,
}
FUNCTIONS = {
    "instructions": ("self",),
    "show": ("self", "visit"),
    "enough": ("self", "visit"),
    "known": ("self", "visit"),
    "faults": ("self", "answer", "visit"),
    "finish": ("self", "settled", "visit"),
    "floor": ("self", "settled", "visit"),
}
NEEDED_FUNCTIONS = ("instructions", "show")
NAMES = {"TASK_NAME": re.compile(r"[a-z][a-z0-9_]{0,63}"), "ROUTE": re.compile(r"[a-z][a-z0-9-]*")}
NOBODY: Final[Any] = object()
_MADE_BY_PYTHON = frozenset(
    "__module__ __doc__ __qualname__ __orig_bases__ __parameters__ __abstractmethods__ _abc_impl declared"
    " __annotations__ __annotate_func__ __annotations_cache__ __static_attributes__ __firstlineno__ __final__"
    " __slots__".split()
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
        document = self.heir.DOCUMENT
        return document_event(document.key) if document else self.heir.TASK_NAME.upper()

    @property
    def label(self) -> str:
        """Its name on the page."""
        return self.heir.LABEL or self.heir.TASK_NAME.replace("_", " ")

    @cached_property
    def instructions(self) -> str:
        """The static prompt."""
        return self.heir.instructions(NOBODY)

    def show(self, visit: Visit) -> str:
        """What the model is shown of a visit."""
        return self.heir.show(NOBODY, shown_to(self.heir.AUDIENCE, visit))

    def enough(self, visit: Visit) -> bool:
        """Whether a visit gives the heir anything to go on."""
        return self.heir.enough(NOBODY, shown_to(self.heir.AUDIENCE, visit))

    def known(self, visit: Visit) -> Answer | None:
        """The answer where plain code has it already."""
        return cast(Answer | None, self.heir.known(NOBODY, visit))

    def faults(self, answer: Answer, visit: Visit) -> list[str]:
        """What the heir finds wrong with an answer that fits its type."""
        return self.heir.faults(NOBODY, answer, visit)

    def finish(self, settled: Settled, visit: Visit) -> Settled | None:
        """The settled answer as the heir completes it."""
        return self.heir.finish(NOBODY, settled, visit)

    def floor(self, settled: Settled | None, visit: Visit) -> Settled | None:
        """What the heir makes of an end, at the least."""
        return self.heir.floor(NOBODY, settled, visit)

    @cached_property
    def prompt_version(self) -> str:
        """Changes exactly when the prompt for the specimen visit or the schema does."""
        parts = [self.instructions, self.show(SPECIMEN), self.schema]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def declare(heir: "Heir", contract: type) -> Declared:
    """What `heir` declares. Raises TypeError, saying what is wrong with it."""
    _check_bases(heir, contract)
    _check_names(heir)
    _check_values(heir)
    output = _output_of(heir)
    check_output(output)
    reply = _reply_of(output)
    declared = Declared(heir, output, reply, strict_schema(reply), _wave_of(heir))
    _check_prompt(declared)
    declare_task(heir.TASK_NAME, heir.GRADE)
    return declared


def _check_bases(heir: "Heir", contract: type) -> None:
    if heir.__bases__[0] is not contract or set(heir.__mro__[1:]) - set(contract.__mro__):
        raise TypeError(f"{heir.__name__} has to inherit from {contract.__name__}[ClientType, Output] alone")
    if type(heir) is not type(contract):
        raise TypeError(f"{heir.__name__} has to leave its metaclass alone")


def _check_names(heir: "Heir") -> None:
    for name, value in vars(heir).items():
        if name in _MADE_BY_PYTHON or name in DECLARATIONS or name in OPTIONS:
            continue
        if name not in FUNCTIONS:
            raise TypeError(f"{heir.__name__}.{name} is no part of a generator; {sorted(FUNCTIONS)} are")
        if not _plain_function(value, FUNCTIONS[name]):
            wanted = ", ".join(FUNCTIONS[name])
            raise TypeError(f"{heir.__name__}.{name} has to be a plain function of ({wanted}), without a closure")
    for name in NEEDED_FUNCTIONS:
        if name not in vars(heir):
            raise TypeError(f"{heir.__name__} has to write {name}")


def _plain_function(value: Any, parameters: tuple[str, ...]) -> bool:
    """Whether it knows nothing but its arguments and its module: a default or a closure could hold a client."""
    if not inspect.isfunction(value) or value.__closure__ or value.__defaults__ or value.__kwdefaults__:
        return False
    waits = (
        inspect.iscoroutinefunction(value) or inspect.isgeneratorfunction(value) or inspect.isasyncgenfunction(value)
    )
    return not waits and tuple(inspect.signature(value).parameters) == parameters


def _check_values(heir: "Heir") -> None:
    held = vars(heir)
    for name, kind in DECLARATIONS.items():
        if type(held.get(name)) is not kind:
            raise TypeError(f"{heir.__name__} has to declare {name} as {kind.__name__}")
    for name, kind in OPTIONS.items():
        if name in held and type(held[name]) is not kind:
            raise TypeError(f"{heir.__name__}.{name} has to be of type {kind.__name__}")
    if not 0 <= heir.REPAIRS <= MAX_REPAIRS:
        raise TypeError(f"{heir.__name__}.REPAIRS has to be 0 to {MAX_REPAIRS}")
    for name, form in NAMES.items():
        if not form.fullmatch(held[name]):
            raise TypeError(f"{heir.__name__}.{name} has to look like {form.pattern}")
    if not all(isinstance(need, Need) for need in heir.NEEDS):
        raise TypeError(f"{heir.__name__}.NEEDS holds something that is no Need")


def _check_prompt(declared: Declared) -> None:
    try:
        shown = [declared.instructions, declared.show(SPECIMEN)]
    except Exception as error:
        raise TypeError(f"{declared.heir.__name__} cannot show the specimen visit: {error}") from error
    if not all(isinstance(text, str) and text.strip() for text in shown):
        raise TypeError(f"{declared.heir.__name__} has to show text")


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
