"""A progress note of quotations: whole sentences of the patient's under the parts, and the tasks that were set.

What the therapist did, how the patient answered to it and what it all comes to is not for plain code to say.
"""

from typing import Any

from app.offline.answers.topic_extraction import action_items
from app.offline.patient_statements import Kind, add_label, choose_weightiest_sentences, extract_patient_statements
from app.offline.prompt import Prompt
from app.offline.quoting import cite_sentence, drop_duplicate_texts

FIELDS = frozenset({"statements", "interventions", "assessment"})
MAX_PER_PART = 4
SAYS = "Patient said"
PARTS = {
    "reported": (Kind.BETTER, Kind.SKILL, Kind.CHANGED, Kind.DONE, Kind.SEEN, Kind.HARD, Kind.ON_MIND),
    "goals": (Kind.WANTED,),
}


def answer(prompt: Prompt) -> dict[str, Any] | None:
    """Return the note, or None if the patient says nothing about themselves that can be quoted whole."""
    said = extract_patient_statements(prompt)
    statements = [
        {"part": part, "evidence": [cite_sentence(one.sentence)], "text": add_label(SAYS, one.text)}
        for part, kinds in PARTS.items()
        for one in choose_weightiest_sentences([one for one in said if one.kind in kinds], MAX_PER_PART)
    ]
    statements += [
        {
            "part": "homework_set",
            "evidence": [{name: item[name] for name in ("segment", "quote")}],
            "text": item["text"],
        }
        for item in action_items(prompt)
    ]
    return (
        {"statements": drop_duplicate_texts(statements), "interventions": [], "assessment": []} if statements else None
    )
