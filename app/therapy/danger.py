"""Words that speak of danger: death wished for, harm to oneself or others, abuse. A floor, not a finding.

A denial speaks of danger too, and is kept as any finding; a disclosure is never dropped. English only.
"""

import re

_SPOKEN = re.compile(
    r"""
    \bsuicid\w* | \bkill(?:ing|ed)?\s+(?:my|him|her|them|your)self?\b | \bkill\s+(?:him|her|them|someone|somebody)\b
    | \b(?:end(?:ing)?|tak(?:e|ing))\s+(?:it\ all|(?:my|your|his|her|their)\s+(?:own\s+)?life)\b
    | \b(?:want(?:ed|s)?|wish(?:ed|es)?|rather|better\ off)\b[^.?!]{0,30}
        \b(?:die|dead|not\ be\ (?:here|alive)|be\ gone)\b
    | (?:\bnot|n['’]t)\ (?:want(?:ing)?\ to\ )?(?:be\ (?:here|alive)|wake\ up|live)(?:\ any\s?more)?\b
    | \b(?:no\ (?:point|reason)\ (?:in\ )?(?:to\ )?(?:living|live|going\ on))\b
    | \bself[-\ ]?harm\w*
    | \b(?:hurt|harm|cut|cutting|burn|burning|hurting|harming)\s+(?:my|your|him|her|them)sel(?:f|ves)\b
    | \b(?:cut|cuts|cutting|burn|burns|burning)\s+(?:my|her|his|their)\ (?:own\ )?(?:arms?|wrists?|legs?|thighs?|skin)\b
    | \bnever\ wak(?:e|ing)\ up\b | \bbetter\ off\ without\ (?:me|him|her|them)\b
    | \bpoint\ (?:of|in)\ (?:going\ on|living|carrying\ on)\b | \bjump(?:ing)?\ (?:off|from|in\ front)\b
    | \bthinking\ (?:about|of)\ jumping\b
    | \b(?:took|taken|taking|swallowed)\ (?!my\b|the\b|his\b|her\b|a\b)\w+\ (?:paracetamol|aspirin|pills|tablets)\b
    | \b(?:slapped|punched|kicked|threatened|forced)\ (?:me|him|her|them|us)\b
    | \boverdos\w* | \b(?:all|too\ many)\ (?:the|my|of\ (?:the|my))?\ ?(?:pills|tablets)\b
    | \b(?:thoughts?|thinking|wish(?:es)?)\ (?:of|about|for)\ (?:\w+\ )?
        (?:death|dying|being\ dead|not\ (?:being\ (?:alive|here)|waking\ up))\b
    | (?<!\bit\ )(?<!\bthat\ )\b(?:hit|hits|hitting|beat|beats|beating)\s+(?:me|him|her|them|us|my\s(?:\w+\s)?
        (?:wife|husband|partner|(?:girl|boy)friend|mother|mum|father|dad|son|daughter|child|kids?))\b(?!\ up\b)
    | \b(?:was|were|got|gets|been|being)\s(?:hit|beaten)\b
    | \b(?:chok(?:e|ed|es)|strangl\w+|rap(?:e|ed)|molest\w+|abus(?:e|ed|es|ing|ive))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


_DENIED = re.compile(
    r"""
    \bden(?:y|ies|ied|ying|ial)\b
    | \bno(?:\ (?:current|such|longer|more|thoughts?|wish|plans?|intent\w*|urges?))+\b
    | (?:\bnot|n['’]t|\bnever)\ (?:had|have|having|been|want|wanted|think|thinking|thought)\b[^.?!;]{0,40}
        \b(?:suicid\w*|die|dead|dying|death|kill\w*|harm\w*|hurt\w*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SENTENCE = re.compile(r"[.?!;]+\s+")


def discloses_danger(text: str) -> bool:
    """Whether a sentence of a text speaks of danger without denying it."""
    return any(speaks_of_danger(part) and not _DENIED.search(part) for part in _SENTENCE.split(text))


def speaks_of_danger(text: str) -> bool:
    """Whether a text holds words of danger, in whatever sense."""
    return _SPOKEN.search(text) is not None
