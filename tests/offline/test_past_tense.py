from app.offline.past_tense import in_past_tense, was_done


def test_a_task_that_begins_with_a_verb_is_told_as_done() -> None:
    table = [
        ("walk around the block", "walked around the block"),
        ("write one line and call my aunt", "wrote one line and called my aunt"),
        ("tidy the shed, then plan a trip", "tidied the shed, then planned a trip"),
        ("practice breathing", "practiced breathing"),
        ("do not drink at night", "did not drink at night"),
        ("stay up", "stayed up"),
        ("try to read to my son", "tried to read to my son"),
        ("rest", "rested"),
        ("buy a loaf and a paper", "bought a loaf and a paper"),
    ]
    assert [(task, told) for task, told in table if in_past_tense(task) != told] == []


def test_what_may_be_no_verb_is_left_alone() -> None:
    tasks = ["sleep diary", "call list", "no coffee", "gym", "walking to the lake", ""]
    assert [task for task in tasks if in_past_tense(task) is not None] == []


def test_a_word_inside_a_longer_one_is_no_verb() -> None:
    assert in_past_tense("walk to the seaside and the readers") == "walked to the seaside and the readers"


def test_a_task_that_was_told_as_done_is_done() -> None:
    assert was_done("rang my aunt")
    assert [task for task in ("ring my aunt", "read a page", "aunt", "") if was_done(task)] == []
