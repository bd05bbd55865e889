"""The tiers, as app/llm/model_grids.json lists them: one block of data each."""

import json
from enum import StrEnum
from importlib.resources import files
from typing import Any


def _listed() -> list[str]:
    file: dict[str, Any] = json.loads(files("app").joinpath("llm", "model_grids.json").read_bytes())
    return list(file["tiers"])


class ModelTier(StrEnum):
    """What a caller asks for. A tier's name model answers its hardest task; lighter tasks get lighter models."""

    vars().update({name.upper(): name for name in _listed()})


DEFAULT_TIER = next(iter(ModelTier))
"""The first in the file: that of a service whose settings name none, and what savings are compared with."""
