"""What a generator may write is text, and nothing that a screen could follow or run."""

import pytest
from pydantic import TypeAdapter, ValidationError
from support.tables import each_row

from app.generators.plain_text import Plain, reject_markup

TEXT = TypeAdapter[str](Plain)


@each_row(
    "text",
    [
        "You slept better on three nights.",
        "2 + 2 = 4; a*b; #1 worry; 50 % (or so) [sic]",
        "Zwei Zeilen\nsind erlaubt – auch Umlaute.",
        "眠れるようになった。",
        "It's 'fine', e.g. walking.",
        "A wink 🙂",
        "They met @ noon, or so it says @.",
    ],
)
def test_plain_text_is_taken_as_it_is(text: str) -> None:
    assert TEXT.validate_python(text) == text


@each_row(
    "text",
    [
        "See https://evil.example",
        "See HTTP://evil.example",
        "See www.evil.example",
        "[here](//evil.example)",
        "![x](y)",
        "<b>bold</b>",
        "a < b",
        "**bold**",
        "```code```",
        "# Heading",
        "text\n## Heading",
        "a\x00b",
        "a\x1b[31mb",
        "a\tb",
        "a\rb",
        "a\x7fb",
        "mailto:someone@evil.example",
        "Write to someone@evil",
        "javascript:alert(1)",
        "a\u202eb",
        "a\u200bb",
        "a\u2028b",
    ],
)
def test_links_markup_and_control_characters_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="plain text only"):
        TEXT.validate_python(text)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValueError, match="plain text only"):
        reject_markup("\ud800")


@each_row("text", ["", " ", "\n\n"])
def test_text_has_words(text: str) -> None:
    with pytest.raises(ValidationError, match="no words"):
        TEXT.validate_python(text)


def test_what_is_refused_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as caught:
        TEXT.validate_python("https://secret.example")
    assert "secret" not in caught.value.errors(include_input=False)[0]["msg"]
