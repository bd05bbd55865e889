"""What is asked of a model server to see whether it is fit, over a real connection."""

import itertools
from dataclasses import replace
from typing import Any

import pytest
from support.fake_model_server import FakeModelServer, dialect_of, serving
from support.tables import each_row

from app.errors import ModelFailure
from app.llm.clients import AsyncOpenAI, build_async_client
from app.llm.endpoint import Dialect, Endpoint
from app.llm.model_config import choose_by_grade
from app.llm.model_tier import Grade, ModelTier
from app.llm.prices import Usage
from app.llm.server_probe import PROBE, ProbeAnswer, ask_question, find_context, list_models
from app.settings import Settings

LOCAL = choose_by_grade(PROBE, ModelTier("rapid"), Grade.EXTRACT, local_model="local")


def client_of(server: FakeModelServer) -> AsyncOpenAI:
    return build_async_client(Settings(_env_file=None, openai_base_url=server.url))


async def ask(server: FakeModelServer, dialect: Dialect = "json_schema", **more: Any) -> ProbeAnswer:
    settings = Settings(_env_file=None, openai_base_url=server.url, openai_model="local")
    endpoint = replace(Endpoint.reached_by(server.url, settings), dialect=dialect)
    seconds = itertools.count(0.0, 2.0)
    async with build_async_client(settings) as client:
        return await ask_question(client, endpoint, LOCAL, seconds=30.0, clock=lambda: next(seconds), **more)


@each_row("dialect", ["json_schema", "json_object", "plain", "responses"])
async def test_the_question_is_asked_in_a_dialect_and_its_answer_checked(dialect: Dialect) -> None:
    async with serving(FakeModelServer(knows=(dialect,))) as server:
        answer = await ask(server, dialect)
        assert (answer.failure, answer.seconds, answer.usage) == (None, 2.0, Usage(50, 0, 80))
        assert dialect_of(server.requests[0]) == dialect
    async with serving(FakeModelServer(knows=())) as server:
        failure = (await ask(server, dialect)).failure
        assert failure is not None
        assert failure.reason == ("no_responses_api" if dialect == "responses" else "malformed")


async def test_the_prompt_alone_does_not_tell_what_the_schema_wants() -> None:
    async with serving(FakeModelServer()) as server:
        await ask(server)
        assert "code" not in str(server.requests[0]["messages"])


async def test_the_pieces_of_a_streamed_answer_are_counted() -> None:
    async with serving(FakeModelServer()) as server:
        assert (await ask(server, stream=True)).pieces > 1
    async with serving(FakeModelServer(streams=False)) as server:
        assert (await ask(server, stream=True)).pieces <= 1


async def test_a_parameter_that_the_server_refuses_is_left_out() -> None:
    async with serving(FakeModelServer(refuses=("max_tokens", "store"))) as server:
        assert (await ask(server)).failure is None
        assert len(server.requests) == 3


async def test_a_server_that_fails_is_a_value() -> None:
    async with serving(FakeModelServer(error=(503, "Loading model"))) as server:
        failure = (await ask(server)).failure
    assert failure is not None
    assert failure.reason == "loading"
    unreachable = (await ask(server)).failure  # it has gone by now
    assert unreachable is not None
    assert unreachable.reason == "unreachable"


async def test_the_models_are_those_that_the_server_lists() -> None:
    named = FakeModelServer(models=("a", "b\x1b[31m", "c"))
    async with serving(named) as server, client_of(server) as client:
        assert (await list_models(client)).names == ("a", "c")
    aliased = FakeModelServer(models=("a",), listed={"aliases": ["a", "b", 7]})
    async with serving(aliased) as server, client_of(server) as client:
        assert (await list_models(client)).names == ("a", "b")
    async with serving(FakeModelServer(models=None)) as server, client_of(server) as client:
        with pytest.raises(ModelFailure):
            await list_models(client)


CONTEXTS: list[tuple[dict[str, Any], dict[str, Any], int | None]] = [
    ({"max_model_len": 32768}, {}, 32768),
    ({"meta": {"n_ctx": 8192, "n_ctx_train": 131072}}, {}, 8192),
    ({"meta": {"n_ctx_train": 131072}}, {"/props": {"default_generation_settings": {"n_ctx": 16384}}}, 16384),
    ({}, {"/api/ps": {"models": [{"name": "x"}, {"name": "local", "context_length": 4096}]}}, 4096),
    ({}, {"/api/v0/models": {"data": [{"id": "local", "loaded_context_length": 4096}]}}, 4096),
    ({}, {"/api/ps": {"models": [{"name": "x", "context_length": 1}, {"name": "y", "context_length": 2}]}}, None),
    ({"context_length": "many"}, {"/props": {"default_generation_settings": None}}, None),
]


@each_row(("listed", "native", "tokens"), CONTEXTS)
async def test_the_context_is_read_where_a_server_tells_it(
    listed: dict[str, Any], native: dict[str, Any], tokens: int | None
) -> None:
    async with serving(FakeModelServer(listed=listed, native=native)) as server, client_of(server) as client:
        models = await list_models(client)
        assert await find_context(client, models, "local") == tokens
        assert await find_context(client, None, "local") == (tokens if native else None)
