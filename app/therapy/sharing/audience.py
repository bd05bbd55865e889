"""Who reads what a generator writes, and what is withheld from them: one table, in rules.json."""

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Audience(StrEnum):
    """Whom a result is written for. `SHAREABLE`: the patient, and whoever they show it to."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    SHAREABLE = "shareable"


class Reason(StrEnum):
    """Why a sentence is withheld; `dropped` says it as withheld_crisis and so on."""

    CRISIS = "crisis"
    NAME = "name"
    DIAGNOSIS = "diagnosis"
    INTERPRETATION = "interpretation"
    JARGON = "jargon"
    QUANTITY = "quantity"
    ROOM = "room"

    @property
    def code(self) -> str:
        """The reason as `dropped` names it."""
        return f"withheld_{self.value}"


class When(StrEnum):
    """When a rule holds."""

    ALWAYS = "always"
    UNLESS_SAID = "unless_said"
    UNLESS_TOLD = "unless_told"
    IN_PROGRESS = "in_progress"
    SCENES = "scenes"


class Place(StrEnum):
    """Where a text stands: in the letter, in the journey, or in a part of the bridge."""

    LETTER = "letter"
    JOURNEY = "journey"
    TOPIC = "topic"
    PROGRESS = "progress"
    PREPARATION = "preparation"

    @property
    def audience(self) -> Audience:
        """Who reads it there."""
        return Audience.PATIENT if self in {Place.LETTER, Place.JOURNEY} else Audience.SHAREABLE


Rules = Mapping[Reason, When]


@cache
def withholding_rules(audience: Audience) -> Rules:
    """What is withheld from an audience, the weightiest reason first."""
    table = json.loads((files(__package__) / "rules.json").read_text(encoding="utf-8"))
    return {Reason(reason): When(when) for reason, when in table[audience].items()}
