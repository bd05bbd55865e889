"""Parts of regular expressions for what plain text must not hold. They are compiled with IGNORECASE."""

SCHEMES = "mailto|javascript|data|tel"
"""URI schemes that stand without two slashes."""
LINK = (
    rf"https?:|://|\b(?:{SCHEMES}):\S|www\."
    r"|\S@\w|\b[\w-]+\.(?:com|org|net|info|io|app|co|xyz|example|invalid)\b"
)
"""Links, mail addresses, and names of hosts."""
CONTROL = r"\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
"""Control characters but the line feed, surrogates, and invisible characters, which reorder what is seen: the content
of a character class."""
