"""`therabridge doctor`: is the configured model server fit, and what to set."""

import itertools
from typing import Any
from unittest import mock

from support.both_clients import Upstream, serve_on_socket
from support.fake_model_server import FakeModelServer, serving
from support.inline_command import run_command
from support.tables import each_row

from app.llm.prices import Usage
from app.llm.server_probe import ProbeAnswer
from app.settings import Settings
from app.terminal.doctor import Diagnosis, describe_speed, diagnose, shown_address

KEY = "sk-zwiebel"
MAX_ROWS = 10


async def examined(server: FakeModelServer, **changed: Any) -> Diagnosis:
    values = {"openai_base_url": server.url, "openai_model": "local", "model_context_tokens": 32768, **changed}
    seconds = itertools.count(0.0, 2.0)
    return await diagnose(Settings(_env_file=None, **values), lambda: next(seconds))


def cells(found: Diagnosis) -> dict[str, str]:
    assert len(found.rows) == len(dict(found.rows)) <= MAX_ROWS
    return dict(found.rows)


async def test_a_server_that_keeps_to_the_schema_is_fit() -> None:
    async with serving(FakeModelServer(listed={"max_model_len": 65536})) as server:
        found = await examined(server)
    assert (found.code, found.verdict) == (0, "Fit: local answers in json_schema.")
    assert found.settings == [
        f"OPENAI_BASE_URL={server.url}", "OPENAI_MODEL=local", "OPENAI_DIALECT=json_schema",
        "MODEL_CONTEXT_TOKENS=32768",
    ]  # fmt: skip
    told = cells(found)
    assert told["models"] == "local listed, of 1"
    assert told["json_schema"] == "valid, 2.0 s (configured)"
    assert told["json_object"] == told["plain"] == told["responses"] == "valid, 2.0 s"
    assert told["speed"] == "40 tokens/s (80 in 2.0 s), usage is reported"
    assert told["context"] == "65,536 tokens"
    assert "pieces" in told["streaming"]


CASES: list[tuple[dict[str, Any], dict[str, Any], int, str]] = [
    ({"knows": ("plain",)}, {}, 1, "change OPENAI_DIALECT"),
    ({"knows": ("plain",)}, {"openai_dialect": "plain"}, 0, "answers in plain"),
    ({"knows": ("responses",)}, {}, 1, "change OPENAI_DIALECT"),
    ({"knows": ("responses",)}, {"openai_dialect": "responses"}, 0, "answers in responses"),
    ({"knows": ("plain",)}, {"openai_dialect": "responses"}, 1, "change OPENAI_DIALECT"),
    ({"models": ("qwen",), "only_these": True}, {}, 1, "change OPENAI_MODEL"),
    ({"models": ("a", "b"), "only_these": True}, {}, 1, "model_not_found"),
    ({"models": ("qwen",)}, {}, 0, "Fit"),
    ({"models": None}, {}, 0, "Fit"),
    ({"listed": {"max_model_len": 8192}}, {}, 1, "change MODEL_CONTEXT_TOKENS"),
    ({"listed": {"max_model_len": 2048}}, {}, 3, "the context has to hold 4,000 tokens"),
    ({"error": (401, "Incorrect API key")}, {}, 1, "Check OPENAI_API_KEY"),
    ({"error": (404, "Not Found")}, {}, 1, "Check OPENAI_BASE_URL"),
    ({"error": (503, "Loading model")}, {}, 2, "loading"),
    ({"error": (400, "no")}, {}, 3, "no dialect gives a valid answer"),
    ({"error": (500, "grammar")}, {}, 3, "no dialect gives a valid answer"),
    ({"knows": ()}, {}, 3, "no dialect gives a valid answer"),
    ({"usage": None, "streams": False, "refuses": ("store",)}, {}, 0, "Fit"),
]


@each_row(("server", "changed", "code", "said"), CASES)
async def test_the_exit_code_and_the_last_line_say_what_is_wrong(
    server: dict[str, Any], changed: dict[str, Any], code: int, said: str
) -> None:
    async with serving(FakeModelServer(**server)) as started:
        found = await examined(started, openai_api_key=KEY, **changed)
    assert (found.code, said in found.verdict) == (code, True), found
    assert KEY not in str(found)
    cells(found)


async def test_what_a_server_lacks_is_told() -> None:
    async with serving(
        FakeModelServer(usage=None, streams=False, refuses=("store",), knows=("json_object",))
    ) as server:
        told = cells(await examined(server, openai_dialect="json_object"))
    assert "no usage is reported" in told["speed"]
    assert told["streaming"].startswith("in one piece")
    assert told["left out"] == "store"
    assert told["json_schema"] == "malformed, 2.0 s"


async def test_a_server_that_is_not_there_is_asked_once() -> None:
    async with serving(FakeModelServer()) as server:
        pass
    found = await examined(server)
    assert (found.code, [name for name, _ in found.rows]) == (2, ["server"])
    assert "OPENAI_BASE_URL" in found.verdict


async def test_without_a_server_the_offline_engine_is_named() -> None:
    found = await diagnose(Settings(_env_file=None))
    assert found.code == 1
    assert "built-in offline engine" in found.verdict


async def test_the_offline_engine_on_a_socket_is_recognised() -> None:
    with serve_on_socket(Upstream()) as url:
        found = await diagnose(Settings(_env_file=None, openai_base_url=url))
    assert (found.code, "built-in offline engine" in found.verdict) == (0, True)


async def test_openai_is_asked_in_its_two_dialects_by_the_models_of_the_tier() -> None:
    async with serving(FakeModelServer(models=("gpt-5-nano",))) as server:
        with mock.patch.dict("app.llm.endpoint._ENGINES", {server.url: "openai"}):
            found = await examined(server, openai_dialect="responses", openai_model=None)
    told = cells(found)
    assert {"responses", "json_schema"} <= told.keys()
    assert not {"json_object", "plain"} & told.keys()
    assert "not among those listed: gpt-5-nano" in told["models"]
    assert found.settings == ["OPENAI_DIALECT=responses", "MODEL_CONTEXT_TOKENS=32768"]
    assert all(request["store"] is False for request in server.requests)


async def test_the_command_prints_a_table_the_settings_and_a_last_line() -> None:
    async with serving(FakeModelServer(knows=("json_object",), listed={"max_model_len": 128_000})) as server:
        url = server.url.replace("http://", f"http://user:{KEY}@")
        environment = {"OPENAI_BASE_URL": url, "OPENAI_MODEL": "local", "OPENAI_API_KEY": KEY}
        ended = await run_command("doctor", **environment)
    lines = ended.out.strip().splitlines()
    assert (ended.code, ended.err) == (1, "")
    assert "OPENAI_DIALECT=json_object" in lines
    assert lines[-1] == "Not fit as it is set: change OPENAI_DIALECT as above."
    assert KEY not in ended.out
    settings = await run_command("doctor", OPENAI_DIALECT="zwiebel")
    assert (settings.code, "OPENAI_DIALECT" in settings.err) == (1, True)


def test_an_address_is_shown_without_its_password() -> None:
    assert shown_address("http://u:p@h:1/v1/?key=k") == "http://h:1/v1"


def test_speed_counts_the_tokens_that_the_server_counts() -> None:
    assert describe_speed(ProbeAnswer(2.0, usage=Usage(5, 0, 80))).startswith("40 tokens/s (80 in 2.0 s)")
    assert describe_speed(ProbeAnswer(0.0, text="one two")).startswith("2000 tokens/s")
