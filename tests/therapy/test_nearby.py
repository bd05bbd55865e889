"""What a statement names and its words do not comes from the sentence nearby that says it."""

from dataclasses import replace

from app.generators.specimen import SPECIMEN
from app.therapy.evidence import Evidence
from app.therapy.nearby import (
    MAX_ADDED,
    MAX_SEGMENTS,
    NEAR,
    add_evidence_for_named_things,
    add_preceding_sentences,
)
from app.therapy.transcript import Segment, Transcript
from app.therapy.visit import Visit

TALK = (
    "How is the kettle?",
    "I left it at work. The ladder is at home.",
    "And your boots?",
    "They leak. I wore them on Saturday.",
    "So it goes.",
)


def visit_of(*texts: str) -> Visit:
    segments = tuple(Segment(5.0 * n, 5.0 * n + 4.0, text, "PT"[n % 2 == 0]) for n, text in enumerate(texts))
    return replace(SPECIMEN, transcript=Transcript(segments))


def evidence_of(visit: Visit, *quoted: tuple[int, str]) -> list[Evidence]:
    segments = visit.transcript.segments
    places = [(number, segments[number].text.index(quote), quote) for number, quote in quoted]
    return [
        Evidence(
            "/0", SPECIMEN.session_id, quote, number, begin, begin + len(quote), 0.0, 1.0, segments[number].speaker
        )
        for number, begin, quote in places
    ]


def completed(text: str, *quoted: tuple[int, str], visit: Visit | None = None) -> list[str]:
    visit = visit or visit_of(*TALK)
    return [item.quote for item in add_evidence_for_named_things(text, evidence_of(visit, *quoted), visit)]


def test_the_sentence_that_says_what_it_is_comes_along_in_the_order_spoken() -> None:
    assert completed("Patient left the kettle at work.", (1, "I left it at work.")) == [
        "How is the kettle?",
        "I left it at work.",
    ]
    assert completed("Patient's boots leaked.", (3, "They leak.")) == ["And your boots?", "They leak."]


def test_words_that_say_it_themselves_are_left_as_they_are() -> None:
    assert completed("Patient said that the ladder was at home.", (1, "The ladder is at home.")) == [
        "The ladder is at home."
    ]
    assert completed("Patient reported being asked.", (3, "They leak.")) == ["They leak."]


def test_what_is_said_far_away_or_everywhere_or_nowhere_adds_nothing() -> None:
    far = visit_of("The anchor holds.", *["So it goes."] * NEAR, "It is heavy.")
    assert completed("The anchor is heavy.", (NEAR + 1, "It is heavy."), visit=far) == ["It is heavy."]
    everywhere = visit_of(*["The harbour sleeps."] * (MAX_SEGMENTS + 1), "It is calm.")
    assert completed("The harbour is calm.", (MAX_SEGMENTS + 1, "It is calm."), visit=everywhere) == ["It is calm."]
    assert completed("The engine leaked.", (3, "They leak.")) == ["They leak."]


def test_so_much_is_added_and_no_more() -> None:
    found = completed("On Saturday the boots, the kettle and the ladder leaked.", (4, "So it goes."))
    assert len(found) == 1 + MAX_ADDED


def test_an_answer_comes_with_the_sentence_before_it_that_says_what_it_is_about() -> None:
    visit = visit_of(
        "Did you ever try it before?", "No. Never. I keep them in the cabinet upstairs.", "Where?", "There."
    )
    for quote, before in {
        (1, "Never."): "Did you ever try it before?",
        (3, "There."): "I keep them in the cabinet upstairs.",
    }.items():
        assert [item.quote for item in add_preceding_sentences(evidence_of(visit, quote), visit)] == [before, quote[1]]
    (first,) = evidence_of(visit, (0, "Did you ever try it before?"))
    assert [item.quote for item in add_preceding_sentences([first], visit)] == [first.quote]
