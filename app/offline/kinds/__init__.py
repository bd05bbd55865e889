"""The kinds of things that a sentence may say of its speaker, a file a kind: the cues by which it says so itself."""
