"""What the patient used as a word, and what they told."""

from app.therapy.sharing.own_words import OwnWords, person_neutral, stem, stems

TURN = "My parents had so much to carry, so I learned early to sort things out alone. It rained. We ate."
OWN = OwnWords([TURN, "They say I have PTSD."])


def test_a_word_is_said_in_whatever_form() -> None:
    assert OWN.said(["PTSD"])
    assert OWN.said(["carrying", "parent"])
    assert not OWN.said(["PTSD", "panic"])


def test_an_account_in_the_same_words_is_told() -> None:
    told = "You learned early to sort things out alone, because your parents had so much to carry."
    assert OWN.told(told, ["because your parents had"])
    assert not OWN.told("You learned early that love means work.", ["learned early"])
    assert not OWN.told(told, ["because your parents hated"])
    assert not OWN.told("You are the one that has it.", [])


def test_an_account_is_of_a_few_sentences_of_one_turn() -> None:
    apart = OwnWords(["I hid.", "My father shouted."])
    assert not apart.told("You hid because your father shouted.", ["your father"])
    together = OwnWords(["I hid. My father shouted."])
    assert together.told("You hid because your father shouted.", ["your father"])


def test_small_words_and_endings_carry_nothing() -> None:
    assert stems("You were the one that learned it.") == {"learn"}
    assert stem("learning") == stem("learned") == "learn"
    assert stem("ring") == "ring"


def test_whom_one_speaks_of_makes_no_difference() -> None:
    assert person_neutral("I'm here with my dog.") == person_neutral("You're here with your dog.")
