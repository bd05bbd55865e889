"""Who waits for whom."""

from uuid import UUID

from app.pipeline.graph import Step, chain_lengths, generator, needs_of, needs_roles, tasks, waits_for, wave_table

FIRST, SECOND = UUID(int=1), UUID(int=2)


def awaited(task: str, session: UUID) -> set[tuple[UUID, str, bool]]:
    found = waits_for(Step(session, task), [FIRST, SECOND])
    return {(step.session_id, step.task, need.result) for step, need in found}


def test_each_task_comes_after_all_it_needs_of_its_own_visit() -> None:
    order = list(tasks())
    for task in order:
        for need in needs_of(task):
            if need.visit == "same":
                assert order.index(need.task) < order.index(task)


def test_waves_never_need_a_later_wave() -> None:
    for task in tasks():
        for need in needs_of(task):
            assert generator(need.task).declared.wave <= generator(task).declared.wave


def test_the_graph_is_the_contracts_table() -> None:
    assert awaited("speaker_labeling", SECOND) == set()
    assert awaited("mood_analysis", SECOND) == {(SECOND, "speaker_labeling", False)}
    assert {(SECOND, "mood_analysis", False), (SECOND, "speaker_labeling", False)} <= awaited("deep_analysis", SECOND)
    assert {(SECOND, "deep_analysis", True), (FIRST, "roadmap_generation", False)} <= awaited(
        "roadmap_generation", SECOND
    )


def test_a_first_visit_waits_for_no_visit_before_it() -> None:
    for task in tasks():
        assert {session for session, _, _ in awaited(task, FIRST)} <= {FIRST}


def test_roles_are_needed_by_those_that_say_so() -> None:
    assert not needs_roles("speaker_labeling")
    assert needs_roles("mood_analysis")


def test_the_table_has_a_row_for_every_task() -> None:
    rows = wave_table().splitlines()
    assert [row.split("|")[1].strip() for row in rows[2:]] == list(tasks())
    assert all(row.count("|") == 4 for row in rows)


def test_a_step_weighs_as_much_as_the_longest_chain_that_waits_for_it() -> None:
    visits = [FIRST, SECOND]
    weight = chain_lengths([Step(visit, task) for visit in visits for task in tasks()], visits)
    for last in ("session_bridge_generation", "prose_generation", "roadmap_generation"):
        assert weight[Step(SECOND, last)] == 0
    assert weight[Step(FIRST, "roadmap_generation")] == 1
    assert weight[Step(SECOND, "deep_analysis")] == 2
    assert weight[Step(FIRST, "session_insights")] == 3
    assert weight[Step(FIRST, "deep_analysis")] == 4
    assert weight[Step(FIRST, "speaker_labeling")] == max(weight.values())


def test_only_a_runs_own_steps_weigh() -> None:
    assert chain_lengths([Step(FIRST, "deep_analysis")], [FIRST]) == {Step(FIRST, "deep_analysis"): 0}
