"""`therabridge evaluate`, as it is typed."""

import json
from unittest import mock

import pytest
from support import recorded_moods
from support.command_process import CompletedCommand
from support.inline_command import run_command

from app.terminal.visit_walk import sample_history

pytestmark = pytest.mark.quick

WORDS = ("evaluate", "--tier", "rapid", "--budget", "0.50", "--tasks", "mood")


async def test_the_table_has_two_lines_a_task_and_fits_eighty_columns(database_url: str) -> None:
    ended = await first_visit_alone(*WORDS, "--offline", DATABASE_URL=database_url, COLUMNS="80")
    assert ended.code == 0, ended.err
    assert max(map(len, ended.out.splitlines())) <= 80
    for part in ("Model: offline, tier rapid", "recorded", "mood", "1/1", "100%", "Spent $0.0000 of $0.50"):
        assert part in ended.out


async def test_as_json_it_holds_numbers_and_no_words(database_url: str) -> None:
    ended = await first_visit_alone(*WORDS, "--offline", "--json", DATABASE_URL=database_url)
    told = json.loads(ended.out)
    assert (told["tier"], told["budget_usd"], list(told["live"])) == ("rapid", "0.5", ["mood_analysis"])
    assert told["recorded"]["mood_analysis"]["quotes_found"] == 1.0
    assert told["live"]["mood_analysis"].keys() >= {"repairs", "dropped", "withheld", "words", "seconds", "cost_usd"}


async def test_wrong_terms_are_refused_in_a_line() -> None:
    for wrong, said in (
        (("--tier", "golden", "--budget", "1"), "model_tier is one of"),
        (("--tier", "rapid", "--budget", "much"), "US dollars"),
        (("--tier", "rapid", "--budget", "-1"), "US dollars"),
        (("--tier", "rapid", "--budget", "1", "--tasks", "crystal"), "no task crystal"),
    ):
        ended = await run_command("evaluate", *wrong)
        assert ended.code == 1
        assert said in ended.err


async def first_visit_alone(*words: str, **environment: str) -> CompletedCommand:
    first = sample_history()[:1]
    with (
        recorded_moods.playing(recorded_moods.recorded()),
        mock.patch("app.terminal.evaluate.sample_history", lambda: first),
    ):
        return await run_command(*words, **environment)
