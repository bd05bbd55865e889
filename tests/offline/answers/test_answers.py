import pytest

from app.offline.answers import extraction_for, tasks
from app.offline.prompt import Prompt


def test_each_file_answers_the_task_it_is_named_after() -> None:
    for task in tasks():
        extraction = extraction_for(task)
        assert extraction
        assert extraction(Prompt()) is None


@pytest.mark.parametrize("task", ["horoscope", "", "__init__", "mood_analysis.answer"])
def test_a_task_without_a_file_has_no_answer(task: str) -> None:
    assert extraction_for(task) is None
