"""What the patient says of themselves, and what only looks like it."""

import json
from pathlib import Path

from app.offline.disfluency import without_disfluencies
from app.offline.patient_statements import (
    Kind,
    kind_of,
    said_by_patient,
    sentence_weight,
    split_label,
    weightiest_sentences,
    with_label,
)
from app.offline.prompt import Prompt, read_prompt

CASES = json.loads((Path(__file__).parents[1] / "texts" / "claims.json").read_text(encoding="utf-8"))
CLAIMS = {Kind.DONE, Kind.CHANGED, Kind.BETTER, Kind.SKILL, Kind.SEEN}
EXPECTED = {
    "no claim": set(Kind) - CLAIMS,
    "something done": {Kind.DONE, Kind.CHANGED},
    "an improvement": {Kind.BETTER},
    "a skill used": {Kind.SKILL},
    "a goal": {Kind.WANTED},
}


def said(*turns: tuple[str, str]) -> Prompt:
    lines = [f"[{number}] {speaker}: {text}" for number, (speaker, text) in enumerate(turns)]
    return read_prompt("\n".join(["<transcript>", *lines, "</transcript>"]))


def kinds(*turns: tuple[str, str]) -> list[Kind]:
    return [one.kind for one in said_by_patient(said(*turns))]


def test_what_failed_once_is_told_apart() -> None:
    found = {case["quote"]: kind_of(without_disfluencies(case["quote"])) for case in CASES}
    plain = [case for case in CASES if case["expect"] in EXPECTED]
    assert [case for case in plain if found[case["quote"]] not in EXPECTED[case["expect"]] | _nothing(case)] == []


def _nothing(case: dict[str, str]) -> set[Kind | None]:
    return {None} if case["expect"] == "no claim" else set()


def test_what_is_not_said_plainly_of_oneself_is_no_claim() -> None:
    texts = [
        "I didn't call my sister.",
        "I would have called my sister.",
        "If I felt calmer I would go.",
        "I used to be able to sleep through.",
        "Did I call my sister?",
        "She said that I did the breathing.",
        "My brother is sleeping better.",
        "I wish I was less anxious.",
        "Let's say I told my boss no.",
        "I felt much calmer ten years ago.",
        "I went to the bar and had six beers.",
        "I feel calmer with a joint.",
        "I told myself I'm useless.",
        "I stopped going out.",
        "I started crying in the mornings.",
        "I put it off again.",
        "I went to the lake and",
    ]
    claimed = {text: kind_of(without_disfluencies(text)) for text in texts}
    assert {text: kind for text, kind in claimed.items() if kind in CLAIMS} == {}


def test_an_answer_to_what_is_only_imagined_claims_nothing() -> None:
    reply = ("Patient", "I'm sleeping through again.")
    assert kinds(("Therapist", "How have the nights been?"), reply) == [Kind.BETTER]
    assert kinds(("Therapist", "How would you know that it had worked?"), reply) == []


def test_a_part_that_is_played_claims_nothing() -> None:
    play = ("Therapist", "Let's role-play it, I'll be your boss.")
    assert kinds(play, ("Patient", "I told my boss no.")) == []


def test_nobody_elses_words_and_no_broken_ones_count() -> None:
    assert kinds(("Therapist", "I called my sister back."), ("Other", "I called my sister back.")) == []
    assert kinds(("Patient", "I called my sister back and...")) == []


def test_a_sentence_said_twice_is_one() -> None:
    twice = ("Patient", "I called my sister back.")
    assert kinds(twice, twice) == [Kind.DONE]


def test_danger_is_no_claim() -> None:
    assert kinds(("Patient", "I'm so tired that I want to die.")) == []


def test_a_finding_is_read_back_as_it_was_written() -> None:
    assert split_label(with_label(Kind.HARD, "I can't face it.")) == (Kind.HARD, "I can't face it.")
    assert split_label("I can't face it.") is None


def test_what_carries_most_is_taken_in_the_order_spoken() -> None:
    talk = said(
        ("Patient", "I called my sister. I wrote to my landlord about the mould in the kitchen. I paid the rent.")
    )
    found = said_by_patient(talk)
    assert sentence_weight(found[1]) == max(map(sentence_weight, found))
    assert weightiest_sentences(found, 2) == [
        found[1],
        *[one for one in found if one in weightiest_sentences(found, 2) and one != found[1]],
    ] or (weightiest_sentences(found, 2)[1] == found[1])
