"""Recorded work re-priced by hand: dollars per million tokens as the price lists of 2026 have them."""

from datetime import date
from decimal import Decimal

import pytest

from app.llm.model_tier import Grade, ModelTier
from app.pipeline.reports.savings import COLUMNS, REASONING_TOKENS, known_work, savings_by_tier
from app.store.ledger import RecordedCall

BEFORE, AFTER = date(2026, 12, 10), date(2026, 12, 11)
DEEP = RecordedCall(
    "deep_analysis", input_tokens=10_000, cached_input_tokens=4_000, output_tokens=2_000, reasoning_tokens=500
)
MOOD = RecordedCall("mood_analysis", input_tokens=2_000, cached_input_tokens=0, output_tokens=100, reasoning_tokens=0)
PRECISION, BALANCED, RAPID = ModelTier
MILLION = Decimal(1_000_000)


def dollars(inputs: int, cached: int, outputs: int, prices: tuple[str, str, str]) -> Decimal:
    """Tokens at a price per million of each kind; `inputs` are those that no cache held."""
    counts = zip((inputs, cached, outputs), prices, strict=True)
    return sum((count * Decimal(each) for count, each in counts), Decimal(0)) / MILLION


# Fresh input, cached input, output.
GPT_5_2, GPT_5, GPT_5_MINI = ("1.75", "0.175", "14"), ("1.25", "0.125", "10"), ("0.25", "0.025", "2")
NANO, TERRA, LUNA = ("0.05", "0.005", "0.4"), ("1", "0.05", "5"), ("0.1", "0.01", "0.5")
SILENT, LOW = 1_500, 1_500 + REASONING_TOKENS[Grade.REASON]
"""Tokens written by a deep analysis: 500 of the 2,000 recorded ones were thought, and are not carried over."""


@pytest.mark.parametrize(
    ("day", "tier", "prices", "written"),
    [
        (BEFORE, PRECISION, GPT_5_2, SILENT),
        (BEFORE, BALANCED, GPT_5, SILENT),
        (BEFORE, RAPID, GPT_5_MINI, SILENT),
        (AFTER, PRECISION, GPT_5_2, SILENT),
        (AFTER, BALANCED, TERRA, LOW),
        (AFTER, RAPID, LUNA, SILENT),
    ],
)
def test_a_deep_analysis_costs_what_its_tiers_model_asks(
    day: date, tier: ModelTier, prices: tuple[str, str, str], written: int
) -> None:
    row = {cost.tier: cost for cost in savings_by_tier([DEEP], day)}[tier]
    standard = dollars(10_000, 0, written, prices)
    cached = dollars(6_000, 4_000, written, prices)
    assert row.costs == (standard, cached, cached / 2)


@pytest.mark.parametrize(("day", "small"), [(BEFORE, NANO), (AFTER, LUNA)])
def test_calls_are_added_up_and_compared_with_precision_without_cache(day: date, small: tuple[str, str, str]) -> None:
    rows = {cost.tier: cost for cost in savings_by_tier([DEEP, MOOD], day)}
    baseline = dollars(10_000, 0, SILENT, GPT_5_2) + dollars(2_000, 0, 100, small)
    assert rows[PRECISION].costs[0] == baseline
    for row in rows.values():
        assert len(row.costs) == len(COLUMNS)
        for cost, saved in zip(row.costs, row.savings, strict=True):
            assert cost is not None
            assert saved == 1 - cost / baseline
    assert rows[PRECISION].savings[0] == 0


def test_the_cheapest_column_is_flex_and_the_cheapest_tier_rapid() -> None:
    costs = [[cost or Decimal(0) for cost in row.costs] for row in savings_by_tier([DEEP, MOOD], BEFORE)]
    assert all(row == sorted(row, reverse=True) for row in costs)
    assert all(list(column) == sorted(column, reverse=True) for column in zip(*costs, strict=True))


def test_a_price_that_is_not_known_stays_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "app.pipeline.reports.savings.call_price", lambda usage, model, *_: None if model == "gpt-5" else Decimal(1)
    )
    rows = {row.tier: row for row in savings_by_tier([DEEP, MOOD], BEFORE)}
    assert rows[BALANCED].costs == rows[BALANCED].savings == (None, None, None)
    assert rows[RAPID].costs == (Decimal(2),) * 3


def test_without_a_known_baseline_nothing_is_said_to_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "app.pipeline.reports.savings.call_price", lambda usage, model, *_: None if model == "gpt-5.2" else Decimal(1)
    )
    assert {row.savings for row in savings_by_tier([DEEP], BEFORE)} == {(None, None, None)}


def test_more_cached_tokens_than_there_were_have_no_price() -> None:
    impossible = RecordedCall("mood_analysis", 100, 200, 10, 0)
    (standard, cached, _) = savings_by_tier([impossible], BEFORE)[0].costs
    assert standard is not None
    assert cached is None


def test_work_of_a_generator_that_is_gone_is_left_out() -> None:
    gone = RecordedCall("crystal_gazing", 100, 0, 10, 0)
    assert known_work([gone, MOOD]) == [MOOD]
    assert savings_by_tier([gone, MOOD], BEFORE) == savings_by_tier([MOOD], BEFORE)


def test_no_work_costs_nothing_and_saves_nothing() -> None:
    for row in savings_by_tier([], BEFORE):
        assert row.costs == (Decimal(0),) * 3
        assert row.savings == (None, None, None)
