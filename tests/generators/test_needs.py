"""What a step waits for is data."""

from app.generators.needs import (
    ROLES,
    Need,
    need_end,
    need_end_in_earlier_visit,
    need_end_within_run,
    need_result,
    need_roles,
)
from app.generators.registry import generators_by_task


def test_each_need_says_whose_task_and_how_it_has_to_have_ended() -> None:
    assert need_roles() == Need(ROLES)
    assert need_end("x") == Need("x", result=False, visit="same")
    assert need_end_within_run("x") == Need("x", result=False, visit="same", order_only=True)
    assert need_result("x") == Need("x", result=True, visit="same")
    assert need_end_in_earlier_visit("x") == Need("x", result=False, visit="previous")


FINDINGS = {need_end("mood_analysis"), need_end("topic_extraction"), need_end("breakthrough_detection")}
READ = {need_result("deep_analysis"), need_result("session_insights"), need_end_in_earlier_visit("roadmap_generation")}
DOCUMENT = {*READ, need_end_within_run("risk_screen")}
CONTRACT: dict[str, set[Need]] = {
    "speaker_labeling": set(),
    "mood_analysis": {need_roles()},
    "topic_extraction": {need_roles()},
    "breakthrough_detection": {need_roles()},
    "risk_screen": {need_roles(failed_too=True)},
    "action_summary": {need_result("topic_extraction")},
    "deep_analysis": {need_roles(), *FINDINGS, need_end("risk_screen"), need_end_in_earlier_visit("session_insights")},
    "prose_generation": {need_result("deep_analysis")},
    "session_insights": {need_result("deep_analysis")},
    "progress_note": {need_result("deep_analysis"), need_end("risk_screen")},
    "roadmap_generation": DOCUMENT,
    "session_bridge_generation": DOCUMENT,
}


def test_each_waits_for_what_the_contract_says_and_a_document_for_the_risk_screen_too() -> None:
    assert {task: set(generator_class.NEEDS) for task, generator_class in generators_by_task().items()} == CONTRACT


def test_nothing_waits_for_a_later_wave_nor_is_waited_for_within_its_own_in_a_circle() -> None:
    known, order = generators_by_task(), list(generators_by_task())
    for task, generator_class in known.items():
        for need in generator_class.NEEDS:
            if need.task in known and need.visit == "same":
                assert known[need.task].declared.wave <= generator_class.declared.wave
                assert order.index(need.task) < order.index(task)


def waited_for(task: str) -> set[str]:
    """All tasks of the same visit that have ended once a task begins."""
    own = {
        need.task
        for need in generators_by_task()[task].NEEDS
        if need.visit == "same" and need.task in generators_by_task()
    }
    return own.union(*map(waited_for, own))


def test_what_is_read_has_ended_by_then() -> None:
    for task, generator_class in generators_by_task().items():
        assert set(generator_class.READS) <= waited_for(task), task
