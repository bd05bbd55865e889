"""A "not" counts where nothing between it and the words could carry it off."""

from app.therapy.dangers.denial import is_denied

DENIED = [
    "i dont ",
    "i would never ",
    "i have never thought about ",
    "its not that i ",
    "no thoughts of ",
    "there were no ",
    "i aint gonna ",
    "nobodys ever ",
]
SAID = [
    "i ",
    "no, i ",
    "i cant stop thinking about ",
    "i have never told anyone that i ",
    "i cant sleep and lately i ",
    "i dont know, sometimes i ",
    "id be lying if i said i hadnt thought about ",
    "there is not a day i dont think about ",
]


def test_a_not_right_before_denies_and_one_of_something_else_does_not() -> None:
    assert [before for before in DENIED if not is_denied(before)] == []
    assert [before for before in SAID if is_denied(before)] == []
