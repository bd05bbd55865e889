"""Counts tokens, for limits only: billing uses the server's count."""

from functools import lru_cache
from typing import Any

SOME_TEXT = 100_000
"""Characters. The tokenizer refuses more than 200,000 tokens at once; beyond this the text is counted in parts."""


def count_tokens(text: str) -> int:
    """Tokens of a text in the o200k encoding."""
    encoder = _encoder()
    parts = range(0, len(text), SOME_TEXT)
    return sum(len(encoder.encode_ordinary(text[start : start + SOME_TEXT])) for start in parts)


@lru_cache(maxsize=1)
def _encoder() -> Any:
    # 125 MB: loaded at first use, in the process that builds prompts.
    from bpe_openai import get_encoding

    return get_encoding("o200k_base")
