"""What plain text must not hold."""

import re

from app.therapy.markup import CONTROL, LINK

LINKS = ("https://a.b", "HTTP:x", "//x://", "mailto:me", "www.a", "me@home", "evil.com", "host.invalid")
TEXTS = ("at noon @ home", "e.g. this", "the data: they were lost", "Mr. Common", "50 %: so")


def test_links_addresses_and_hosts_are_found_and_nothing_else() -> None:
    link = re.compile(LINK, re.IGNORECASE)
    assert [text for text in LINKS if not link.search(text)] == []
    assert [text for text in TEXTS if link.search(text)] == []


def test_control_and_invisible_characters_are_found_but_no_line_feed() -> None:
    control = re.compile(f"[{CONTROL}]")
    assert all(control.search(char) for char in "\x00\t\r\x7f\x9f\u200b\u202e\u2066\ufeff")
    assert not control.search("two\nlines, “quoted” – é")
