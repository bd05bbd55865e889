"""The tiers are the blocks of the data file, in its order."""

from app.llm.model_grids import load_grids
from app.settings import Settings
from app.tiers import DEFAULT_TIER, ModelTier


def test_each_block_of_the_file_is_a_tier() -> None:
    assert list(ModelTier) == list(load_grids().tiers) == ["precision", "balanced", "rapid"]


def test_the_first_is_that_of_a_service_whose_settings_name_none() -> None:
    assert Settings.model_fields["model_tier"].default is DEFAULT_TIER is ModelTier("precision")
