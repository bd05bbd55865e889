"""One piece of homework is followed through three visits, from where it is agreed to where it is done."""

from support.pipeline_process import PipelineProcess
from support.sample_visits import GIVEN
from support.stored_analyses import BRIDGE, JOURNEY, analysis, first_sentence, material, settled, stored

from app.generators.registry import generators

READERS = ("deep_analysis", "session_insights", "prose_generation", "roadmap_generation", "session_bridge_generation")
AGREED = ("Put the phone on the desk at night.", "Put the phone in the kitchen at night.", "Visit the harbour.")
"""What is agreed in each visit."""
BECAME = (None, "partly_done", "done")
"""What the next visit tells of it."""


async def test_homework_reaches_the_next_visits_requests_and_its_end_the_pages(shared: PipelineProcess) -> None:
    patient, sessions = await shared.visited(1, 2, 3, speaker_roles=GIVEN)
    for at, session in enumerate(sessions):
        topics = {"topics": ["phone in bed"], "action_items": [AGREED[at]], "interventions": []}
        await stored(shared, patient, session, "topic_extraction", topics, "/topics/0", "/action_items/0")
        await stored(shared, patient, session, "mood_analysis", {"mood_score": 3.0 + at, "emotional_tone": "tired"})
        gathered = await material(shared, session, "deep_analysis")
        before = [note.text for note in gathered.visit.agreed]
        assert before == list(AGREED[at - 1 : at])
        outcome = first_sentence(gathered) | {"item": gathered.visit.first_agreed}
        outcome |= {"status": BECAME[at], "text": "As told."}
        told = settled("deep_analysis", gathered, analysis([outcome] if before else []))
        await stored(shared, patient, session, "deep_analysis", told, *["/homework/0"] * len(before))
        await stored(shared, patient, session, "session_insights", {"insights": ["Sleeps better."]}, "/insights/0")
        for task in READERS:
            shown = generators()[task].declared.show((await material(shared, session, task)).visit)
            assert f"- visit number: {at + 1}\n- date: 2026-05-{7 * (at + 1):02}" in shown, task
            assert all(text in shown for text in before), task
            assert task == "deep_analysis" or AGREED[at] in shown, task
        bridge = settled(
            "session_bridge_generation", await material(shared, session, "session_bridge_generation"), BRIDGE
        )
        assert bridge["sessionPrep"] == [AGREED[at]]
        gathered = await material(shared, session, "roadmap_generation")
        journey = settled("roadmap_generation", gathered, JOURNEY)
        outcomes = [{"text": text, "status": BECAME[at]} for text in before]
        assert journey["homework"] == [{"text": AGREED[at], "status": "open"}, *outcomes]
        assert journey["covers"] == {"from": "2026-05-07", "to": f"2026-05-{7 * (at + 1):02}"}
        assert journey["trend"] == (None, "rising", "rising")[at]


async def test_a_result_rests_on_the_visit_in_which_it_was_agreed(shared: PipelineProcess) -> None:
    patient, (first, second) = await shared.visited(1, 2, speaker_roles=GIVEN)
    await stored(shared, patient, first, "topic_extraction", {"action_items": [AGREED[0]]}, "/action_items/0")
    for task in ("session_insights", "prose_generation"):
        assert set((await material(shared, second, task)).sources) == {str(first), str(second)}


async def test_where_nothing_is_known_of_the_visit_before_the_one_before_that_counts(shared: PipelineProcess) -> None:
    patient, (first, _, third) = await shared.visited(1, 2, 3, speaker_roles=GIVEN)
    await stored(shared, patient, first, "topic_extraction", {"action_items": [AGREED[0]]}, "/action_items/0")
    (note,) = (await material(shared, third, "prose_generation")).visit.agreed
    assert (note.about, note.text) == ("2 visits ago", AGREED[0])


async def test_homework_stays_open_over_a_visit_that_agreed_nothing(shared: PipelineProcess) -> None:
    patient, (first, second, third) = await shared.visited(1, 2, 3, speaker_roles=GIVEN)
    await stored(shared, patient, first, "topic_extraction", {"action_items": [AGREED[0]]}, "/action_items/0")
    await stored(shared, patient, second, "topic_extraction", {"topics": ["rain"], "action_items": []}, "/topics/0")
    (note,) = (await material(shared, third, "deep_analysis")).visit.agreed
    assert (note.about, note.text) == ("2 visits ago", AGREED[0])


async def test_the_recommendations_reach_the_bridge_alone(shared: PipelineProcess) -> None:
    patient, (session,) = await shared.visited(1, speaker_roles=GIVEN)
    gathered = await material(shared, session, "deep_analysis")
    told = settled("deep_analysis", gathered, analysis([]))
    await stored(shared, patient, session, "deep_analysis", told)
    for task in READERS:
        shown = generators()[task].declared.show((await material(shared, session, task)).visit)
        assert ("leave the phone at work" in shown) is (task == "session_bridge_generation")
