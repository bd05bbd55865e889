"""What a generator's class declares is read when the class is made."""

from types import new_class
from typing import Any

import pytest
from pydantic import BaseModel, Field
from support.tables import each_row

from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.needs import roles
from app.generators.result_use import PatientDocument
from app.generators.specimen import SPECIMEN
from app.llm.clients import ClientType
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
