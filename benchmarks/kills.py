"""Two hundred kills, and a database that is away for 45 seconds: the tests of `make prove`, with more of everything.

`python -m benchmarks.kills [KILLS]`. Reach: every run ends, versions are 1…n, and nothing is asked again but what was
in flight; the tests say so, and print how much that was. It takes about two seconds a kill.
"""

import os
import sys
from pathlib import Path

import pytest

KILLS = "200"
AWAY_SECONDS = "45"
TESTS = Path(__file__).parents[1] / "tests"


def main() -> None:
    """Run the tests, and leave with their exit code."""
    os.environ["KILLS"] = sys.argv[1] if len(sys.argv) > 1 else KILLS
    os.environ["AWAY_SECONDS"] = AWAY_SECONDS
    tests = [str(TESTS / "prove" / f"test_{name}.py") for name in ("random_kills", "database_outages")]
    sys.exit(pytest.main(["-p", "no:xdist", "-rP", *tests]))


if __name__ == "__main__":
    main()
