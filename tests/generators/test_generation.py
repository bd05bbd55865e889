"""A generation has a result, or says why not."""

from decimal import Decimal

from app.generators.generation import Generation, Provenance
from app.llm.model_config import choose_model
from app.llm.prices import Usage
from app.therapy.evidence import Answer

MADE = Provenance(choose_model("mood_analysis", "rapid"), "offline", None, None, "v", 0, 0, Usage(), Decimal(0))


def test_with_a_result_it_is_a_success_even_if_that_is_empty() -> None:
    generation: Generation[Answer] = Generation(None, {}, None, [], [], MADE)
    assert generation.state == "success"


def test_without_one_there_was_too_little() -> None:
    generation: Generation[Answer] = Generation(None, None, "insufficient_data", [], [], MADE)
    assert generation.state == "insufficient"
