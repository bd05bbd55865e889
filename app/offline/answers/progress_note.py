"""A progress note of quotations: whole sentences of the patient's under the parts, and the tasks that were set.

What the therapist did, how the patient answered to it and what it all comes to is not for plain code to say.
"""

from typing import Any

from app.offline.answers.topic_extraction import action_items
from app.offline.patient_statements import Kind, said_by_patient, weightiest_sentences, with_label
from app.offline.prompt import Prompt
from app.offline.quoting import quotation_of, said_once

FIELDS = frozenset({"statements", "interventions", "assessment"})
MAX_PER_PART = 4
SAYS = "Patient said"
PARTS = {
    "reported": (Kind.BETTER, Kind.SKILL, Kind.CHANGED, Kind.DONE, Kind.SEEN, Kind.HARD, Kind.ON_MIND),
    "goals": (Kind.WANTED,),
}


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """The note; None where the patient says nothing of themselves that can be quoted whole."""
    said = said_by_patient(prompt)
    statements = [
        {"part": part, "evidence": [quotation_of(one.sentence)], "text": with_label(SAYS, one.text)}
        for part, kinds in PARTS.items()
        for one in weightiest_sentences([one for one in said if one.kind in kinds], MAX_PER_PART)
    ]
    statements += [
        {
            "part": "homework_set",
            "evidence": [{name: item[name] for name in ("segment", "quote")}],
            "text": item["text"],
        }
        for item in action_items(prompt)
    ]
    return {"statements": said_once(statements), "interventions": [], "assessment": []} if statements else None
