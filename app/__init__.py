"""TheraBridge AI: the AI generation service of a psychotherapy platform."""

__version__ = "0.1.0"
