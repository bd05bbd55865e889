"""How much a benchmark measures: everything, or with `--small` only enough to see that it works."""

import sys
from typing import TypeVar

SMALL = "--small" in sys.argv
T = TypeVar("T")


def scaled(whole: T, small: T) -> T:
    """The small amount where the command line says --small."""
    return small if SMALL else whole
