"""Settings are read from the environment, and a wrong one is named in one line without its value."""

import pytest

from app.errors import Misconfigured
from app.settings import Settings, read_settings


def test_without_anything_set_the_offline_engine_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "DATABASE_URL"):
        monkeypatch.setenv(name, "")
    settings = read_settings()
    assert (settings.engine, settings.database_url) == ("offline", None)


@pytest.mark.parametrize(
    ("key", "url", "engine"),
    [("k", None, "openai"), (None, "http://h/v1", "compatible"), ("k", "http://h", "compatible")],
)
def test_a_key_or_an_address_names_the_engine(key: str | None, url: str | None, engine: str) -> None:
    assert Settings.model_validate({"openai_api_key": key, "openai_base_url": url}).engine == engine


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_API_KEYS", " one, other ,,")
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example")
    settings = read_settings()
    assert [key.get_secret_value() for key in settings.service_api_keys] == ["one", "other"]
    assert settings.cors_origins == ["https://a.example"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODEL_TIER", "zwiebel"),
        ("MAX_CONCURRENT_MODEL_CALLS", "0"),
        ("WORKER_LEASE_SECONDS", "zwiebel"),
        ("ENVIRONMENT", "zwiebel"),
        ("LOG_LEVEL", "zwiebel"),
        ("USE_FLEX", "zwiebel"),
    ],
)
def test_a_wrong_one_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as wrong:
        read_settings()
    assert wrong.value.detail.startswith(f"{name}: ")
    assert "zwiebel" not in wrong.value.detail
    assert "\n" not in wrong.value.detail


def test_no_secret_shows_in_what_is_printed_of_the_settings() -> None:
    settings = Settings.model_validate(
        {"openai_api_key": "zwiebel", "database_url": "postgresql://u:zwiebel@h/d", "service_api_keys": "zwiebel"}
    )
    assert "zwiebel" not in repr(settings)


@pytest.mark.parametrize("value", [" , ", ",", " "])
def test_keys_of_which_none_is_one_are_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SERVICE_API_KEYS", value)
    with pytest.raises(Misconfigured, match=r"SERVICE_API_KEYS: .* holds no key"):
        read_settings()
