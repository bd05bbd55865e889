"""Work in the background: by name, once, and ended with the process."""

import asyncio
import logging

import pytest

from app.jobs.background import Background


async def idle(background: Background) -> None:
    while background.names:  # noqa: ASYNC110 - nobody but a test waits for it
        await asyncio.sleep(0)


async def test_work_of_one_name_is_done_once_at_a_time() -> None:
    background, done = Background(), []

    async def work(number: int) -> None:
        await asyncio.sleep(0)
        done.append(number)

    for number in (1, 2):
        background.start("a", work(number))
    background.start("b", work(3))
    await idle(background)
    background.start("a", work(4))
    await idle(background)
    assert done == [1, 3, 4]


async def test_cancelling_waits_until_the_work_has_cleaned_up() -> None:
    background, cleaned = Background(), []

    async def work(name: str) -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            cleaned.append(name)

    for name in ("a", "b", "c"):
        background.start(name, work(name))
    await asyncio.sleep(0)
    await background.cancel("b")
    assert cleaned == ["b"]
    await background.cancel("nobody")
    await background.stop()
    assert sorted(cleaned) == ["a", "b", "c"]
    assert background.names == []


async def test_a_failure_is_logged_by_its_class_and_not_by_its_words(caplog: pytest.LogCaptureFixture) -> None:
    background = Background()

    async def work() -> None:
        raise ValueError("what a patient said")

    background.start("a", work())
    await idle(background)
    await asyncio.sleep(0)
    assert "ValueError" in caplog.text
    assert "patient" not in caplog.text
    assert caplog.records[0].levelno == logging.ERROR
