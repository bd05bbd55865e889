"""What was agreed goes from one visit to the next, and to the patient's pages."""

from dataclasses import replace
from typing import Any

from app.generators.agreed_tasks import MAX_HOMEWORK, agreed_first, agreed_now, homework_outcomes, homework_told
from app.generators.specimen import SPECIMEN
from app.therapy.evidence import Dropped, Evidence, Settled
from app.therapy.sharing.guard import Guard
from app.therapy.sharing.withholding import ListItem

GUARD = Guard(SPECIMEN)
NOW, BEFORE = SPECIMEN.notes[2], SPECIMEN.agreed[0]
WORDS = SPECIMEN.notes[0].evidence[0]


def told(*items: int) -> Settled:
    entries: list[dict[str, Any]] = [{"item": item, "status": "done", "text": f"As {item}."} for item in items]
    evidence = [replace(WORDS, path=f"/homework/{at}") for at in range(len(items))]
    return Settled({"homework": entries}, evidence)


def test_an_outcome_stands_under_the_words_of_what_was_agreed() -> None:
    agreed = SPECIMEN.first_agreed
    kept, evidence, dropped = homework_outcomes(told(0, agreed, agreed), SPECIMEN)
    assert kept == [{"agreed": BEFORE.text, "status": "done", "text": f"As {agreed}."}]
    assert [item.path for item in evidence] == ["/homework/0"]
    assert dropped == [Dropped("/homework/0/item", "note_not_found"), Dropped("/homework/2/item", "note_not_found")]


def test_homework_on_a_page_is_what_is_open_and_what_became_of_what_was() -> None:
    results = {"deep_analysis": {"homework": [{"agreed": BEFORE.text, "status": "not_done", "text": "Forgot."}]}}
    for visit, status in ((SPECIMEN, "not_told"), (replace(SPECIMEN, results=results), "not_done")):
        homework, evidence = homework_told(visit, GUARD)
        assert homework == [{"text": NOW.text, "status": "open"}, {"text": BEFORE.text, "status": status}]
        assert [item.path for item in evidence] == ["/homework/0"]


def test_homework_on_a_page_is_limited_and_holds_nothing_that_the_patient_may_not_read() -> None:
    many = tuple(replace(NOW, text=f"Walk to the {what}.") for what in "sea hill park shop pier well mill".split())
    assert len(homework_told(replace(SPECIMEN, notes=many), GUARD)[0]) == MAX_HOMEWORK
    grave = replace(SPECIMEN, notes=(replace(NOW, text="Write the safety plan."), replace(NOW, text="Ring Robert.")))
    assert homework_told(grave, GUARD)[0] == [{"text": BEFORE.text, "status": "not_told"}]
    assert [note.text for note in agreed_now(grave)] == ["", "Ring Robert."]


def item(text: str, *evidence: Evidence) -> ListItem:
    return ListItem(text, "/sessionPrep/0", tuple(replace(words, path="/sessionPrep/0") for words in evidence))


def test_a_preparation_begins_with_what_was_agreed_and_keeps_the_rest_in_its_order() -> None:
    first, other, own = item("Notice the tea.", WORDS), item("Bring a pen."), item("Walk as agreed.", *NOW.evidence)
    assert agreed_first([first, other, own], SPECIMEN, GUARD) == [own, first, other]
    added = ListItem(NOW.text, "", NOW.evidence)
    assert agreed_first([first, other], SPECIMEN, GUARD) == [added, first, other]
