"""What a generator's result is to the rest of the service, as values that its class declares."""

from dataclasses import dataclass
from enum import StrEnum


class ResultUse(StrEnum):
    """What other generations and the service take from a result. Each is provided by one generator."""

    ROLES = "roles"
    """Who is therapist and who is patient."""
    RISK_STATE = "risk_state"
    """The risk state of the visit; it decides whether patient-facing results are held."""
    FINDINGS = "findings"
    """What later visits remember of the visit."""
    BREAKTHROUGH = "breakthrough"
    """Whether the visit had one; a memory keeps such visits longer."""
    MOOD_SCORE = "mood_score"
    """One point of the trend over visits."""
    AGREED_TASKS = "agreed_tasks"
    """What therapist and patient agreed to do until the next visit."""
    ADVICE = "advice"
    """Recommendations to the patient."""
    HISTORY = "history"
    """The account of all visits so far, from which the next one continues."""
    PROGRESS_NOTE = "progress_note"
    """The clinician's note, which is filed per format, as versions of the visit's note."""


class Parameter(StrEnum):
    """Parameters of a generator's endpoint beside those of every endpoint."""

    NOTE_FORMAT = "note_format"
    """How a note's sections are named and ordered."""
    STRATEGY = "strategy"
    """How earlier visits are compacted."""
    COMPLETED_TASKS = "completed_tasks"
    """What the patient ticked off between visits."""


@dataclass(frozen=True, slots=True)
class PatientDocument:
    """A result that is kept as numbered versions of one document per patient.

    `key` names its tables: `patient_{key}`, `{key}_versions`, and the column `{key}_version_id` of
    `generation_metadata`. `name` is its noun in the names of API operations and on the page, `field` the key of its
    content in responses.
    """

    key: str
    name: str
    field: str
