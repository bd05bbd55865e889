"""What is sent to which server, and what never is."""

from datetime import date
from typing import Any

from support.tables import each_row

from app.llm.endpoint import OFFLINE_URL, OPENAI_URL, Dialect, Endpoint, safety_identifier
from app.llm.failures import SCHEMA_LENGTHS, TOKEN_LIMIT
from app.llm.model_config import ModelChoice, choose_model
from app.llm.model_tier import ModelTier
from app.settings import Settings

SCHEMA: dict[str, Any] = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
DAY = date(2026, 11, 22)
OURS = choose_model("mood_analysis", "rapid", today=DAY)
LOCAL = choose_model("mood_analysis", "rapid", local_model="gemma-3", today=DAY)
DIALECTS: list[Dialect] = ["json_schema", "json_object", "plain", "responses"]


def sent(
    endpoint: Endpoint | None = None, choice: ModelChoice = OURS, *, stream: bool = False, queued: bool = False
) -> dict[str, Any]:
    return (endpoint or Endpoint("openai")).params(choice, SCHEMA, stream=stream, queued=queued)


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


@each_row("stream", [True, False])
@each_row("choice", [OURS, LOCAL])
@each_row("dialect", DIALECTS)
def test_nothing_is_ever_stored_and_no_temperature_is_ever_sent(
    dialect: Dialect, choice: ModelChoice, stream: bool
) -> None:
    params = sent(Endpoint("compatible", dialect), choice, stream=stream)
    assert params["store"] is False
    assert "temperature" not in params


@each_row("day", [DAY, date(2026, 12, 12)])
@each_row("tier", ModelTier)
def test_a_model_of_ours_is_always_told_its_effort_and_verbosity(tier: ModelTier, day: date) -> None:
    choice = choose_model("deep_analysis", tier, today=day)
    params = sent(choice=choice)
    assert params["reasoning_effort"] == choice.effort
    assert params["verbosity"] == choice.verbosity


def test_a_local_model_is_told_nothing_that_it_may_not_know() -> None:
    params = sent(Endpoint("compatible", "json_schema", "gemma-3"), LOCAL)
    assert set(params) == {"model", "store", "response_format", "max_tokens"}


def test_every_request_limits_its_answer_by_the_name_that_the_server_knows() -> None:
    assert sent()["max_completion_tokens"] > 1_000
    assert sent(Endpoint("compatible"), LOCAL)["max_tokens"] > 1_000


def test_a_refused_parameter_is_left_out_from_then_on() -> None:
    endpoint = Endpoint("compatible")
    params = sent(endpoint, LOCAL)
    left = endpoint.forgo(params, "max_tokens")
    endpoint.remember("max_tokens")
    assert left == {
        **{k: v for k, v in params.items() if k != "max_tokens"},
        "max_completion_tokens": params["max_tokens"],
    }
    assert endpoint.forgo(left, "max_completion_tokens") == {k: v for k, v in params.items() if k != "max_tokens"}
    endpoint.remember("max_completion_tokens")
    assert endpoint.forgo(params, "reasoning_effort") is None
    assert set(sent(endpoint, LOCAL)) == {"model", "store", "response_format"}


def test_a_limit_that_is_too_high_is_left_out_under_every_name() -> None:
    endpoint = Endpoint("compatible")
    params = sent(endpoint, LOCAL)
    left = endpoint.forgo(params, TOKEN_LIMIT)
    assert left == {name: value for name, value in params.items() if name != "max_tokens"}
    endpoint.remember(TOKEN_LIMIT)
    assert "max_tokens" not in sent(endpoint, LOCAL)


def test_an_answer_takes_at_most_half_of_a_small_context() -> None:
    assert sent(Endpoint("compatible", context_tokens=8_000), LOCAL)["max_tokens"] == 4_000


def test_openai_is_never_asked_to_store() -> None:
    endpoint = Endpoint("openai")
    assert endpoint.forgo(sent(endpoint), "store") is None
    assert sent(endpoint)["store"] is False


def test_the_lengths_of_a_schema_are_left_out_together() -> None:
    text = {"type": "string", "maxLength": 4, "minLength": 1}
    schema = {"type": "object", "properties": {"maxLength": text, "b": {"type": "array", "items": text, "maxItems": 2}}}
    left = Endpoint("compatible").forgo({"response_format": {"json_schema": {"schema": schema}}}, SCHEMA_LENGTHS)
    plain = {"type": "string"}
    bare = {"type": "object", "properties": {"maxLength": plain, "b": {"type": "array", "items": plain}}}
    assert left == {"response_format": {"json_schema": {"schema": bare}}}


def test_each_dialect_asks_for_json_in_its_way() -> None:
    named = sent(Endpoint("openai", "json_schema"))["response_format"]
    assert named == {
        "type": "json_schema",
        "json_schema": {"name": "mood_analysis", "schema": SCHEMA, "strict": True},
    }
    shown = sent(Endpoint("compatible", "json_object"))["response_format"]
    assert shown == {"type": "json_object", "schema": SCHEMA}
    assert "response_format" not in sent(Endpoint("compatible", "plain"))


def test_the_schema_is_in_the_prompt_only_where_a_server_may_overlook_it_elsewhere() -> None:
    named: tuple[Dialect, ...] = ("json_schema", "responses")
    for each in named:
        assert Endpoint("openai", each).instructions("Do.", SCHEMA) == "Do."
    for dialect in ("json_object", "plain"):
        assert '"additionalProperties": false' in Endpoint("compatible", dialect).instructions("Do.", SCHEMA)


def test_the_responses_api_has_its_path_and_its_limit() -> None:
    params = sent(Endpoint("openai", "responses"), stream=True)
    assert params["path"] == "/responses"
    assert "stream_options" not in params
    assert params["max_output_tokens"] == sent()["max_completion_tokens"]
    local = Endpoint("compatible", "responses", "gemma-3")
    assert set(sent(local, LOCAL)) == {"model", "store", "response_format", "path", "max_output_tokens"}
    for refused in ("max_tokens", "max_output_tokens"):
        left = Endpoint("compatible", "responses").forgo(sent(local, LOCAL), refused)
        assert left == {k: v for k, v in sent(local, LOCAL).items() if k != "max_output_tokens"}


def test_flex_is_asked_for_in_queued_work_alone_and_only_when_it_is_wanted() -> None:
    wanted, unwanted = Endpoint("openai", flex=True), Endpoint("openai")
    assert sent(wanted, queued=True)["service_tier"] == "flex"
    assert sent(wanted)["service_tier"] == "default"
    assert sent(unwanted, queued=True)["service_tier"] == "default"


def test_a_stream_brings_its_usage() -> None:
    assert sent(stream=True)["stream_options"] == {"include_usage": True}
    assert "stream" not in sent()


def test_the_cache_key_is_one_a_task_and_names_nobody() -> None:
    assert sent()["prompt_cache_key"] == "therabridge-mood_analysis"


def test_a_safety_identifier_is_a_hash_that_stays_the_same() -> None:
    patient = "f4353c0f-174e-4301-847f-930953e39931"
    hashed = safety_identifier(patient)
    assert hashed == safety_identifier(patient) != safety_identifier(patient[::-1])
    assert not any(part in hashed for part in patient.split("-"))


@each_row(
    ("url", "engine"),
    [
        (OPENAI_URL, "openai"),
        (OPENAI_URL + "/", "openai"),
        (OFFLINE_URL, "offline"),
        ("http://localhost:8080/v1", "compatible"),
    ],
)
def test_the_engine_is_told_by_the_address(url: str, engine: str) -> None:
    assert Endpoint.reached_by(url, settings()).engine == engine


def test_a_dialect_and_a_model_of_its_own_are_a_compatible_servers_alone() -> None:
    own = settings(openai_dialect="plain", openai_model="gemma-3", use_flex=True)
    assert Endpoint.reached_by("http://localhost:8080/v1", own) == Endpoint(
        "compatible", "plain", "gemma-3", True, context_tokens=128_000
    )
    assert Endpoint.reached_by(OPENAI_URL, own) == Endpoint("openai", "json_schema", None, True)
    assert Endpoint.reached_by(OFFLINE_URL, own) == Endpoint("offline", "json_schema", None, True)


def test_openai_is_asked_by_the_responses_api_where_that_is_wanted() -> None:
    own = settings(openai_dialect="responses")
    for url in (OPENAI_URL, "http://localhost:8080/v1"):
        assert Endpoint.reached_by(url, own).dialect == "responses"
    assert Endpoint.reached_by(OFFLINE_URL, own).dialect == "json_schema"
