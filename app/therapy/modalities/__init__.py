"""The technique library's data: one file per modality, definitions of our own. A new modality is a new file."""
