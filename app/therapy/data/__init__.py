"""Word lists and figures derived from public sources, each with its licence beside it."""
