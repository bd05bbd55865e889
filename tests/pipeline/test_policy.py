"""What an operator switches off is not made, nor what cannot be made without it."""

import pytest

from app.errors import Disabled, Misconfigured
from app.generators.registry import generators
from app.pipeline.graph import tasks
from app.pipeline.policy import check_made_here, made_here, switched_off


def test_an_artifact_is_named_by_its_task_or_its_route() -> None:
    assert switched_off(["mood", "topic_extraction"]) == {"mood_analysis", "topic_extraction"}


def test_a_name_that_no_artifact_has_stops_the_process_and_says_which_there_are() -> None:
    with pytest.raises(Misconfigured, match=r"DISABLED_ARTIFACTS: moods is none of .*mood_analysis"):
        switched_off(["moods"])


def test_nothing_switched_off_leaves_everything() -> None:
    assert made_here(frozenset()) == tasks()
    assert set(tasks()) == set(generators())


def test_what_needs_the_result_of_one_that_is_switched_off_is_not_made_either() -> None:
    left = made_here(frozenset({"topic_extraction"}))
    assert set(tasks()) - set(left) == {"topic_extraction", "action_summary"}
    with pytest.raises(Disabled):
        check_made_here("action_summary", frozenset({"topic_extraction"}))


def test_what_only_waits_for_it_is_made() -> None:
    assert set(tasks()) - set(made_here(frozenset({"mood_analysis"}))) == {"mood_analysis"}
    check_made_here("deep_analysis", frozenset({"mood_analysis"}))
