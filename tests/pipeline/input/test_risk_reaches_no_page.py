"""What an analysis found of danger is on none of the patient's pages, and in none of their prompts."""

from dataclasses import replace
from typing import Any

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN
from support.stored_analyses import BRIDGE, JOURNEY, analysis, answered, first_sentence, material, settled, stored

from app.generators.generation import Generation
from app.generators.registry import generators
from app.pipeline.input.generator_input import GeneratorInput


async def test_a_risk_finding_reaches_no_page_and_no_prompt_of_one(shared: PipelineProcess) -> None:
    """Planted in words that no list of words would find, and told to a model that repeats whatever it is shown."""
    planted = "Sees no place at the table in spring"
    patient, sessions = await shared.visited(1, 2, speaker_roles=GIVEN)
    for session in sessions:
        findings = {"state": "disclosed", "findings": [{"kind": "suicidal_thoughts", "state": "disclosed"}]}
        await stored(shared, patient, session, "risk_screen", findings, "/findings/0")
        told = settled("deep_analysis", await material(shared, session, "deep_analysis"), analysis([]))
        told = {**told, "risk_findings": [f"{planted}, risk."]}
        told["therapeutic_insights"]["patterns"] = [f"{planted}, pattern."]
        paths = ("/risk_findings/0", "/therapeutic_insights/patterns/0")
        await stored(shared, patient, session, "deep_analysis", told, *paths)
        insights = {"insights": [f"{planted}, insight.", f"{planted}, again."], "of_risk": [0]}
        await stored(shared, patient, session, "session_insights", insights, "/insights/0", "/insights/1")
        topics = {"topics": [f"{planted}, topic"], "action_items": [f"{planted}, action."], "interventions": []}
        await stored(shared, patient, session, "topic_extraction", topics, "/topics/0", "/action_items/0")
    analysed = await material(shared, sessions[1], "deep_analysis")
    assert f"{planted}, insight." in generators()["deep_analysis"].declared.show(analysed.visit)
    for task in ("prose_generation", "roadmap_generation", "session_bridge_generation"):
        gathered = await material(shared, sessions[1], task)
        assert planted not in generators()[task].declared.show(gathered.visit)
        assert "disclosed" not in generators()[task].declared.show(gathered.visit)
        assert all(planted not in note.text for note in gathered.visit.all_notes)
        assert planted not in repr(repeated(task, gathered))


def repeated(task: str, gathered: GeneratorInput) -> Generation[Any]:
    """A page by a model that cites every note there could be, and writes what it finds in those it was given."""
    everything = [note.text for note in gathered.visit.all_notes] or ["You slept."]
    notes = {"notes": [0, 1, 2, 3]}
    if task == "prose_generation":
        paragraph = {"evidence": [first_sentence(gathered)], "text": "You " + " ".join(everything)}
        return answered(task, gathered.visit, {"paragraphs": [paragraph] * 3})
    visit = replace(gathered.visit, notes=gathered.visit.notes or gathered.visit.memory.notes)
    page = JOURNEY if task == "roadmap_generation" else {**BRIDGE, "completedTasks": []}
    if task == "roadmap_generation":
        page = {**JOURNEY, "achievements": [{**notes, "text": text[:160]} for text in everything[:5]]}
    return answered(task, visit, page)
