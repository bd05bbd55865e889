"""The demo, as one runs it; twice it works twice."""

from pathlib import Path

import pytest
from support.command_process import run_to_end

from app.generators.registry import generators
from app.sample.recorded_answers import sample_answers
from app.serving import open_listening_socket


@pytest.mark.parametrize("times", [2])
async def test_the_sample_patient_goes_through_the_waves(database_url: str, tmp_path: Path, times: int) -> None:
    with open_listening_socket("127.0.0.1", 0) as free:
        port = str(free.getsockname()[1])
    for _ in range(times):
        ended = await run_to_end(
            tmp_path, "demo", "--exit", "-v", "--offline", "--port", port, DATABASE_URL=database_url
        )
        assert ended.code == 0, ended.err
        every_step = f"{10 * len(generators())}/{10 * len(generators())}"
        for part in (
            "offline engine",
            every_step,
            "Mood, 0 to 10",
            "Your Journey",
            "Session Bridge",
            "Version 10",
            "Cost (offline engine)",
            "recorded calls at each tier",
            "Stored results, by engine: offline",
            "Voice",
            "Memory: visits held",
            *generators(),
        ):
            assert part in ended.out
        assert "?" in ended.out.split("To share")[1].splitlines()[1], "a suggestion is marked as one"


async def test_its_end_is_what_one_wants_to_see_in_eighty_columns(database_url: str, tmp_path: Path) -> None:
    with open_listening_socket("127.0.0.1", 0) as free:
        words = ("demo", "--exit", "--port", str(free.getsockname()[1]))
    ended = await run_to_end(tmp_path, *words, DATABASE_URL=database_url, COLUMNS="80", PLAY_RECORDED="true")
    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert max(map(len, lines)) <= 80
    progress = [line for line in lines if "visit" in line and line.endswith(" steps")]
    assert len(progress) == 10
    for part in ("Risk  disclosed in visit", "Mood  ", "Your Journey", "Session Bridge", "Cost  $0", "less)", "Next  "):
        assert part in ended.out
    note = ended.out.split("Progress note of visit 10: 2 of")[1].split("╰")[0]
    assert note.count(" • ") == 2
    assert note.count("     “") == 2
    who = "recorded from a large language model" if sample_answers() else "The built-in offline engine answers"
    assert who in " ".join(ended.out.split())
