"""Whether a text is English, by its commonest small words."""

from collections.abc import Sequence

from app.therapy.wording import forms

MIN_WORDS = 12
"""With fewer words nothing is said about the language, and it is taken for English."""
MIN_SHARE = 0.1
"""One speaker's English has 0.32 or more in AnnoMI and the sample visits, other languages 0.05 or less; notes, which
leave such words out, lie between."""

_SMALL_WORDS = frozenset(
    """
    about and are been because but by can could couldnt did didnt does doesnt dont for from get go going had has have
    him his how i ill im it its ive just know like my not now our out really she should some than that thats the their
    them then there these they thing things think this though time to too up want well were what when where which who
    with would yeah yes you your youre again always any anybody anyone anything before every everybody everyone
    everything much myself never nobody none nothing right since somebody someone something sometimes us yourself
    """.split()
)
"""Without those that are as common in German, Dutch, French, Spanish or Italian: a, he, in, is, me, no, so, was."""


def is_english(text: str) -> bool:
    """True where at least a tenth of the words are small English ones, or where there are too few to tell."""
    return are_english(forms(text))


def are_english(spoken: Sequence[str]) -> bool:
    """The same of the forms of a text's words."""
    if len(spoken) < MIN_WORDS:
        return True
    return sum(map(_SMALL_WORDS.__contains__, spoken)) >= MIN_SHARE * len(spoken)
