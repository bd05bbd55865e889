"""A transcript as a value."""

from dataclasses import replace

from app.therapy.transcript import Role, Segment, Transcript

TALK = Transcript((Segment(0, 1, "How are you?", "A"), Segment(1, 2, "I am fine.", "B"), Segment(2, 3, "", "A")))


def test_speakers_are_in_the_order_in_which_they_first_speak() -> None:
    assert TALK.speakers == ("A", "B")


def test_words_are_counted_for_a_role_and_in_all() -> None:
    roles = {"A": Role.THERAPIST, "B": Role.PATIENT}
    assert (TALK.words, TALK.words_of(Role.PATIENT, roles), TALK.words_of(Role.PATIENT, None)) == (6, 3, 0)


def test_a_fingerprint_changes_with_whatever_a_result_could_rest_on() -> None:
    first = TALK.segments[0]
    others = [
        Transcript((replace(first, **change), *TALK.segments[1:]))
        for change in ({"start": 0.5}, {"end": 1.5}, {"text": "How are you"}, {"speaker": "C"})
    ]
    others += [Transcript(TALK.segments[:2]), Transcript(tuple(reversed(TALK.segments)))]
    prints = {TALK.fingerprint(), TALK.fingerprint({"A": Role.PATIENT}), *(other.fingerprint() for other in others)}
    assert len(prints) == len(others) + 2


def test_a_fingerprint_does_not_depend_on_the_order_of_roles() -> None:
    roles = {"A": Role.THERAPIST, "B": Role.PATIENT}
    assert TALK.fingerprint(roles) == TALK.fingerprint(dict(reversed(roles.items())))


def test_what_is_read_is_speech_in_the_segments_it_was_spoken_in() -> None:
    talk = Transcript(tuple(Segment(0.0, 1.0, text, "A") for text in ("♪♪", "I slept. [laughs]", *["Thanks."] * 4)))
    assert [s.text.strip() for s in talk.speech.segments] == ["", "I slept.", "Thanks.", "", "", ""]
    assert (talk.speech.words, talk.words_of(Role.PATIENT, {"A": Role.PATIENT})) == (3, 3)
    assert talk.segments[1].text == "I slept. [laughs]"
