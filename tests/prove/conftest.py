"""The proof: real processes and kills, a browser, corpora, model servers, small runs of the benchmarks.

`make prove` runs all of it, `make prove ARGS=--quick` the tests marked `quick`. Bare `pytest` collects none of it.
"""

import pytest
from support.service_fixtures import beside, engine_as_new, served, service, shared

__all__ = ["beside", "engine_as_new", "served", "service", "shared"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--quick", action="store_true", help="run only the tests marked quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--quick"):
        return
    left_out = [item for item in items if item.get_closest_marker("quick") is None]
    items[:] = [item for item in items if item.get_closest_marker("quick")]
    config.hook.pytest_deselected(items=left_out)
