"""What the guard withholds: 340 texts that must never stand on a page, and 220 honest ones that must.

A second author's texts, 140 hostile and 100 honest, were written without sight of the guard.
"""

import json
from dataclasses import replace
from pathlib import Path

from app.generators.specimen import SPECIMEN
from app.terminal.check import judge_share
from app.therapy.sharing.audience import Audience, Place, Reason
from app.therapy.sharing.guard import Guard, Withheld
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

TEXTS = Path(__file__).parents[2] / "texts"
PLACES = {
    "shareProgress": Place.PROGRESS,
    "nextSessionTopics": Place.TOPIC,
    "sessionPrep": Place.PREPARATION,
    "prose": Place.LETTER,
}
HONEST_WITHHELD = 0.02
SAME_RULES = {"journey": "letter", "bridge": "progress"}
MAX_OPEN, MAX_LOST = 1, 2
"""Of 60 to 90 texts of one author each."""
MAX_OPEN_OWN, MAX_LOST_OWN = 18, 9
"""Of 586 and of 367."""
GUARD = Guard(SPECIMEN)
THERAPIST, PATIENT = SPECIMEN.roles or {}
SAID = "Could it be that the garden is where you let him go?"
RETOLD = "The garden is where you let him go, in a way."

Row = dict[str, str]


def read(name: str) -> list[Row]:
    rows: list[Row] = json.loads((TEXTS / name).read_text(encoding="utf-8"))
    return rows


FIRST = [*read("guard_adversarial.json"), *read("guard_evasions.json")]
HOSTILE = [*FIRST, *read("guard_adversarial_second.json")]


def in_a_visit(*turns: tuple[str, str], completed_tasks: tuple[str, ...] = ()) -> Visit:
    said = tuple(Segment(float(at), at + 1.0, text, speaker) for at, (speaker, text) in enumerate(turns))
    return replace(SPECIMEN, transcript=Transcript(said), notes=(), completed_tasks=completed_tasks)


def reason(text: str, place: Place, guard: Guard = GUARD) -> Reason | None:
    return next((withheld.reason for withheld in guard.review(text, place).withheld), None)


def test_a_text_that_does_not_belong_on_a_page_is_withheld() -> None:
    assert [row for row in HOSTILE if reason(row["text"], PLACES[row["field"]]) is None] == []


def test_there_are_two_hundred_of_them_half_written_without_looking() -> None:
    assert len(read("guard_adversarial.json")) == len(read("guard_evasions.json")) == 100
    assert len({row["text"] for row in FIRST}) == 200


def test_honest_sentences_may_stand() -> None:
    honest = [*read("guard_honest.json"), *read("guard_honest_second.json")]
    withheld = [row["id"] for row in honest if reason(row["text"], PLACES[row["field"]])]
    assert len(honest) == 220
    assert len(withheld) <= HONEST_WITHHELD * len(honest), withheld


def test_texts_of_eight_authors_are_withheld_and_kept_as_they_meant_them() -> None:
    """They were blind once; docs/measured/danger.md says what was withheld then. Whatever counts is withheld from what
    is told as progress, and texts of a bridge are read as such.
    """
    for ordinal in ("", "_second", "_third", "_fourth", "_fifth", "_sixth", "_seventh", "_eighth"):
        open_ones, lost = misjudged(f"share_texts{ordinal}.json")
        assert len(open_ones) <= MAX_OPEN, open_ones
        assert len(lost) <= MAX_LOST, lost


def test_texts_written_to_find_what_is_missing_are_withheld_and_kept() -> None:
    """In seven rounds, each judged before it was mended: 70, 57, 72, 56, 64, 68 and 51 % were withheld then."""
    open_ones, lost = misjudged("share_texts_own.json")
    assert len(open_ones) <= MAX_OPEN_OWN, open_ones
    assert len(lost) <= MAX_LOST_OWN, lost


def misjudged(name: str) -> tuple[list[str], list[str]]:
    """The texts of a file that are kept and should not be, and those that are withheld, other than for a quantity, and
    should not be.
    """
    told = json.loads((TEXTS / name).read_text(encoding="utf-8"))
    reasons = {
        kind: [judge_share({**row, "place": SAME_RULES.get(row["place"], row["place"])})["withheld"] for row in rows]
        for kind, rows in told.items()
    }
    kept = [row["text"] for row, found in zip(told["withhold"], reasons["withhold"], strict=True) if not found]
    lost = [
        row["text"]
        for row, found in zip(told["keep"], reasons["keep"], strict=True)
        if any(one["reason"] != Reason.QUANTITY.code for one in found)
    ]
    return kept, lost


def test_what_was_wrong_once_is_right() -> None:
    misses = []
    for row in json.loads((TEXTS / "share_cases.json").read_text(encoding="utf-8")):
        turns = [(PATIENT if who == "patient" else THERAPIST, text) for who, text in row.get("turns", [])]
        guard = Guard(in_a_visit(*turns))
        if (reason(row["text"], Place(row["place"]), guard) is not None) != (row["expect"] == "withheld"):
            misses.append(row["text"])
    assert misses == []


def test_quantities_and_the_room_are_withheld_from_progress_alone_and_scenes_from_the_whole_bridge() -> None:
    for text in ["You walked every day.", "You saw it in our last session."]:
        assert [place for place in Place if reason(text, place)] == [Place.PROGRESS]
    scene = "You cried openly when it came to the garden."
    assert {place for place in Place if reason(scene, place)} == {
        place for place in Place if place.audience is Audience.SHAREABLE
    }


def test_of_several_reasons_the_weightiest_is_told() -> None:
    cases = [
        ("You wished to die, Robert said.", Reason.CRISIS),
        ("You told Robert about your comorbid anxiety.", Reason.NAME),
        ("Your F32.1 stems from your childhood.", Reason.DIAGNOSIS),
        ("Your avoidance is really about shame.", Reason.INTERPRETATION),
        ("Your comorbid worries came back every day.", Reason.JARGON),
        ("You walked every day after the session.", Reason.QUANTITY),
        ("You spoke up in the session.", Reason.ROOM),
    ]
    assert [(text, told) for text, told in cases if reason(text, Place.PROGRESS) is not told] == []


def test_a_text_is_withheld_by_the_sentence() -> None:
    review = GUARD.review("You walked. You told Robert. You slept.", Place.LETTER)
    assert review.kept == "You walked. You slept."
    assert review.withheld == (Withheld("You told Robert.", Reason.NAME, ("Robert",)),)
    assert review.sentences == 3
    assert GUARD.review("You told Robert.", Place.LETTER).kept is None


def test_what_the_patient_named_may_be_named_on_their_own_pages_and_on_no_other() -> None:
    guard = Guard(in_a_visit((PATIENT, "Robert says that my PTSD is back, and so is the rumination.")))
    for text in ["You told Robert.", "You spoke of PTSD.", "You spoke of rumination."]:
        assert [place for place in Place if reason(text, place, guard)] == [
            place for place in Place if place.audience is Audience.SHAREABLE
        ]
        assert reason(text, Place.LETTER) is not None


def test_the_patients_own_account_in_the_same_words_is_no_interpretation_on_any_page() -> None:
    own = "My parents had so much to carry, so I learned early to sort things out alone."
    told = "You learned early to sort things out alone, because your parents had so much to carry."
    guard = Guard(in_a_visit((PATIENT, own)))
    assert [reason(told, place, guard) for place in Place] == [None] * len(Place)
    assert reason(told, Place.LETTER) is Reason.INTERPRETATION
    assert reason(f"{told[:-1]}, and this hides a fear.", Place.LETTER, guard) is Reason.INTERPRETATION


def test_seven_words_in_a_row_of_the_therapist_are_the_therapists() -> None:
    guard = Guard(in_a_visit((THERAPIST, SAID)))
    assert reason(RETOLD, Place.LETTER, guard) is Reason.INTERPRETATION
    assert reason("The garden is where you let it be.", Place.LETTER, guard) is None


def test_what_is_told_as_agreed_or_as_the_therapists_claims_nothing_itself() -> None:
    set_by_the_therapist = "Back door, boots off on the mat and into the kitchen, and you are not to grade it."
    guard = Guard(in_a_visit((THERAPIST, SAID), (THERAPIST, set_by_the_therapist)))
    agreed = "You both agreed on the back door, boots off on the mat and into the kitchen."
    assert [place for place in Place if reason(agreed, place, guard)] == []
    said = "Your therapist wondered whether the garden is where you let him go."
    assert reason(said, Place.LETTER, guard) is None
    assert reason(said, Place.TOPIC, guard) is Reason.INTERPRETATION
    assert reason("You agreed that this stems from the garden.", Place.LETTER, guard) is Reason.INTERPRETATION


def test_the_words_of_an_agreed_task_are_the_patients() -> None:
    set_by_the_therapist = "Back door, boots off on the mat and into the kitchen."
    visit = in_a_visit((THERAPIST, set_by_the_therapist))
    told = "The back door, boots off on the mat and into the kitchen."
    assert reason(told, Place.PREPARATION, Guard(visit)) is Reason.INTERPRETATION
    task = replace(SPECIMEN.agreed[0], text="Boots off.", evidence=SPECIMEN.notes[0].evidence)
    quoted = replace(task, evidence=(replace(task.evidence[0], quote=set_by_the_therapist),))
    for agreed in (quoted, replace(task, text=set_by_the_therapist)):
        assert reason(told, Place.PREPARATION, Guard(replace(visit, agreed=(agreed,)))) is None


def test_what_the_patient_said_too_is_the_patients() -> None:
    both = in_a_visit((THERAPIST, SAID), (PATIENT, "Yes, the garden is where I let him go."))
    assert reason(RETOLD, Place.LETTER, Guard(both)) is None


def test_the_patients_words_with_one_of_the_therapists_beside_them_are_the_patients() -> None:
    both = in_a_visit(
        (PATIENT, "I am only worth what I keep running."), (THERAPIST, "Worth what you keep running, you said.")
    )
    assert reason("It is only worth what you keep running: you said it slowly.", Place.LETTER, Guard(both)) is None


def test_two_sentences_of_the_therapist_make_no_run() -> None:
    guard = Guard(in_a_visit((THERAPIST, "Worth what you keep running. You gave it eighty.")))
    assert reason("It is worth what you keep running, you gave it another name.", Place.LETTER, guard) is None


def test_an_offer_to_do_something_in_the_words_of_the_therapist_claims_nothing() -> None:
    task = "Where you were, how it felt, and the thought in the words it came in."
    guard = Guard(in_a_visit((THERAPIST, task)))
    offer = "You could bring your notebook: where you were, how it felt and the thought in the words it came in."
    assert reason(offer, Place.PREPARATION, guard) is None
    assert reason("You know where you were, how it felt, and the thought.", Place.PREPARATION, guard)


def test_a_task_that_was_done_may_be_told_in_the_words_it_was_set_in() -> None:
    task = "write down one thing that went well before you go to bed"
    set_by_the_therapist = in_a_visit((THERAPIST, f"Would you {task}?"), completed_tasks=(task,))
    told = "You did it: write down one thing that went well before you go to bed."
    assert reason(told, Place.PREPARATION, Guard(set_by_the_therapist)) is None
    assert reason(told, Place.PREPARATION, Guard(replace(set_by_the_therapist, completed_tasks=())))


def test_the_numbers_of_a_task_may_stand_where_it_is_told() -> None:
    assert not GUARD.review("You read chapter 3.", Place.PROGRESS, "Read chapter 3").withheld
    assert GUARD.review("You read chapter 3.", Place.PROGRESS).withheld


def test_a_name_of_an_earlier_visit_is_known_by_the_words_under_its_notes() -> None:
    under = replace(SPECIMEN.notes[0].evidence[0], quote="I met Zlatograd and Quillon at the door.")
    noted = replace(SPECIMEN, notes=(replace(SPECIMEN.notes[0], evidence=(under,)),))
    assert reason("Quillon may come along.", Place.PREPARATION, Guard(noted)) is Reason.NAME
    assert reason("Quillon may come along.", Place.PREPARATION) is None
