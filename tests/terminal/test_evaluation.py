"""A model measured on the sample patient, beside what is recorded."""

from decimal import Decimal

import pytest
from support import recorded_moods
from support.model_server import serving_upstream

from app.llm.model_config import choose_model
from app.llm.model_tier import ModelTier
from app.offline.fault_injection import Fault, FaultPlan
from app.settings import Settings
from app.store.models import Generation
from app.terminal.evaluation import Evaluation, EvaluationTerms, TaskFigures, evaluate, expected_cost, words_of
from app.terminal.visit_walk import sample_history

MOOD = "mood_analysis"
OFFLINE, RECORDED = Settings(play_recorded=False), Settings(play_recorded=True)


async def evaluated(url: str, settings: Settings, *tasks: str, budget: str = "1") -> Evaluation:
    terms = EvaluationTerms(ModelTier("rapid"), Decimal(budget), tasks)
    told: list[str] = []
    with recorded_moods.playing(recorded_moods.recorded()):
        found = await evaluate(settings, url, terms, sample_history()[:1], told.append)
    assert told == ["played: visit_01", "asked: visit_01"]
    return found


async def test_the_built_in_engine_is_measured_beside_the_recorded_answers(database_url: str) -> None:
    found = await evaluated(database_url, OFFLINE)
    live, played = found.live[MOOD], found.played[MOOD]
    assert (live.asked, live.valid, live.repairs, live.cost_usd) == (1, 1, 0, Decimal(0))
    assert (played.quality.quotes, played.quality.kept) == (2, 1.0)
    assert found.engines["live"] == ["offline"]
    assert found.engines["recorded"] == ["offline", "recorded"]
    assert len(found.live) == len(found.played) > 10


async def test_recorded_answers_measured_beside_themselves_are_the_same(database_url: str) -> None:
    found = await evaluated(database_url, RECORDED, MOOD)
    assert list(found.live) == [MOOD]
    assert found.live[MOOD].quality == found.played[MOOD].quality
    assert found.live[MOOD].words == found.played[MOOD].words
    assert found.engines["live"] == ["recorded"]


async def test_a_models_faults_and_repairs_are_counted(database_url: str) -> None:
    plan = FaultPlan(faults_of={MOOD: [Fault.OUT_OF_RANGE]})
    with serving_upstream(plan) as upstream:
        settings = Settings(openai_base_url=upstream.url("evaluation"), openai_model="local")
        found = await evaluated(database_url, settings, MOOD)
    assert (found.live[MOOD].valid, found.live[MOOD].repairs) == (1, 1)
    assert found.live[MOOD].cost_usd is None, "nobody knows a local model's price"


async def test_nothing_is_asked_that_the_budget_may_not_hold(database_url: str) -> None:
    with serving_upstream() as upstream:
        settings = Settings(openai_base_url=upstream.url("evaluation"))
        found = await evaluated(database_url, settings, MOOD, budget="0")
        assert upstream.calls == []
        assert (found.live[MOOD].left_out, found.live[MOOD].asked) == (1, 0)


@pytest.mark.parametrize(("tier", "reasoning"), [(ModelTier("precision"), 0), (ModelTier("rapid"), 0)])
def test_a_price_is_expected_by_the_recorded_answers_tokens(tier: ModelTier, reasoning: int) -> None:
    choice = choose_model("deep_analysis", tier)
    row = Generation(input_tokens=1_000_000, output_tokens=0)
    assert expected_cost(row, choice) > reasoning
    assert expected_cost(None, choice) == 0


def test_a_price_nobody_knows_makes_the_sum_unknown() -> None:
    figures = TaskFigures()
    figures.pay(Decimal(1))
    assert figures.cost_usd == 1
    figures.pay(None)
    figures.pay(Decimal(1))
    assert figures.cost_usd is None


def test_words_are_counted_wherever_they_stand() -> None:
    assert words_of({"a": "two words", "b": ["one"], "c": 3, "d": {"e": None}}) == 3
