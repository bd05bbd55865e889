"""Recording: the real pipeline asks, files answer."""

from pathlib import Path

from support import recorded_moods
from support.sample_visits import GIVEN, visit

from app.sample.recorded_answers import read_answers
from app.settings import Settings
from app.terminal.recorder import Recorder, Scope
from app.terminal.recording_files import RecordingFiles
from app.terminal.visit_walk import NamedVisit

VISITS = [[NamedVisit(f"visit_0{number}", visit(number, speaker_roles=GIVEN)) for number in (1, 2)]]
INDICATOR = {"segment": 1, "quote": "I have been exhausted and sad, honestly.", "text": "The patient is worn out."}
EVERYTHING = Scope()
MOODS = Scope(frozenset({"visit_01"}), frozenset({"mood_analysis"}))


async def recording(url: str, folder: Path, *, takes: bool = True, scope: Scope = EVERYTHING) -> list[str]:
    recorder = Recorder(Settings(), url, folder / "recorded", RecordingFiles(folder), scope, takes=takes)
    return await recorder.run(VISITS)


def answer(folder: Path, text: str, name: str = "mood_analysis") -> None:
    (folder / "answers" / "visit_01" / f"{name}.json").write_text(text)


async def test_requests_are_those_whose_inputs_are_ready(database_url: str, tmp_path: Path) -> None:
    told = await recording(database_url, tmp_path, takes=False)
    first = {"topic_extraction", "breakthrough_detection", "mood_analysis", "risk_screen"}
    asked = {f"{name} {task}" for name in ("visit_01", "visit_02") for task in first}
    assert {line.split(":")[0] for line in told} == asked
    assert {path.stem for path in (tmp_path / "requests" / "visit_02").iterdir()} == first


async def test_an_answer_is_taken_once_and_played_from_then_on(database_url: str, tmp_path: Path) -> None:
    assert len(await recording(database_url, tmp_path, scope=MOODS)) == 1
    answer(tmp_path, recorded_moods.text(key_indicators=[INDICATOR, {**INDICATOR, "quote": "I am a kite."}]))
    (told,) = await recording(database_url, tmp_path, scope=MOODS)
    assert told.startswith("visit_01 mood_analysis: stored")
    assert "dropped /key_indicators/1: quote_not_found" in told
    (kept,) = read_answers(tmp_path / "recorded")
    assert (kept.visit, kept.task, len(kept.answers)) == ("visit_01", "mood_analysis", 1)
    assert await recording(database_url, tmp_path, scope=MOODS) == []


async def test_an_answer_that_does_not_fit_is_sent_back_as_to_a_model(database_url: str, tmp_path: Path) -> None:
    await recording(database_url, tmp_path, scope=MOODS)
    answer(tmp_path, recorded_moods.text(mood_score=11))
    (told,) = await recording(database_url, tmp_path, scope=MOODS)
    assert "mood_score: above 10" in told
    assert read_answers(tmp_path / "recorded") == []
    answer(tmp_path, recorded_moods.text(key_indicators=[INDICATOR]), "mood_analysis.repair_1")
    (told,) = await recording(database_url, tmp_path, scope=MOODS)
    assert told.startswith("visit_01 mood_analysis: stored")
    assert len(read_answers(tmp_path / "recorded")[0].answers) == 2


async def test_no_more_repairs_are_allowed_than_a_model_has(database_url: str, tmp_path: Path) -> None:
    for name in ("mood_analysis", "mood_analysis.repair_1", "mood_analysis.repair_2"):
        await recording(database_url, tmp_path, scope=MOODS)
        answer(tmp_path, recorded_moods.text(mood_score=11), name)
    (told,) = await recording(database_url, tmp_path, scope=MOODS)
    assert "failed for good (invalid)" in told
