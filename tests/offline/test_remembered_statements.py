from app.offline.patient_statements import Kind
from app.offline.prompt import NoteLine
from app.offline.remembered_statements import HEADINGS, remembered_sentences


def note(text: str, number: int = 0, about: str = "this visit") -> NoteLine:
    return NoteLine(number, about, "strengths", text)


def test_a_finding_is_told_with_its_note_and_its_visit() -> None:
    latest, earlier = remembered_sentences([note("Done: “I called.”"), note("Hard: “I can't.”", 4, "2 visits ago")])
    assert (latest.kind, latest.text, latest.note, latest.when) == (Kind.DONE, "I called.", 0, "")
    assert (earlier.kind, earlier.note, earlier.when) == (Kind.HARD, 4, ", 2 visits ago")


def test_a_point_of_the_last_journey_is_told_as_earlier() -> None:
    (told,) = remembered_sentences([note("What was hard, 2 visits ago: “I can't.”", 0, "the last journey")])
    assert (told.kind, told.text, told.when) == (Kind.HARD, "I can't.", ", earlier")


def test_each_sentence_is_told_once_and_other_notes_are_not() -> None:
    assert (
        len(remembered_sentences([note("Done: “I called.”"), note("Better: “I called!”"), note("Swims daily.")])) == 1
    )


def test_nothing_of_death_or_harm_is_told() -> None:
    assert (
        remembered_sentences(
            [note("Hard: “I counted the pills.”"), note("May be about death or harm: “I want to die.”")]
        )
        == []
    )


def test_every_kind_has_its_heading() -> None:
    assert set(HEADINGS) == set(Kind)
