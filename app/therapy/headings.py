"""The five parts of Your Journey: the key of each, by which screens know it, and a heading for the patient."""

HEADINGS = {
    "Clinical Progress": "What has changed",
    "Therapeutic Strategies": "What helps you",
    "Identified Patterns": "What keeps coming back",
    "Current Treatment Focus": "What you are working on",
    "Long-term Goals": "What you want",
}
"""In the order of a page. A model may word a heading of its own; these stand where it may not be shown."""
