"""What a step waits for is data."""

from app.generators.needs import ROLES, Need, ended, ended_before, result_of, roles
from app.generators.registry import generators


def test_each_need_says_whose_task_and_how_it_has_to_have_ended() -> None:
    assert roles() == Need(ROLES)
    assert ended("x") == Need("x", result=False, visit="same")
    assert result_of("x") == Need("x", result=True, visit="same")
    assert ended_before("x") == Need("x", result=False, visit="previous")


def test_the_four_wait_for_what_the_contract_says() -> None:
    needs = {task: set(heir.NEEDS) for task, heir in generators().items()}
    assert needs["speaker_labeling"] == set()
    assert needs["mood_analysis"] == {roles()}
    assert {roles(), ended_before("deep_analysis")} <= needs["deep_analysis"]
    assert needs["roadmap_generation"] == {result_of("deep_analysis"), ended_before("roadmap_generation")}


def test_nothing_waits_for_a_later_wave() -> None:
    known = generators()
    for heir in known.values():
        for need in heir.NEEDS:
            if need.task in known and need.visit == "same":
                assert known[need.task].declared.wave < heir.declared.wave
