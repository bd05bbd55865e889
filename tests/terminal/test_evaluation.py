"""A model measured on the sample patient, beside what is recorded."""

from decimal import Decimal

from support import recorded_moods

from app.llm.model_tier import ModelTier
from app.settings import Settings
from app.terminal.evaluation import Evaluation, EvaluationTerms, evaluate
from app.terminal.visit_walk import sample_history

MOOD = ("mood_analysis",)


async def evaluated(url: str, settings: Settings, tasks: tuple[str, ...] = MOOD, budget: str = "1") -> Evaluation:
    terms = EvaluationTerms(ModelTier.RAPID, Decimal(budget), tasks)
    with recorded_moods.playing(recorded_moods.recorded()):
        return await evaluate(settings, url, terms, sample_history()[:1], lambda _: None)
