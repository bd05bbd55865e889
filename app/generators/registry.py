"""All generators, found by walking the folders: a file that is there is a generator that is known."""

import pkgutil
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

import app.generators
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.result_use import Parameter, ResultUse
from app.llm.clients import AsyncOpenAI
from app.llm.endpoint import Endpoint

Heir = type[BaseAIGenerator[AsyncOpenAI, Any]]


@lru_cache(maxsize=1)
def generators() -> dict[str, Heir]:
    """Every generator by task name, those first that others need."""
    found = {heir.TASK_NAME: heir for heir in _heirs()}
    ordered: dict[str, Heir] = {}
    for task in sorted(found, key=lambda name: (found[name].declared.wave, name)):
        _place(task, found, ordered)
    return ordered


@lru_cache
def provider_of(what: ResultUse) -> str:
    """The task whose result provides something to others."""
    return next(task for task, heir in generators().items() if heir.PROVIDES is what)


def takes_parameter(task: str, parameter: Parameter) -> bool:
    """Whether a task's endpoint has a parameter."""
    return parameter in generators()[task].PARAMETERS


def build(task: str, client: AsyncOpenAI, endpoint: Endpoint) -> BaseAIGenerator[AsyncOpenAI, Any]:
    """The generator of a task, on a client."""
    heir = cast(Any, generators()[task])
    return cast(BaseAIGenerator[AsyncOpenAI, Any], heir(client=client, endpoint=endpoint))


def _place(task: str, found: dict[str, Heir], ordered: dict[str, Heir]) -> None:
    if task in ordered or task not in found:
        return
    for need in found[task].NEEDS:
        if need.visit == "same" and need.task != task:
            _place(need.task, found, ordered)
    ordered[task] = found[task]


def _heirs() -> list[Heir]:
    for module in pkgutil.walk_packages(app.generators.__path__, f"{app.generators.__name__}."):
        import_module(module.name)
    heirs = cast(list[Heir], BaseAIGenerator.__subclasses__())
    return [heir for heir in heirs if heir.__module__.startswith(app.generators.__name__)]
