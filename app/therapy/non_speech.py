"""Non-speech sounds, as transcribers and speech recognition write them."""

import re
from collections.abc import Iterator

_SOUNDS = (
    r"inaudible|unintelligible|indistinct|unclear|crosstalk|cross[- ]talk|overlapp\w*|laugh\w*|chuckl\w+|giggl\w+"
    r"|snicker\w*|sigh\w*|cough\w*|sneez\w+|sniff\w*|sob(?:s|bing)?|cry|cries|crying|weep\w*|groan\w*|moan\w*"
    r"|gasp\w*|yawn\w*|hiccup\w*|snort\w*|throat|inhal\w+|exhal\w+|breath\w*|pauses?|silen\w+|music|singing"
    r"|hum(?:s|ming)|applau\w+|clap(?:s|ping)|cheer(?:s|ing)|noises?|background|blank[_ ]audio|no audio|audio|static"
    r"|beep\w*|buzz\w*|ring(?:s|ing)|bells?|doors?|knock\w*|footsteps?|typing|click\w*|bark\w*|sirens?|foreign"
    r"|whisper\w*|mumbl\w+|murmur\w*|sounds?|tape|recording|redacted"
)
_ANYBODY = r"(?:i|i'm|me|my|you|your|he|she|it|we|they|him|her|them|not|no|never)\b"
_OPENING = re.compile(r"[♪♫♬♩\[({<*]")
"""Looked for first: most lines have none."""
_TOKEN = re.compile(
    rf"[♪♫♬♩]+"
    rf"|[\[({{<*](?=[^\])}}>*]{{0,40}}[\])}}>*])(?![^\])}}>*]*\b{_ANYBODY})"
    rf"(?:[\w'-]+[ ,]+){{0,2}}(?:{_SOUNDS})\b(?:[ ,:;.&/-]+[\w':-]+){{0,3}}[.,:;!? -]*[\])}}>*]",
    re.IGNORECASE,
)
"""A sound as transcribers write it: [inaudible 00:01:33], (laughs), *coughs*, [BLANK_AUDIO], ♪. What has a pronoun in
it was said."""


def sound_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where tokens for sounds begin and end in `text`."""
    return (found.span() for found in _TOKEN.finditer(text)) if _OPENING.search(text) else iter(())


def without_sounds(text: str) -> str:
    """`text` with spaces in the place of tokens for sounds that are no speech."""
    return _TOKEN.sub(lambda found: " " * len(found[0]), text) if _OPENING.search(text) else text
