"""Progress is what was done between visits, not what happened in one."""

from support.lexicon_checks import misses

from app.therapy.lexicon import Entry
from app.therapy.sharing.in_session_content import OF_THE_ROOM, in_session_words, is_in_session
from app.therapy.sharing.reading import lexicon, normalise_line


def finds(entry: Entry, sentence: str) -> bool:
    return entry.expression.search(normalise_line(sentence)) is not None


def test_each_entry_finds_its_sentence_and_spares_the_other() -> None:
    assert misses(lexicon("room"), finds) == []


def test_what_was_done_or_felt_in_the_room_is_a_scene_and_what_is_only_named_is_none() -> None:
    assert in_session_words("Getting angry with your therapist.", scenes_alone=True)
    assert in_session_words("What stayed open in our session.") == ["in our session"]
    assert in_session_words("What stayed open in our session.", scenes_alone=True) == []


def test_each_example_of_the_room_is_of_it() -> None:
    cases = OF_THE_ROOM
    assert [example for example in cases if not is_in_session(f"How {example}, it is allowed to be hard.")] == []


def test_what_happened_in_the_room_is_of_it() -> None:
    cases = [
        "what you saw in our last session",
        "what came up during the visit",
        "the calm that you felt in the room",
        "how you spoke of it with your therapist",
        "that you told your therapist about the letter",
        "what the counsellor suggested",
        "what you took from the session",
        "what you said in therapy",
        "what you saw during our conversation",
        "your tears",
        "that you cried when you spoke of your father",
        "what you told me about the job",
        "that you understood why the thought returns",
    ]
    assert [told for told in cases if not is_in_session(f"You might share {told}.")] == []


def test_what_happened_outside_is_not() -> None:
    cases = [
        "You might share how it has been since your visit.",
        "You might share at your next session how the walks went.",
        "You might share with your therapist how the walks went.",
        "You might share what helped in between sessions.",
        "You brought the list for your therapist.",
        "You were calm during your visit to your mother.",
        "You sat in the living room.",
    ]
    assert [told for told in cases if is_in_session(told)] == []
