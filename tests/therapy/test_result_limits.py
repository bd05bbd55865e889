"""The built-in engine keeps to the limits of the output types, because both read them from one place."""

from app.generators.wave_3 import session_bridge_generator
from app.offline.answers import session_bridge_generation
from app.therapy import result_limits


def test_both_sides_have_the_same_limits() -> None:
    assert session_bridge_generator.MAX_SHARED == session_bridge_generation.MAX_SHARED == result_limits.BRIDGE_SHARED


def test_every_limit_is_a_positive_number() -> None:
    limits = {name: value for name, value in vars(result_limits).items() if name.isupper()}
    assert len(limits) > 15
    assert [name for name, value in limits.items() if not (isinstance(value, int) and value > 0)] == []
