"""What a call gets besides its model: effort and verbosity, and what becomes of a local server's model."""

from datetime import date

from support.tables import each_row

from app.generators.registry import generators
from app.llm.model_config import (
    choose_model,
    declare_task,
    get_model_name,
    grade_of,
    known_models,
    known_tasks,
    model_facts,
)
from app.llm.model_tier import Grade, ModelTier

BEFORE, AFTER = date(2026, 11, 22), date(2026, 12, 12)


@each_row("day", [BEFORE, AFTER])
@each_row("tier", ModelTier)
@each_row("task", sorted(generators()))
@each_row("override", [None, *sorted(known_models())])
def test_every_call_of_a_model_of_ours_has_an_effort_that_the_model_takes(
    task: str, tier: ModelTier, day: date, override: str | None
) -> None:
    choice = choose_model(task, tier, override_model=override, today=day)
    facts = model_facts(choice.model)
    assert facts is not None
    assert choice.effort in facts.efforts
    assert choice.verbosity is not None


def test_an_override_takes_the_cells_effort_where_its_model_has_it_else_its_weakest() -> None:
    assert choose_model("mood_analysis", "rapid", override_model="gpt-5", today=BEFORE).effort == "minimal"
    assert choose_model("mood_analysis", "rapid", override_model="gpt-6.1-sol", today=BEFORE).effort == "low"


def test_a_local_model_serves_every_tier_with_no_effort_that_we_could_know() -> None:
    for tier in ModelTier:
        choice = choose_model("mood_analysis", tier, local_model="gemma-3", today=BEFORE)
        assert (choice.model, choice.effort, choice.verbosity) == ("gemma-3", None, None)


def test_a_local_server_that_serves_a_model_of_ours_is_sent_its_effort() -> None:
    choice = choose_model("mood_analysis", "rapid", local_model="gpt-5-nano", today=BEFORE)
    assert (choice.model, choice.effort) == ("gpt-5-nano", "minimal")


def test_the_local_model_may_be_named_as_the_override() -> None:
    choice = choose_model("mood_analysis", "rapid", override_model="gemma-3", local_model="gemma-3")
    assert choice.model == "gemma-3"


def test_another_override_goes_before_the_local_model() -> None:
    choice = choose_model("mood_analysis", "rapid", override_model="gpt-5.2", local_model="gemma-3", today=BEFORE)
    assert choice.model == "gpt-5.2"


def test_an_override_by_an_ended_model_has_its_successors_effort() -> None:
    choice = choose_model("deep_analysis", "balanced", override_model="gpt-5", today=AFTER)
    assert (choice.model, choice.effort) == ("gpt-6.1-terra", "low")


def test_the_tier_of_a_call_that_names_none_is_the_settings() -> None:
    assert get_model_name("deep_analysis", today=BEFORE) == get_model_name(
        "deep_analysis", tier="precision", today=BEFORE
    )


def test_the_grade_of_a_task_is_what_its_generator_declares() -> None:
    assert {task: grade_of(task) for task in generators()} == {task: h.GRADE for task, h in generators().items()}
    assert known_tasks() >= set(generators())
    declare_task("deep_analysis", Grade.REASON)
    assert grade_of("deep_analysis") is Grade.REASON
