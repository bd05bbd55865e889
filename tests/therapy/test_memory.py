"""What is remembered of earlier visits: three strategies, each inside its budget."""

from uuid import UUID

from app.therapy.memory import (
    OLD_TOKENS,
    SHORT_CHARS,
    SHORT_TOKENS,
    SHORT_VISITS,
    PastVisit,
    Strategy,
    notes_as_of,
    remember,
)
from app.therapy.visit import Memory, Note


def words(text: str) -> int:
    return len(text.split())


def past(number: int, *texts: str, **more: bool) -> PastVisit:
    session = UUID(int=number)
    return PastVisit(session, tuple(Note(session, f"{number} ago", "pattern", text) for text in texts), **more)


def hierarchical(*visits: PastVisit) -> Memory:
    return remember("hierarchical", visits, (), words, 10**6)


def held(memory: Memory) -> list[int]:
    return [session.int for session in memory.sessions]


def test_the_last_three_visits_are_held_whole() -> None:
    visits = [past(number, "a" * 400, "b" * 400) for number in (1, 2, 3, 4)]
    memory = hierarchical(*visits)
    assert held(memory) == [1, 2, 3]
    assert len(memory.notes) == 6
    assert memory.left_out == 2


def test_the_fourth_to_seventh_are_held_to_three_hundred_characters() -> None:
    visits = [past(number, "x" * 200, "y" * 100, "z") for number in range(1, 8)]
    memory = hierarchical(*visits)
    for number in (4, 5, 6, 7):
        of_visit = [note for note in memory.notes if note.session_id.int == number]
        assert sum(len(note.text) for note in of_visit) == SHORT_CHARS
    assert memory.left_out == 4


def test_all_older_ones_share_their_tokens() -> None:
    visits = [past(number, "word " * 100) for number in range(1, 21)]
    memory = hierarchical(*visits)
    old = [note for note in memory.notes if note.session_id.int > 7]
    assert 0 < sum(words(note.text) for note in old) <= OLD_TOKENS
    assert [note.session_id.int for note in old] == [8, 9, 10]
    # Of the four before them, whose one note is longer than 300 characters, nothing is held either.
    assert memory.left_out == 20 - 3 - len(old)


def test_of_the_oldest_a_breakthrough_goes_before_a_newer_visit() -> None:
    visits = [past(number, "word " * 250, breakthrough=number == 15) for number in range(1, 16)]
    assert 15 in held(hierarchical(*visits))


def test_a_disclosure_is_never_dropped() -> None:
    visits = [past(number, "word " * 500, disclosure=number >= 8) for number in range(1, 15)]
    assert set(range(8, 15)) <= set(held(hierarchical(*visits)))


def test_visits_without_a_result_are_named_whatever_the_strategy() -> None:
    visits = [past(1, "a"), PastVisit(UUID(int=2), None), past(3, "b")]
    strategies: tuple[Strategy, ...] = ("hierarchical", "full", "progressive")
    for strategy in strategies:
        assert remember(strategy, visits, (), words, 1000).missing == (UUID(int=2),), strategy


def test_full_holds_everything_that_fits() -> None:
    visits = [past(number, "word " * 50, "more") for number in range(1, 21)]
    memory = remember("full", visits, (), words, 10**6)
    assert held(memory) == list(range(1, 21))
    assert (memory.left_out, memory.shortened) == (0, 0)


def test_full_falls_back_for_the_oldest_and_says_so() -> None:
    visits = [past(number, "word " * 50) for number in range(1, 61)]
    memory = remember("full", visits, (), words, 60 * 5 + OLD_TOKENS + SHORT_VISITS * SHORT_TOKENS)
    assert memory.strategy == "full"
    assert memory.shortened == 55
    assert held(memory)[:5] == [1, 2, 3, 4, 5]


def test_progressive_holds_the_last_journey_alone() -> None:
    journey = [Note(UUID(int=3), "last journey", "summary", "You slept.")]
    memory = remember("progressive", [past(1, "a")], journey, words, 1000)
    assert (memory.notes, memory.journey, held(memory)) == ((), tuple(journey), [3])


def test_nothing_before_is_nothing_remembered() -> None:
    assert hierarchical() == Memory()


def test_what_is_told_of_a_memory_holds_no_words() -> None:
    told = hierarchical(past(1, "a secret")).provenance()
    assert "secret" not in str(told)
    assert told["sessions"] == [str(UUID(int=1))]


def test_notes_are_dated_as_one_says_it() -> None:
    (note,) = past(1, "a").notes or ()
    assert [notes_as_of([note], ago)[0].about for ago in (1, 2)] == ["1 visit ago", "2 visits ago"]


def test_full_stays_inside_its_budget_with_what_it_keeps_of_the_rest() -> None:
    visits = [past(number, *["word " * 30] * 5) for number in range(1, 61)]
    journey = [Note(UUID(int=1), "last journey", "focus", "word " * 40)]
    for budget in (2_000, 4_000, 8_000):
        memory = remember("full", visits, journey, words, budget)
        assert memory.shortened, budget
        assert sum(words(note.text) for note in (*memory.notes, *memory.journey)) <= budget
