"""The cost of a call, from real usage. Prices: genai-prices, bundled with the package, no network."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

FREE = frozenset({"offline", "recorded"})
"""Engines that ask no model."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one call as the model's server counted them. Reasoning tokens are inside `output_tokens`,
    cached ones inside `input_tokens`. `reasoning_tokens` is None where nobody knows how many there were."""

    input_tokens: int = 0
    cached_input_tokens: int = 0
    output_tokens: int = 0
    reasoning_tokens: int | None = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.cached_input_tokens + other.cached_input_tokens,
            self.output_tokens + other.output_tokens,
            _both(self.reasoning_tokens, other.reasoning_tokens),
        )


def _both(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def call_price(usage: Usage | None, model: str | None, service_tier: str | None, engine: str) -> Decimal | None:
    """US dollars for one call; 0 where no model was asked, None where usage or price is unknown, never 0 for that.

    `service_tier` is the tier that served, as the answer says it.
    """
    if engine in FREE:
        return Decimal(0)
    if usage is None or model is None:
        return None
    return _listed(usage, model, service_tier)


def load_prices() -> None:
    """Load the list of prices, which would block the event loop for half a second at the first call."""
    list_price("gpt-5")


def sum_of_costs(costs: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None when one of them is unknown."""
    known = list(costs)
    return None if any(cost is None for cost in known) else sum((c for c in known if c is not None), Decimal(0))


def _listed(usage: Usage, model: str, service_tier: str | None) -> Decimal | None:
    from genai_prices import Usage as Billed
    from genai_prices import calc_price

    context = {"service_tier": service_tier or "default"}
    try:
        billed = Billed(
            input_tokens=usage.input_tokens,
            cache_read_tokens=usage.cached_input_tokens,
            output_tokens=usage.output_tokens,
        )
        found = calc_price(billed, model_ref=model, provider_id="openai", price_context=context)
    except (LookupError, ValueError):  # unlisted, or counts that cannot be: more cached tokens than there were
        return None
    return Decimal(found.total_price)


def list_price(model: str) -> dict[str, str] | None:
    """US dollars per million tokens, as decimal strings: input, cached_input, output. None when unlisted."""
    some = 1_000  # a million at once would fall under the long-context prices
    rows = {
        "input": Usage(input_tokens=some),
        "cached_input": Usage(input_tokens=some, cached_input_tokens=some),
        "output": Usage(output_tokens=some),
    }
    found = {name: _listed(usage, model, None) for name, usage in rows.items()}
    known = {name: value * 1_000 for name, value in found.items() if value is not None}
    return {name: decimal_string(value) for name, value in known.items()} if len(known) == len(rows) else None


def decimal_string(value: Decimal) -> str:
    """A decimal as in responses: no exponent, no trailing zeros."""
    return format(value.normalize() + 0, "f")
