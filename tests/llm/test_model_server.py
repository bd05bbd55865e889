"""The circuit opens after repeated failures, lets one probe through, and closes with the first answer."""

import pytest

from app.errors import DeadlineExceeded, ModelFailed, ModelFailure, ModelUnavailable
from app.llm.model_server import APPOINTED_SECONDS, FIRST_PAUSE, MAX_PAUSE, ModelServer

DEAD = ModelUnavailable("unreachable")
FAILURES = 3


class Clock:
    """Moved by hand, and by those who sleep."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def _circuit_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.llm.model_server.FAILURES_TO_OPEN", FAILURES)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> ModelServer:
    return ModelServer(now=lambda: clock.now, sleep=clock.sleep)


def fail(server: ModelServer, times: int = FAILURES, failure: ModelFailure = DEAD) -> None:
    for _ in range(times):
        server.note_failure(failure, is_probe=server.admit())


def test_it_opens_after_failures_in_a_row(server: ModelServer) -> None:
    fail(server, FAILURES - 1)
    server.note_answer()
    fail(server, FAILURES - 1)
    states = [server.state]
    fail(server, 1)
    assert [*states, server.state] == ["closed", "open"]
    with pytest.raises(ModelUnavailable) as caught:
        server.admit()
    assert (caught.value.reason, caught.value.retry_after) == ("circuit_open", FIRST_PAUSE)


def test_an_answer_that_is_no_good_is_an_answer(server: ModelServer) -> None:
    fail(server, 10, ModelFailed("refused"))
    assert (server.state, server.last_failure) == ("closed", "refused")


def test_one_probe_at_a_time_is_admitted_after_the_pause(server: ModelServer, clock: Clock) -> None:
    fail(server)
    clock.now += FIRST_PAUSE
    assert server.state == "half_open"
    assert server.admit() is True
    with pytest.raises(ModelUnavailable):
        server.admit()
    server.note_answer()
    assert (server.state, server.admit()) == ("closed", False)


def test_a_failed_probe_says_that_the_circuit_is_open_and_doubles_the_pause(server: ModelServer, clock: Clock) -> None:
    fail(server)
    pauses = []
    for _ in range(6):
        clock.now += server.seconds_to_wait
        seen = server.note_failure(DEAD, is_probe=server.admit())
        assert seen.reason == "circuit_open"
        pauses.append(server.seconds_to_wait)
    assert pauses == [20.0, 40.0, 80.0, MAX_PAUSE, MAX_PAUSE, MAX_PAUSE]


def test_a_server_that_says_when_to_come_back_is_asked_then(server: ModelServer) -> None:
    fail(server, failure=ModelUnavailable("loading", "", 45.0))
    assert server.seconds_to_wait == 45.0


def test_a_cancelled_probe_leaves_its_place_to_the_next(server: ModelServer, clock: Clock) -> None:
    fail(server)
    clock.now += FIRST_PAUSE
    server.note_cancelled(is_probe=server.admit())
    assert server.admit() is True


def test_a_slow_answer_is_no_reason_to_wait_for_the_server(server: ModelServer, clock: Clock) -> None:
    fail(server, 10, DeadlineExceeded())
    states = [server.state]
    fail(server)
    clock.now += FIRST_PAUSE
    assert server.note_failure(DeadlineExceeded(), is_probe=server.admit()).reason == "deadline"
    assert [*states, server.state] == ["closed", "open"]


async def test_of_those_who_wait_one_is_let_go_to_make_the_probe(server: ModelServer, clock: Clock) -> None:
    fail(server)
    await server.wait()
    assert sum(clock.slept) == FIRST_PAUSE
    clock.slept.clear()
    await server.wait()  # the first one never called, so after a while somebody else may
    assert sum(clock.slept) == APPOINTED_SECONDS
    server.note_answer()
    clock.slept.clear()
    await server.wait()
    assert clock.slept == []
