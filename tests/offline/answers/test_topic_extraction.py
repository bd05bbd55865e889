from collections.abc import Callable
from typing import Any

from app.generators.wave_1.topic_extractor import TopicExtractor
from app.offline.answers.topic_extraction import answer
from app.offline.prompt import read_prompt
from app.therapy.techniques import NOT_SPECIFIED
from app.therapy.visit import Visit

Conversations = list[tuple[str, Visit]]
Generated = Callable[[Any, Visit], Any]
TALK = ("P: What about the letters?", "P: I read the letters and cleared my garden shed.", "P: It was Monday.")


def said(*lines: str) -> Any:
    named = {"P": "Patient", "T": "Therapist"}
    shown = "\n".join(f"[{number}] {named[line[0]]}{line[1:]}" for number, line in enumerate(lines))
    return answer(read_prompt(f"<transcript>\n{shown}\n</transcript>"))


def test_every_sample_visit_has_a_topic_and_the_technique_that_was_named(
    samples: Conversations, generated: Generated
) -> None:
    results = [generated(TopicExtractor, visit).result for _, visit in samples]
    assert all(result["topics"] for result in results)
    assert all(result["technique"] != NOT_SPECIFIED for result in results)


def test_real_conversations_get_valid_answers_and_most_get_one(real_talk: Conversations, generated: Generated) -> None:
    assert sum(generated(TopicExtractor, visit).result is not None for _, visit in real_talk) >= 20


def test_a_topic_is_a_thing_that_is_come_back_to_as_the_patient_names_it() -> None:
    found = said(*TALK, "T: What is in the shed?")
    assert [topic["text"] for topic in found["topics"]] == ["The letters", "My garden shed"]
    assert found["topics"][0]["quote"] == "I read the letters and cleared my garden shed."
    assert found["summary"] == "“I read the letters and cleared my garden shed.”"


def test_a_thing_named_once_is_no_topic() -> None:
    assert said("P: My garden is far from the letters.") is None


def test_what_both_come_back_to_weighs_more_than_what_one_of_them_repeats() -> None:
    repeated = ("P: I always clean the kettle and fill it.", "P: And the kettle again.")
    found = said(*repeated, *TALK[:2], "T: And the letters?", "T: The letters again.")
    assert [topic["text"] for topic in found["topics"]] == ["The letters", "The kettle"]


def test_no_summary_is_cut_or_made_of_a_question() -> None:
    long = "P: I read the letters and cleared my garden shed" + " and then the next one" * 6 + "."
    assert said(long, *TALK[:1])["summary"] == "Spoken of: the letters."


def test_what_a_sentence_only_passes_by_is_no_topic() -> None:
    assert said("P: I met my brother in the garden again.", "P: In the garden.") is None


def test_an_action_item_may_be_a_request_that_the_patient_agrees_to() -> None:
    asked = "T: Would you put it on the list?"
    assert [item["text"] for item in said(*TALK, asked, "P: Yes.")["action_items"]] == ["Put it on the list"]
    assert said(*TALK, asked, "P: No.")["action_items"] == []


def test_names_make_no_topic() -> None:
    topics = said(*TALK, "P: The Robin in my garden.", "P: My Robin and his letters.")["topics"]
    assert not any("Robin" in topic["text"] for topic in topics)


def test_an_action_item_quotes_who_set_it() -> None:
    found = said(*TALK, "T: Would you write one line each evening?")["action_items"]
    assert found == [
        {"segment": 3, "quote": "Would you write one line each evening?", "text": "Write one line each evening"}
    ]


def test_without_a_task_there_is_no_action_item() -> None:
    assert said(*TALK, "T: How was that for you?")["action_items"] == []


def test_a_technique_is_the_one_the_visit_stays_with() -> None:
    talk = said("T: This is called a thought record.", *TALK, "T: It ends in cognitive defusion.")
    (stays,) = talk["interventions"]
    assert (stays["name"], stays["response"]) == ("CBT - Thought Record", None)
    assert stays["words"]["quote"] == "This is called a thought record."


def test_a_technique_is_named_exactly_and_by_the_therapist_or_not_at_all() -> None:
    assert said(*TALK, "P: They taught me cognitive defusion.")["interventions"] == []
    assert said(*TALK, "T: That is cognitive fusions again.")["interventions"] == []


def test_two_techniques_that_fit_alike_are_none() -> None:
    assert said(*TALK, "T: A thought record.", "T: Or cognitive defusion.")["interventions"] == []
