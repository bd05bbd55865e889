"""A file in a wave's folder is a generator that is known."""

from pathlib import Path

import app.generators
from app.generators.base_ai_generator import BaseAIGenerator
from app.generators.registry import generators_by_task

ROOT = Path(app.generators.__file__).parent


def test_every_file_in_a_waves_folder_is_one_known_generator() -> None:
    files = {f"app.generators.{file.parent.name}.{file.stem}" for file in ROOT.glob("*/[!_]*.py")}
    assert {generator_class.__module__ for generator_class in generators_by_task().values()} == files
    assert len(generators_by_task()) == len(files)


def test_who_is_needed_comes_first() -> None:
    order = list(generators_by_task())
    for place, task in enumerate(order):
        needed = {need.task for need in generators_by_task()[task].NEEDS if need.visit == "same"}
        assert needed & set(order) <= set(order[:place])


def test_task_names_routes_and_events_are_each_ones_own() -> None:
    known = generators_by_task().values()
    for names in ([h.TASK_NAME for h in known], [h.ROUTE for h in known], [h.declared.event for h in known]):
        assert len(set(names)) == len(names)
    assert all(issubclass(generator_class, BaseAIGenerator) for generator_class in known)
