"""What an operator switches off is not made, nor what cannot be made without it."""

import pytest

from app.errors import Disabled, Misconfigured
from app.generators.registry import generators_by_task
from app.pipeline.graph import tasks_in_order
from app.pipeline.policy import check_task_enabled, enabled_tasks, parse_disabled_tasks


def test_an_artifact_is_named_by_its_task_or_its_route() -> None:
    assert parse_disabled_tasks(["mood", "topic_extraction"]) == {"mood_analysis", "topic_extraction"}


def test_a_name_that_no_artifact_has_stops_the_process_and_says_which_there_are() -> None:
    with pytest.raises(Misconfigured, match=r"DISABLED_ARTIFACTS: moods is none of .*mood_analysis"):
        parse_disabled_tasks(["moods"])


def test_nothing_switched_off_leaves_everything() -> None:
    assert enabled_tasks(frozenset()) == tasks_in_order()
    assert set(tasks_in_order()) == set(generators_by_task())


def test_what_needs_the_result_of_one_that_is_switched_off_is_not_made_either() -> None:
    left = enabled_tasks(frozenset({"topic_extraction"}))
    assert set(tasks_in_order()) - set(left) == {"topic_extraction", "action_summary"}
    with pytest.raises(Disabled):
        check_task_enabled("action_summary", frozenset({"topic_extraction"}))


def test_what_only_waits_for_it_is_made() -> None:
    assert set(tasks_in_order()) - set(enabled_tasks(frozenset({"mood_analysis"}))) == {"mood_analysis"}
    check_task_enabled("deep_analysis", frozenset({"mood_analysis"}))
