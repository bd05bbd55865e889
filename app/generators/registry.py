"""All generators, found by walking the folders."""

import pkgutil
from functools import lru_cache
from importlib import import_module
from typing import Any, cast

import app.generators
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.result_use import EndpointParameter, ResultUse
from app.llm.clients import AsyncOpenAI
from app.llm.endpoint import Endpoint

GeneratorClass = type[BaseAIGenerator[AsyncOpenAI, Any]]


@lru_cache(maxsize=1)
def generators_by_task() -> dict[str, GeneratorClass]:
    """Return every generator by task name; a generator comes after those it needs."""
    found = {generator_class.TASK_NAME: generator_class for generator_class in _generator_classes()}
    ordered: dict[str, GeneratorClass] = {}
    for task in sorted(found, key=lambda name: (found[name].declared.wave, name)):
        _add_after_needs(task, found, ordered)
    return ordered


@lru_cache
def task_providing(what: ResultUse) -> str:
    """Return the task whose result provides something to others."""
    return next(task for task, generator_class in generators_by_task().items() if generator_class.PROVIDES is what)


def endpoint_takes_parameter(task: str, parameter: EndpointParameter) -> bool:
    """Return whether a task's endpoint has a parameter."""
    return parameter in generators_by_task()[task].PARAMETERS


def build_generator(task: str, client: AsyncOpenAI, endpoint: Endpoint) -> BaseAIGenerator[AsyncOpenAI, Any]:
    """Return the generator of a task, with a client."""
    generator_class = cast(Any, generators_by_task()[task])
    return cast(BaseAIGenerator[AsyncOpenAI, Any], generator_class(client=client, endpoint=endpoint))


def _add_after_needs(task: str, found: dict[str, GeneratorClass], ordered: dict[str, GeneratorClass]) -> None:
    if task in ordered or task not in found:
        return
    for need in found[task].NEEDS:
        if need.visit == "same" and need.task != task:
            _add_after_needs(need.task, found, ordered)
    ordered[task] = found[task]


def _generator_classes() -> list[GeneratorClass]:
    for module in pkgutil.walk_packages(app.generators.__path__, f"{app.generators.__name__}."):
        import_module(module.name)
    generator_classes = cast(list[GeneratorClass], BaseAIGenerator.__subclasses__())
    return [
        generator_class
        for generator_class in generator_classes
        if generator_class.__module__.startswith(app.generators.__name__)
    ]
