"""What was ordered, and what of it a stored result has to match."""

from uuid import UUID

from app.llm.model_tier import ModelTier
from app.pipeline.execution.task_request import TaskRequest

PLAIN = TaskRequest(UUID(int=1), "roadmap_generation")


def test_who_names_nothing_takes_anything() -> None:
    assert PLAIN.named == PLAIN.choices == {}


def test_a_tier_and_a_model_are_columns_to_match() -> None:
    task_request = TaskRequest(UUID(int=1), "mood_analysis", ModelTier("rapid"), "gpt-5")
    assert task_request.named == {"model_tier": "rapid", "model_asked": "gpt-5"}


def test_completed_tasks_are_kept_as_a_hash() -> None:
    task_request = TaskRequest(
        UUID(int=1), "session_bridge_generation", completed_tasks=("called my brother",), strategy="full"
    )
    assert task_request.choices["strategy"] == "full"
    assert "brother" not in str(task_request.choices)
    other = TaskRequest(UUID(int=1), "session_bridge_generation", completed_tasks=())
    assert other.choices["completed_tasks"] != task_request.choices["completed_tasks"]


def test_what_comes_first_keeps_the_tier_and_drops_the_rest() -> None:
    task_request = TaskRequest(UUID(int=1), "mood_analysis", ModelTier("rapid"), "gpt-5", "full", ("a",), force=True)
    first = task_request.prerequisite("speaker_labeling")
    assert first == TaskRequest(UUID(int=1), "speaker_labeling", ModelTier("rapid"))
