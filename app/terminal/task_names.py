"""A task as one types it: by its name, its route, or the first word of its name."""

from app.errors import Misconfigured
from app.pipeline.graph import generator, tasks


def task_named(name: str) -> str:
    """The task. Raises Misconfigured, which lists them all."""
    for task in tasks():
        if name in (task, generator(task).ROUTE, task.split("_")[0]):
            return task
    raise Misconfigured(f"There is no task {name}; there are {', '.join(tasks())}.")
