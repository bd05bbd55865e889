"""Each answer has a limit in tokens that a real one never reaches."""

from app.generators.registry import generators_by_task
from app.llm.answer_limit import REASONING, answer_limit
from app.llm.tokens import count_tokens


def test_a_limit_follows_the_type_and_the_effort() -> None:
    text = {"type": "string", "maxLength": 400}
    schema = {"type": "object", "properties": {"lines": {"type": "array", "items": text, "maxItems": 3}}}
    longer = {"type": "object", "properties": {"lines": {"type": "array", "items": text, "maxItems": 6}}}
    assert answer_limit(schema, "none") < answer_limit(longer, "none") < answer_limit(longer, "high")
    assert answer_limit(schema, "high") - answer_limit(schema, "none") == REASONING["high"] - REASONING["none"]


def test_a_schema_that_refers_to_itself_has_a_limit() -> None:
    node = {"type": "object", "properties": {"next": {"anyOf": [{"$ref": "#/$defs/N"}, {"type": "null"}]}}}
    assert answer_limit({**node, "$defs": {"N": node}}, None) > 0


def test_every_task_has_room_for_its_answer_and_none_for_a_runaway() -> None:
    limits = {task: answer_limit(one.declared.schema, "none") for task, one in generators_by_task().items()}
    assert [task for task, limit in limits.items() if not 1_500 < limit < 50_000] == []
    assert limits["action_summary"] > count_tokens(
        "Write one line each evening about the day that went well, in a book."
    )
