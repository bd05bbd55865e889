"""Every generator against a server that nobody here wrote (see support/llmock_scenes.py).

llmock knows no pattern, no limit of words and no quote, so its answers are refused or come to nothing: what counts
here is that they do so in good order, whatever happens on the way.
"""

import json

import pytest
from support.llmock_scenes import PLAYS, SCENES, TASKS, VISIT, Played, llmock, play_all, streams
from support.tables import each_row

from app.errors import DeadlineExceeded, ModelFailed
from app.generators.registry import generators
from app.llm.schema import strict_schema_violations

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    with llmock(tmp_path_factory.mktemp("llmock")) as url:
        return await play_all(url)


EVERY_PLAY = each_row(("scene", "task"), PLAYS)


@each_row("task", TASKS)
def test_an_answer_that_nobody_here_wrote_is_used_as_far_as_it_holds_or_refused(played: Played, task: str) -> None:
    for play in played.both("undisturbed", task):
        if play.generation is None:
            assert isinstance(play.failure, ModelFailed)
            assert (play.failure.reason, play.lines) == ("invalid", ["stop"] * (1 + generators()[task].REPAIRS))
        else:
            assert (play.generation.result is None) == (play.generation.reason == "insufficient_data")
            assert play.generation.made.attempts == len(play.lines)
            assert set(play.lines) == {"stop"}


@each_row("task", TASKS)
def test_nothing_that_was_not_said_becomes_evidence(played: Played, task: str) -> None:
    noted = [words.quote for note in VISIT.all_notes for words in note.evidence]
    spoken = [segment.text for segment in VISIT.transcript.segments]
    for play in played.both("undisturbed", task):
        for evidence in play.generation.evidence if play.generation else []:
            assert any(evidence.quote in said for said in noted + spoken)


def test_some_answers_fit_their_type_and_lose_their_quotes(played: Played) -> None:
    made = [play.generation for play in played.plays.values() if play.generation]
    assert any(lost.reason == "quote_not_found" for generation in made for lost in generation.dropped)


@EVERY_PLAY
def test_what_befalls_a_call_is_on_the_ledger_and_changes_nothing_else(played: Played, scene: str, task: str) -> None:
    for play, undisturbed in zip(played.both(scene, task), played.both("undisturbed", task), strict=True):
        befallen = list(SCENES[scene].lines)
        if SCENES[scene].ends is None:
            assert play.comes_to == undisturbed.comes_to
            assert play.lines == befallen + undisturbed.lines
        else:
            assert play.failure is not None
            assert (play.failure.reason, play.lines) == (SCENES[scene].ends, befallen)
            assert isinstance(play.failure, DeadlineExceeded) == SCENES[scene].late


@EVERY_PLAY
def test_both_clients_come_to_the_same(played: Played, scene: str, task: str) -> None:
    blocking, awaiting = played.both(scene, task)
    assert blocking.comes_to == awaiting.comes_to
    assert blocking.lines == awaiting.lines


@EVERY_PLAY
def test_the_ledger_has_a_line_for_each_request_that_llmock_had(played: Played, scene: str, task: str) -> None:
    for play in played.both(scene, task):
        assert [line.attempt for line in play.ledger.opened] == list(range(1, len(play.lines) + 1))
        if SCENES[scene].late:  # it may be given up before llmock has it
            assert len(play.journal) <= len(play.lines) == 1
        else:
            assert len(play.lines) == len(play.journal) > 0
        for line, request in zip(play.ledger.closed, play.journal, strict=False):
            whole = request["status"] == 200 and request["completed"]
            assert whole or not line.answered
            assert (line.usage is not None) == line.answered
            assert line.model == (play.model if line.answered else None)


@EVERY_PLAY
def test_a_retry_asks_the_same_and_a_repair_adds_two_messages(played: Played, scene: str, task: str) -> None:
    for play in played.both(scene, task):
        answered = [line.answered for line in play.ledger.closed]
        turns = [len(request["body"]["messages"]) for request in play.journal]
        assert turns == [2 + 2 * sum(answered[:place]) for place in range(len(turns))]


@EVERY_PLAY
def test_every_request_holds_what_a_compatible_server_knows(played: Played, scene: str, task: str) -> None:
    sent = {"model", "messages", "response_format", "store"} | (
        {"stream", "stream_options"} if streams(task) else set()
    )
    for request in (request for play in played.both(scene, task) for request in play.journal):
        assert (request["method"], request["path"]) == ("POST", "/v1/chat/completions")
        assert set(request["body"]) == sent
        assert request["body"]["store"] is False
        assert request["body"].get("stream", False) is streams(task)


@EVERY_PLAY
def test_every_request_holds_the_tasks_strict_schema(played: Played, scene: str, task: str) -> None:
    for request in (request for play in played.both(scene, task) for request in play.journal):
        asked = request["body"]["response_format"]
        assert (asked["type"], asked["json_schema"]["name"]) == ("json_schema", task)
        assert asked["json_schema"]["strict"] is True
        assert list(strict_schema_violations(asked["json_schema"]["schema"])) == []


def test_llmocks_report_passes(played: Played) -> None:
    verdict = json.loads(played.report.stdout)
    assert played.report.returncode == 0, played.report.stdout
    assert verdict["passed"]
    assert verdict["attempts"] == sum(len(play.journal) for play in played.plays.values())
    befallen = [scene for scene, _ in PLAYS if SCENES[scene].lines and not SCENES[scene].late]
    assert verdict["faults_injected"] >= len(befallen)
    # After a broken chunk the stream is read to its end, hung up on and asked for again, as the corrupted scene shows;
    # llmock, which looks for a hang-up in the middle, still warns.
    assert {finding["code"] for finding in verdict["findings"]} <= {"malformed_chunk_ignored"}
