"""`therabridge savings`: the recorded work under each tier, as a table."""

from support.inline_command import run_command
from support.pipeline_process import running_pipeline
from support.sample_visits import GIVEN

from app.llm.model_tier import ModelTier
from app.pipeline.reports.savings import COLUMNS


async def test_the_table_has_a_row_a_tier_and_says_what_is_assumed(database_url: str) -> None:
    async with running_pipeline(database_url) as works:
        _, (session,) = await works.visited(speaker_roles=GIVEN)
        await works.analysed(session)
        calls = len(works.conduct.calls)
    ended = await run_command("savings", DATABASE_URL=database_url)
    assert ended.code == 0, ended.err
    assert f"{calls} recorded calls" in ended.out
    for word in (
        *ModelTier,
        *COLUMNS,
        "(0.0%)",
        "Measured:",
        "Assumed:",
        "from 2025-12-11",
        "from 2026-12-11",
        "128 tokens",
    ):
        assert word in ended.out


async def test_nothing_recorded_is_no_work(database_url: str) -> None:
    ended = await run_command("savings", DATABASE_URL=database_url)
    assert (ended.code, "0 recorded calls" in ended.out) == (0, True)
    assert "%" not in ended.out
