"""What the demo shows in the end."""

import io
from decimal import Decimal
from typing import Any

from rich.console import Console, RenderableType

from app.llm.model_tier import ModelTier
from app.pipeline.reports.savings import TierCost
from app.terminal import summary


def shown(what: RenderableType) -> str:
    said = io.StringIO()
    Console(file=said, width=80).print(what)
    return said.getvalue()


def test_risk_names_the_visits_of_each_state_the_gravest_first() -> None:
    items = [{"session_id": str(n), "state": state} for n, state in enumerate(("not_assessed", "disclosed", None), 1)]
    told = summary.summarise_risk(items, {"1": 1, "2": 2, "3": 3})
    assert told == "disclosed in visit 2; not assessed in visit 1; not screened in visit 3"


def test_mood_is_a_line_of_bars_and_a_dot_where_it_is_not_known() -> None:
    assert summary.summarise_mood([(1, 0.0), (2, None), (3, 10.0)]) == "▁·█  from 0 to 10 of 10"
    assert "not known" in summary.summarise_mood([(1, None)])


def test_a_note_shows_two_statements_with_the_words_under_them() -> None:
    lines = [{"text": f"Statement {number}."} for number in range(4)]
    places = [(number, at) for number in range(4) for at in range(2)]
    evidence: list[dict[str, Any]] = [{"path": f"/lines/{n}/evidence/{at}", "quote": f"Words {n}."} for n, at in places]
    said = shown(summary.render_note_summary({"note": {"lines": lines}, "evidence": evidence}, 10))
    for part in ("visit 10", "2 of 4", "Statement 0.", "“Words 0.”", "Statement 2.", "“Words 2.”"):
        assert part in said
    assert "Statement 1." not in said


def test_a_note_without_words_shows_none() -> None:
    assert "0 of 0" in shown(summary.render_note_summary({"note": {}, "evidence": []}, 1))


def test_each_tier_has_its_price_and_what_it_saves() -> None:
    costs = [
        TierCost(ModelTier("precision"), (Decimal("0.5"),), (Decimal(0),)),
        TierCost(ModelTier("rapid"), (Decimal("0.03"),), (Decimal("0.94"),)),
        TierCost(ModelTier("balanced"), (None,), (None,)),
    ]
    assert summary.summarise_tier_costs(costs) == "precision $0.50, rapid $0.03 (94% less), balanced not known"
