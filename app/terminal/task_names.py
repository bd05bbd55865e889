"""Parses a task as users type it: by name, by route, or by the first word of its name."""

from app.errors import Misconfigured
from app.pipeline.graph import generator_of_task, tasks_in_order


def parse_task_name(name: str) -> str:
    """Return the task. Raises Misconfigured, which lists all tasks."""
    for task in tasks_in_order():
        if name in (task, generator_of_task(task).ROUTE, task.split("_")[0]):
            return task
    raise Misconfigured(f"There is no task {name}; there are {', '.join(tasks_in_order())}.")
