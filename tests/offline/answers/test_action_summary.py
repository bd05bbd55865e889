from typing import Any

from app.offline.answers.action_summary import answer
from app.offline.prompt import read_prompt


def line(*items: str, kind: str = "action items") -> Any:
    notes = [f"[{number}] (this visit, {kind}) {text}" for number, text in enumerate(items)]
    found = answer(read_prompt("\n".join(["<notes>", *notes, "</notes>"])))
    return found and found["action_summary"]


def test_two_short_actions_are_joined() -> None:
    assert line("Keep a sleep diary.", "Call the landlord.") == {
        "notes": [0, 1],
        "text": "Keep a sleep diary and call the landlord",
    }


def test_when_and_how_give_way_before_an_action_does() -> None:
    made = line("Write one line each evening", "Practice the breathing in the morning")
    assert made == {"notes": [0, 1], "text": "Write one line and practice the breathing"}


def test_no_action_is_cut_so_short_that_it_says_another_thing() -> None:
    made = line("Put the two sentences side by side", "Bring your therapist the list")
    assert made == {"notes": [0], "text": "Put the two sentences side by side"}


def test_one_action_stands_alone() -> None:
    assert line("Walk to the lake") == {"notes": [0], "text": "Walk to the lake"}


def test_no_action_is_cut_in_mid_thought() -> None:
    long = "Write down every single thought that comes up about the new flat"
    assert line(long) is None
    assert line(long, "Call the landlord") == {"notes": [1], "text": "Call the landlord"}
    assert line("Put it in the notebook anyway", "Bring your therapist a first draft of the letter") == {
        "notes": [0],
        "text": "Put it in the notebook anyway",
    }


def test_where_only_one_has_room_its_note_alone_is_named() -> None:
    assert line("Keep a list", f"Go{'o' * 40} home") == {"notes": [0], "text": "Keep a list"}


def test_no_word_or_half_a_word_makes_no_line() -> None:
    items = ["\u2026", "?!", f"G{'o' * 60}"]
    assert [item for item in items if line(item) is not None] == []


def test_other_notes_are_no_actions() -> None:
    assert line("Walks to the lake", kind="strengths") is None


def test_an_action_with_a_link_is_left_out() -> None:
    assert line("Read www.evil.example", "Call the landlord") == {"notes": [1], "text": "Call the landlord"}
