from app.offline.fault_injection import QUOTA_USED_UP, Failure, Fault, FaultPlan


def test_faults_are_used_up_one_per_call() -> None:
    conduct = FaultPlan(faults=[Fault.EMPTY, None, QUOTA_USED_UP])
    assert [conduct.next_fault("any", None) for _ in range(4)] == [Fault.EMPTY, None, QUOTA_USED_UP, None]


def test_a_tasks_own_faults_come_first_and_leave_the_others_alone() -> None:
    conduct = FaultPlan(faults=[Fault.EMPTY], faults_of={"mood_analysis": [Fault.REFUSAL]})
    assert conduct.next_fault("mood_analysis", None) is Fault.REFUSAL
    assert conduct.next_fault("deep_analysis", None) is Fault.EMPTY
    assert conduct.next_fault("mood_analysis", None) is None


def test_a_full_flex_tier_turns_flex_away_and_uses_up_no_fault() -> None:
    conduct = FaultPlan(flex_full=True, faults=[Fault.EMPTY])
    assert conduct.next_fault("any", "flex") == Failure(429, "resource_unavailable")
    assert conduct.next_fault("any", "default") is Fault.EMPTY


def test_a_task_without_a_latency_of_its_own_takes_the_common_one() -> None:
    conduct = FaultPlan(latency={"": 2.0, "mood_analysis": 0.5})
    assert [conduct.seconds(task) for task in ("mood_analysis", "other")] == [0.5, 2.0]


def test_obedience_is_in_every_way_or_in_those_named() -> None:
    assert FaultPlan(obey=True).obeyed_instructions == {"words", "keys", "link"}
    assert FaultPlan(obey=["link"]).obeyed_instructions == {"link"}
    assert FaultPlan().obeyed_instructions == frozenset()
