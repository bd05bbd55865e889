import json
from typing import Any

from app.generators.registry import generators
from app.generators.wave_1.mood_analyzer import MoodAnalyzer
from app.llm.endpoint import Dialect, Endpoint
from app.llm.model_config import choose_model
from app.offline.task_recognition import requested_task


def request_in(dialect: Dialect, generator: Any) -> dict[str, Any]:
    endpoint, schema = Endpoint("compatible", dialect), generator.declared.schema
    told = endpoint.instructions("Do it.", schema)
    messages = [{"role": "system", "content": told}, {"role": "user", "content": ""}]
    choice = choose_model(generator.TASK_NAME, "rapid")
    return {"messages": messages, **endpoint.params(choice, schema, stream=False, queued=False)}


def test_a_task_is_recognised_in_every_dialect() -> None:
    dialects: tuple[Dialect, ...] = ("json_schema", "json_object", "plain")
    asked = [(task, dialect) for task in generators() for dialect in dialects]
    assert [
        (task, dialect) for task, dialect in asked if requested_task(request_in(dialect, generators()[task])) != task
    ] == []


def test_instructions_without_a_known_schema_tell_of_no_task() -> None:
    lines = [
        "",
        "{}",
        "[]",
        "{",
        '{"properties": {"answer": {"anyOf": [{"$ref": 3}, 4]}}}',
        '{"properties": {"answer": []}}',
    ]
    assert [
        said for said in lines if requested_task({"messages": [{"role": "system", "content": f"Do it.\n{said}"}]}) != ""
    ] == []
    assert requested_task({"messages": ["hello"]}) == ""


def test_an_answer_with_one_field_more_is_no_known_task() -> None:
    request = request_in("plain", MoodAnalyzer)
    wider = request["messages"][0]["content"].replace('"mood_score":', '"weather": {}, "mood_score":')
    assert json.loads(wider.rpartition("\n")[2])
    assert requested_task({"messages": [{"content": wider}]}) == ""
