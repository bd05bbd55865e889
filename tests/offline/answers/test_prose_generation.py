"""The letter is declined, and its visit says why."""

from collections.abc import Callable
from typing import Any

from app.generators.wave_2.deep_analyzer import DeepAnalyzer
from app.generators.wave_2.prose_generator import ProseGenerator
from app.offline.answers import Declined
from app.offline.answers.prose_generation import answer
from app.offline.prompt import Prompt
from app.therapy.notes import notes_of_result
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]


def test_whatever_was_said_a_letter_takes_a_model() -> None:
    assert answer(Prompt()) is Declined.NEEDS_A_MODEL


def test_the_generation_says_so_and_costs_nothing(samples: Conversations, generated: Generated) -> None:
    visit = samples[2][1]
    notes = tuple(
        notes_of_result(visit.session_id, "this visit", (deep := generated(DeepAnalyzer, visit)).result, deep.evidence)
    )
    made = generated(
        ProseGenerator, Visit(visit.session_id, visit.session_date, visit.transcript, visit.roles, notes=notes)
    )
    assert (made.result, made.reason, made.state) == (None, "needs_a_model", "insufficient")
    assert (made.evidence, made.dropped, made.made.attempts, made.made.cost_usd) == ([], [], 1, 0)
