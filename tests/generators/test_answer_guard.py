"""What a repair turn says of the guard."""

from app.generators.answer_guard import WHY, WrittenText, withheld_remarks
from app.generators.soft_fault import GuardRemark
from app.generators.specimen import SPECIMEN
from app.therapy.sharing.audience import Place, Reason


def test_each_sentence_that_would_be_withheld_has_its_line_with_its_words_and_why() -> None:
    text = "You told Robert. You slept. This stems from your childhood."
    found = withheld_remarks(
        [WrittenText("/a/0", text, Place.LETTER), WrittenText("/a/1", "You slept.", Place.LETTER)], SPECIMEN
    )
    assert all(isinstance(line, GuardRemark) for line in found)
    assert [line.split(";")[0] for line in found] == [
        "/a/0: 'Robert' names somebody: say who they are, 'a friend'",
        "/a/0: 'stems from', 'from your childhood' tells what words or doings mean or come from",
    ]


def test_a_task_may_keep_its_own_numbers() -> None:
    assert (
        withheld_remarks([WrittenText("/a", "You read chapter 3.", Place.PROGRESS, "Read chapter 3")], SPECIMEN) == []
    )
    assert len(withheld_remarks([WrittenText("/a", "You read chapter 3.", Place.PROGRESS)], SPECIMEN)) == 1


def test_every_reason_is_worded() -> None:
    assert set(WHY) == set(Reason)
