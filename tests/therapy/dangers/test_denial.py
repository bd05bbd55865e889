"""A "not" counts where nothing between it and the words could carry it off."""

import pytest

from app.therapy.dangers.denial import is_denied


@pytest.mark.parametrize(
    "before",
    [
        "i dont ",
        "i would never ",
        "i have never thought about ",
        "its not that i ",
        "no thoughts of ",
        "there were no ",
    ],
)
def test_a_not_right_before_denies(before: str) -> None:
    assert is_denied(before)


@pytest.mark.parametrize(
    "before",
    [
        "i ",
        "no, i ",
        "i cant stop thinking about ",
        "i have never told anyone that i ",
        "i cant sleep and lately i ",
        "i dont know, sometimes i ",
        "id be lying if i said i hadnt thought about ",
        "there is not a day i dont think about ",
    ],
)
def test_a_not_of_something_else_does_not(before: str) -> None:
    assert not is_denied(before)
