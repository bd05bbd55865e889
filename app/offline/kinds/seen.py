"""What the speaker came to see about themselves."""

from app.offline.cues import Cue

CUES = (
    Cue(
        r"{I}(?:reali[sz]ed?|noticed?|discovered|figured out|found out|came to see|learned|learnt|understood|see now"
        r"|understand now"
        r"|recogni[sz]ed?)(?: now| then| today| this week| that day)?(?: that|, |:| how| what| why)? ?(?:\w+"
        r" ){0,2}(?:I|I'm|I've|my|me|myself)\b",
        "I realised that I was holding my breath.",
        "I realised that the bus was late.",
    ),
    Cue(
        r"\b(?:it (?:dawned on|hit|struck|occurred to) me(?: that| how)?(?: \w+){0,3} (?:I|my|I'm|I've)|I can see"
        r" (?:now|that) (?:that )?(?:I|I'm|my|I've)"
        r"|I(?:'m| am) starting to (?:see|understand|realize|realise) (?:that )?(?:I|I'm|my|how I))\b",
        "I can see now that I was scared too.",
        "I can see now that he was scared too.",
    ),
)
NOT_SEEN = (
    Cue(
        r"\b(?:(?:didn't|never|hadn't|haven't|don't) (?:even |really )?(?:reali[sz]e|notice|understand)\w*|(?:keys"
        r"|phone|wallet|late|bus|train|parked|appointment))\b",
        "I noticed I had lost my keys.",
        "I noticed I had lost my temper.",
    ),
)
"""Beside these nothing was seen about oneself."""
