"""Tokens are counted for limits, whatever the text."""

import pytest
from support.tables import each_row

from app.llm.tokens import SOME_TEXT, count_tokens

pytestmark = pytest.mark.filterwarnings("ignore:open_binary is deprecated:DeprecationWarning")


@each_row(("text", "tokens"), [("", 0), ("hello world", 2), ("<|endoftext|>", 7), ("今日は", 1), ("\x00", 1)])
def test_a_text_has_its_o200k_tokens(text: str, tokens: int) -> None:
    assert count_tokens(text) == tokens


def test_a_very_long_text_is_counted_too() -> None:
    assert count_tokens("word " * SOME_TEXT) >= SOME_TEXT
