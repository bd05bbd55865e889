"""How could BaseAIGenerator be gone round? Each way that came to mind is refused when the class is made."""

import asyncio
from collections.abc import Callable
from functools import lru_cache, wraps
from types import new_class
from typing import Any

import pytest
from pydantic import BaseModel, Field
from support.tables import each_row

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.declaration import NOBODY
from app.generators.needs import roles
from app.generators.registry import generators
from app.generators.result_use import PatientDocument
from app.generators.specimen import SPECIMEN
from app.llm.clients import AsyncOpenAI, ClientType, OpenAI
from app.llm.model_tier import Grade
from app.llm.schema import UnsupportedSchema
from app.therapy.evidence import Answer, Settled
from app.therapy.transcript import Role
from app.therapy.visit import Visit


class Topics(Answer):
    """Topics."""

    topics: list[str] = Field(max_length=3)
    """Some."""


def instructions(self: Any) -> str:
    return "Name the topics."


def show(self: Any, visit: Visit) -> str:
    return f"{len(visit.transcript.segments)} segments"


def finish(self: Any, settled: Settled, visit: Visit) -> Settled | None:
    return settled


GOOD: dict[str, Any] = {
    "TASK_NAME": "topic_extraction",
    "ROUTE": "topics",
    "GRADE": Grade.EXTRACT,
    "NEEDS": (roles(),),
    "instructions": instructions,
    "show": show,
}
Heir = type[BaseAIGenerator[Any, Any]]
CONTRACT: Any = BaseAIGenerator


def heir(
    *, bases: tuple[Any, ...] | None = None, module: str = "elsewhere.wave_1.topics", without: str = "",
    metaclass: type | None = None, **changed: Any,
) -> Heir:  # fmt: skip
    body = {name: value for name, value in {**GOOD, **changed}.items() if name != without}
    keywords = {"metaclass": metaclass} if metaclass else {}
    parents = bases or (CONTRACT[ClientType, Topics],)
    made: Heir = new_class("Heir", parents, keywords, lambda space: space.update({**body, "__module__": module}))
    return made


def made_with(name: str, value: Any) -> Heir:
    changed: dict[str, Any] = {name: value}
    return heir(**changed)


def test_a_class_that_declares_what_it_has_to_is_a_generator() -> None:
    declared = heir().declared
    assert (declared.output, declared.wave, declared.event) == (Topics, 1, "TOPIC_EXTRACTION")
    assert declared.instructions == "Name the topics."
    assert declared.show(SPECIMEN) == "4 segments"
    assert declared.finish(Settled({"a": 1}), SPECIMEN) == Settled({"a": 1})
    assert declared.floor(Settled({"a": 1}), SPECIMEN) == Settled({"a": 1})
    assert declared.floor(None, SPECIMEN) is None


def test_the_reply_is_the_answer_or_null() -> None:
    reply = heir().declared.reply
    assert reply.model_validate_json('{"answer": null}').model_dump() == {"answer": None}
    assert list(reply.model_fields) == ["answer"]
    with pytest.raises(ValueError, match="Field required"):
        reply.model_validate_json("{}")


@each_row(
    ("module", "wave"),
    [("app.generators.intake.x", 0), ("app.generators.wave_2.x", 2), ("app.generators.wave_3.deep.x", 3)],
)
def test_the_folder_is_the_wave(module: str, wave: int) -> None:
    assert heir(module=module.replace("app.", "elsewhere.")).declared.wave == wave


@each_row("module", ["app.generators.topics", "app.generators.wave_x.topics", "topics", "wave_1.topics"])
def test_outside_a_waves_folder_there_are_no_generators(module: str) -> None:
    with pytest.raises(TypeError, match="folder wave_N"):
        heir(module=module)


@each_row("name", ["TASK_NAME", "ROUTE", "GRADE", "NEEDS", "instructions", "show"])
def test_nothing_that_has_to_be_declared_may_be_missing(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        heir(without=name)


def wrapped(function: Callable[..., str]) -> Callable[..., str]:
    @wraps(function)
    def around(*arguments: Any) -> str:
        return function(*arguments)

    return around


async def show_later(self: Any, visit: Visit) -> str:
    return ""


def show_bit_by_bit(self: Any, visit: Visit) -> Any:
    yield ""


async def show_bit_by_bit_later(self: Any, visit: Visit) -> Any:
    yield ""


def show_with_a_default(self: Any, visit: Visit, client: object = object()) -> str:
    return ""


def show_with_a_keyword(self: Any, visit: Visit, *, client: object = None) -> str:
    return ""


def show_with_anything(self: Any, *visits: Visit) -> str:
    return ""


def closing_over(client: object) -> Callable[[Any, Visit], str]:
    def show(self: Any, visit: Visit) -> str:
        return str(client)

    return show


class Callable_:
    def __call__(self, visit: Visit) -> str:
        return ""


@each_row(
    "value",
    [
        show_later,
        show_bit_by_bit,
        show_bit_by_bit_later,
        show_with_a_default,
        show_with_a_keyword,
        show_with_anything,
        closing_over("a client"),
        wrapped(show),
        lru_cache(show),
        staticmethod(show),
        classmethod(show),
        property(lambda self: show),
        Callable_(),
        "text",
        lambda visit: "",
    ],
)
def test_show_is_a_plain_function_that_knows_nothing_but_the_visit(value: Any) -> None:
    with pytest.raises(TypeError, match="plain function"):
        heir(show=value)


@each_row(
    "name",
    (
        "generate _call_api __init__ __new__ __getattribute__ __getattr__ __init_subclass__ __call__"
        " __class_getitem__ _BaseAIGenerator__generate _BaseAIGenerator__client helper client cache"
        " __del__ __set_name__ __reduce__"
    ).split(),
)
def test_an_heir_holds_nothing_but_its_declarations_and_three_functions(name: str) -> None:
    with pytest.raises(TypeError, match="no part of a generator"):
        made_with(name, instructions)


def test_a_property_or_another_value_as_extra_attribute_is_refused_too() -> None:
    for value in (property(lambda self: None), OpenAI, 1, staticmethod(show)):
        with pytest.raises(TypeError, match="no part of a generator"):
            heir(client=value)


def test_slots_of_its_own_would_hold_things_between_visits() -> None:
    with pytest.raises(TypeError, match="no part of a generator"):
        heir(__slots__=("memory",))
    with pytest.raises(TypeError, match="no part of a generator"):
        heir(__slots__=("__dict__",))


class Mixin:
    def generate(self, visit: Visit) -> str:
        return "mine"


@each_row("first", [True, False])
def test_nothing_is_mixed_in(first: bool) -> None:
    contract = CONTRACT[ClientType, Topics]
    with pytest.raises(TypeError, match="alone"):
        heir(bases=(Mixin, contract) if first else (contract, Mixin))


def test_an_heir_has_no_heirs() -> None:
    with pytest.raises(TypeError, match="alone"):
        heir(bases=(heir(),))
    mood: Any = generators()["mood_analysis"]
    with pytest.raises(TypeError, match="alone"):
        heir(bases=(mood[AsyncOpenAI],))


def test_another_metaclass_is_refused() -> None:
    class Meta(type(BaseAIGenerator)):  # type: ignore[misc] # made at run time
        def __call__(cls, *arguments: Any, **named: Any) -> Any:
            return "anything"

    with pytest.raises(TypeError, match="metaclass"):
        heir(metaclass=Meta)


@each_row("output", [str, dict, BaseModel, type("Plain", (BaseModel,), {}), Topics | None, Any])
def test_the_output_is_made_from_answer(output: Any) -> None:
    with pytest.raises(TypeError, match="Answer"):
        heir(bases=(CONTRACT[ClientType, output],))


def test_the_output_has_to_be_named() -> None:
    with pytest.raises(TypeError, match="Answer"):
        heir(bases=(BaseAIGenerator,))


def test_an_output_that_repairs_is_refused() -> None:
    class Generous(Answer):
        """Something."""

        words: list[str] = Field(default_factory=list)
        """Words, or none."""

    with pytest.raises(TypeError, match="words has a default"):
        heir(bases=(CONTRACT[ClientType, Generous],))


def test_an_output_that_strict_schemas_cannot_say_is_refused() -> None:
    class Open(Answer):
        """Something."""

        words: dict[str, str]
        """Words."""

    with pytest.raises(UnsupportedSchema, match="free keys"):
        heir(bases=(CONTRACT[ClientType, Open],))


@each_row(
    ("name", "value"),
    [
        ("TASK_NAME", property(lambda self: "topic_extraction")),
        ("TASK_NAME", "Topic Extraction"),
        ("TASK_NAME", "topics\n"),
        ("TASK_NAME", ""),
        ("TASK_NAME", type("Text", (str,), {})("topic_extraction")),
        ("ROUTE", "../keys"),
        ("ROUTE", "Topics"),
        ("GRADE", "extract"),
        ("NEEDS", ["roles"]),
        ("NEEDS", ("roles",)),
        ("EVIDENCE_FROM", "patient"),
        ("MIN_PATIENT_WORDS", property(lambda self: 1)),
        ("MIN_PATIENT_WORDS", "20"),
        ("REMEMBERS", 1),
        ("REPAIRS", True),
        ("REPAIRS", -1),
        ("REPAIRS", 3),
    ],
)
def test_a_declaration_is_a_plain_value_of_its_kind(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match=name):
        made_with(name, value)


def test_a_grade_that_contradicts_the_data_file_is_refused() -> None:
    with pytest.raises(TypeError, match="lists extract"):
        heir(GRADE=Grade.REASON)


def show_by_the_client(self: Any, visit: Visit) -> str:
    return str(self._call_api("more", model="gpt-5.2"))


def show_by_the_hidden_client(self: Any, visit: Visit) -> str:
    return str(self._BaseAIGenerator__client)


def show_by_another_of_its_kind(self: Any, visit: Visit) -> str:
    return str(type(self)(client=OpenAI(api_key="k")).generate(visit))


def show_by_its_declaration(self: Any, visit: Visit) -> str:
    return str(self.declared.heir())


def show_by_memory(self: Any, visit: Visit) -> str:
    self.seen = visit
    return ""


def show_by_force(self: Any, visit: Visit) -> str:
    object.__setattr__(self, "seen", visit)
    return ""


@each_row(
    "reaching",
    [
        show_by_the_client,
        show_by_the_hidden_client,
        show_by_another_of_its_kind,
        show_by_its_declaration,
        show_by_memory,
        show_by_force,
    ],
)
def test_self_is_nobody_and_leads_nowhere(reaching: Callable[[Any, Visit], str]) -> None:
    with pytest.raises(TypeError, match="specimen"):
        heir(show=reaching)
    assert type(NOBODY) is object


@each_row("value", ["", "  ", None, 3, b"text", ["text"]])
def test_a_prompt_is_text(value: Any) -> None:
    space: dict[str, Any] = {"VALUE": value}
    exec("def show(self, visit): return VALUE\ndef instructions(self): return VALUE", space)  # without a closure
    for name in ("show", "instructions"):
        with pytest.raises(TypeError, match="has to show text"):
            made_with(name, space[name])


def test_a_coroutine_is_no_text() -> None:
    space: dict[str, Any] = {"asyncio": asyncio}
    exec("def show(self, visit): return asyncio.sleep", space)
    with pytest.raises(TypeError, match="has to show text"):
        heir(show=space["show"])


def test_the_prompt_version_changes_with_the_prompt_and_with_the_schema() -> None:
    class Other(Answer):
        """Topics."""

        topics: list[str] = Field(max_length=4)
        """Some."""

    space: dict[str, Any] = {}
    exec("def show(self, visit): return 'other'\ndef instructions(self): return 'other'", space)
    versions = {
        heir().declared.prompt_version,
        heir(show=space["show"]).declared.prompt_version,
        heir(instructions=space["instructions"]).declared.prompt_version,
        heir(bases=(CONTRACT[ClientType, Other],)).declared.prompt_version,
    }
    assert len(versions) == 4
    assert heir().declared.prompt_version == heir(finish=finish, MIN_PATIENT_WORDS=5).declared.prompt_version


def test_options_are_kept_as_declared() -> None:
    made = heir(
        DOCUMENT=PatientDocument("your_topics", "topics", "topics"), EVIDENCE_FROM=Role.PATIENT, MIN_PATIENT_WORDS=7
    )
    assert made.declared.event == "YOUR_TOPICS_GENERATION"
    assert (made.EVIDENCE_FROM, made.MIN_PATIENT_WORDS) == (Role.PATIENT, 7)


def enough(self: Any, visit: Visit) -> bool:
    return bool(visit.notes)


def faults(self: Any, answer: Topics, visit: Visit) -> list[str]:
    return [f"{len(answer.topics)} topics"]


def test_an_heir_may_say_what_is_enough_and_what_is_wrong() -> None:
    declared = heir(enough=enough, faults=faults).declared
    assert declared.enough(SPECIMEN)
    assert declared.faults(Topics(topics=["a"]), SPECIMEN) == ["1 topics"]


def test_without_words_of_its_own_everything_is_enough_and_nothing_wrong() -> None:
    declared = heir().declared
    assert declared.enough(SPECIMEN)
    assert declared.faults(Topics(topics=["a"]), SPECIMEN) == []
