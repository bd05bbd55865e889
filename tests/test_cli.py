"""The commands, as an operator types them."""

import pytest
from support.inline_command import run_command

from app.store.migrations import head_revision


async def run(*words: str, **environment: str) -> tuple[int | None, str, str]:
    """Exit code, and what was printed on stdout and stderr."""
    ended = await run_command(*words, **environment)
    return ended.code, ended.out, ended.err


async def test_a_key_is_made_shown_once_listed_and_revoked(database_url: str) -> None:
    code, key, _ = await run("keys", "create", "platform", DATABASE_URL=database_url)
    assert (code, key[:3]) == (0, "tb_")
    _, listed, _ = await run("keys", "list", DATABASE_URL=database_url)
    assert "platform" in listed
    assert key.strip() not in listed
    assert (await run("keys", "revoke", "platform", DATABASE_URL=database_url))[1] == "1 revoked.\n"
    assert "revoked" in (await run("keys", "list", DATABASE_URL=database_url))[1]


@pytest.mark.parametrize(
    ("words", "environment", "said"),
    [
        (("keys", "revoke", "nobody"), {}, "No key in use is called nobody"),
        (("keys", "create", "n" * 101), {}, "1 to 100"),
        (("serve",), {"MODEL_TIER": "zwiebel"}, "MODEL_TIER"),
        (("serve", "--port", "0"), {}, "port"),
        (("serve", "--port", "18765"), {"DATABASE_URL": "postgresql://u:zwiebel@127.0.0.1:1/d"}, "DATABASE_URL"),
        (("migrate",), {"DATABASE_URL": "mysql://h/d"}, "DATABASE_URL"),
        (("analyse", "nowhere.json"), {}, "nowhere.json"),
    ],
)
async def test_what_is_wrong_is_said_without_a_traceback(
    database_url: str, words: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    code, _, err = await run(*words, **{"DATABASE_URL": database_url, **environment})
    assert code != 0
    assert said in err
    assert "Traceback" not in err
    assert "zwiebel" not in err


async def test_migrating_brings_a_database_to_the_newest(empty_database_url: str) -> None:
    code, out, err = await run("migrate", DATABASE_URL=empty_database_url)
    assert code == 0, err
    assert head_revision() in out


@pytest.mark.parametrize("words", ["serve", "worker"])
async def test_a_database_without_migrations_is_said_in_one_line(empty_database_url: str, words: str) -> None:
    more = ("--port", "18766") if words == "serve" else ()
    code, _, err = await run(words, *more, DATABASE_URL=empty_database_url)
    assert code == 1
    assert err.strip().splitlines()[-1].startswith("therabridge: ")
    assert "therabridge migrate" in err
