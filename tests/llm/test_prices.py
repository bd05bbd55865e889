"""Money comes from real usage, as decimals; what is not known is not called nothing."""

from decimal import Decimal

from support.tables import each_row

from app.llm.prices import Usage, call_price, decimal_string, list_price, sum_of_costs

MILLION = 1_000_000


def test_a_call_costs_what_its_tokens_cost() -> None:
    usage = Usage(input_tokens=10_000, cached_input_tokens=4_000, output_tokens=1_000, reasoning_tokens=600)
    expected = Decimal(6_000) * Decimal("1.75") + Decimal(4_000) * Decimal("0.175") + Decimal(1_000) * 14
    assert call_price(usage, "gpt-5.2", "default", "openai") == expected / MILLION


def test_reasoning_tokens_are_inside_the_output_and_not_billed_twice() -> None:
    thinking, silent = Usage(output_tokens=100, reasoning_tokens=90), Usage(output_tokens=100)
    assert call_price(thinking, "gpt-5.2", None, "openai") == call_price(silent, "gpt-5.2", None, "openai")


@each_row("model", ["gpt-5.2", "gpt-5", "gpt-5-nano", "gpt-6-luna", "gpt-6.1-sol", "gpt-6.1-terra"])
def test_flex_costs_half(model: str) -> None:
    usage = Usage(input_tokens=1_000, output_tokens=1_000)
    standard, flex = (call_price(usage, model, tier, "openai") for tier in ("default", "flex"))
    assert standard is not None
    assert flex == standard / 2


def test_a_dated_model_costs_what_its_family_costs() -> None:
    usage = Usage(input_tokens=1_000)
    assert call_price(usage, "gpt-5-nano-2025-08-07", None, "openai") == call_price(usage, "gpt-5-nano", None, "openai")


def test_a_price_is_a_decimal() -> None:
    assert type(call_price(Usage(input_tokens=1), "gpt-5.2", None, "openai")) is Decimal


@each_row(
    ("usage", "model"),
    [
        (None, "gpt-5.2"),
        (Usage(input_tokens=1), None),
        (Usage(input_tokens=1), "gemma-3"),
        (Usage(input_tokens=1, cached_input_tokens=2), "gpt-5.2"),
        (Usage(input_tokens=-1), "gpt-5.2"),
    ],
)
def test_what_cannot_be_known_is_unknown(usage: Usage | None, model: str | None) -> None:
    assert call_price(usage, model, "default", "compatible") is None


def test_only_the_offline_engine_is_free() -> None:
    assert call_price(Usage(input_tokens=1_000), "offline", "default", "offline") == 0
    assert call_price(None, None, None, "offline") == 0


def test_a_sum_with_an_unknown_part_is_unknown() -> None:
    assert sum_of_costs([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.3")
    assert sum_of_costs([Decimal("0.1"), None]) is None
    assert sum_of_costs([]) == 0


def test_usage_adds_up() -> None:
    assert Usage(1, 2, 3, 4) + Usage(10, 20, 30, 40) == Usage(11, 22, 33, 44)


@each_row(
    ("model", "listed"),
    [
        ("gpt-5.2", ("1.75", "0.175", "14")),
        ("gpt-5", ("1.25", "0.125", "10")),
        ("gpt-5-mini", ("0.25", "0.025", "2")),
        ("gpt-5-nano", ("0.05", "0.005", "0.4")),
        ("gpt-6.1-terra", ("1", "0.05", "5")),
        ("gpt-6-luna", ("0.1", "0.01", "0.5")),
        ("gpt-6.1-sol", ("2", "0.1", "10")),
    ],
)
def test_the_list_prices_are_the_published_ones(model: str, listed: tuple[str, str, str]) -> None:
    assert list_price(model) == dict(zip(("input", "cached_input", "output"), listed, strict=True))


def test_an_unlisted_model_has_no_list_price() -> None:
    assert list_price("gemma-3") is None


@each_row(
    ("value", "written"),
    [("0.000182", "0.000182"), ("14.00", "14"), ("1E+3", "1000"), ("0", "0"), ("1E-7", "0.0000001")],
)
def test_a_decimal_is_written_plainly(value: str, written: str) -> None:
    assert decimal_string(Decimal(value)) == written
