"""What may be shared with a patient on their pages: plain code, no I/O. The words it knows are English."""
