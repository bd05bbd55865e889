"""All tasks through the Responses API are what they are through Chat Completions."""

from support.both_clients import TASKS, ClientBench, client_bench
from support.responses_upstream import ResponsesUpstream
from support.tables import each_row

from app.llm.endpoint import Endpoint
from app.offline.fault_injection import Fault, FaultPlan

OURS = Endpoint("openai", "responses", flex=True)


async def test_every_task_is_asked_and_answered_as_by_chat_completions(bench: ClientBench) -> None:
    misses = []
    async with client_bench(ResponsesUpstream(), OURS) as responses:
        for task in TASKS:
            expected = bench.undisturbed(task).comparable
            both = await responses.both(task, FaultPlan)
            misses += [task for outcome in both if outcome.comparable != expected]
    assert misses == []
    assert len(TASKS) == 12


@each_row("fault", [Fault.REFUSAL, Fault.CUT_OFF, Fault.CONTENT_FILTER, Fault.EMPTY, Fault.MALFORMED])
async def test_every_fault_is_the_same_one(fault: Fault, bench: ClientBench) -> None:
    misses = []
    async with client_bench(ResponsesUpstream(), OURS) as responses:
        for task in ("mood_analysis", "session_bridge_generation"):
            expected = bench.blocking(task, FaultPlan(faults=[fault])).comparable
            both = await responses.both(task, lambda: FaultPlan(faults=[fault]))
            misses += [task for outcome in both if outcome.comparable != expected]
    assert misses == []
