"""What a step waits for is data."""

from app.generators.needs import ROLES, Need, after, ended, ended_before, result_of, roles
from app.generators.registry import generators


def test_each_need_says_whose_task_and_how_it_has_to_have_ended() -> None:
    assert roles() == Need(ROLES)
    assert ended("x") == Need("x", result=False, visit="same")
    assert after("x") == Need("x", result=False, visit="same", order_only=True)
    assert result_of("x") == Need("x", result=True, visit="same")
    assert ended_before("x") == Need("x", result=False, visit="previous")


FINDINGS = {ended("mood_analysis"), ended("topic_extraction"), ended("breakthrough_detection")}
READ = {result_of("deep_analysis"), result_of("session_insights"), ended_before("roadmap_generation")}
DOCUMENT = {*READ, after("risk_screen")}
CONTRACT: dict[str, set[Need]] = {
    "speaker_labeling": set(),
    "mood_analysis": {roles()},
    "topic_extraction": {roles()},
    "breakthrough_detection": {roles()},
    "risk_screen": {roles(failed_too=True)},
    "action_summary": {result_of("topic_extraction")},
    "deep_analysis": {roles(), *FINDINGS, ended("risk_screen"), ended_before("session_insights")},
    "prose_generation": {result_of("deep_analysis")},
    "session_insights": {result_of("deep_analysis")},
    "progress_note": {result_of("deep_analysis"), ended("risk_screen")},
    "roadmap_generation": DOCUMENT,
    "session_bridge_generation": DOCUMENT,
}


def test_each_waits_for_what_the_contract_says_and_a_document_for_the_risk_screen_too() -> None:
    assert {task: set(heir.NEEDS) for task, heir in generators().items()} == CONTRACT


def test_nothing_waits_for_a_later_wave_nor_is_waited_for_within_its_own_in_a_circle() -> None:
    known, order = generators(), list(generators())
    for task, heir in known.items():
        for need in heir.NEEDS:
            if need.task in known and need.visit == "same":
                assert known[need.task].declared.wave <= heir.declared.wave
                assert order.index(need.task) < order.index(task)


def waited_for(task: str) -> set[str]:
    """All tasks of the same visit that have ended once a task begins."""
    own = {need.task for need in generators()[task].NEEDS if need.visit == "same" and need.task in generators()}
    return own.union(*map(waited_for, own))


def test_what_is_read_has_ended_by_then() -> None:
    for task, heir in generators().items():
        assert set(heir.READS) <= waited_for(task), task
