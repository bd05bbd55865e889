"""Whether words of danger are denied: a "not" right before them, with nothing in between that could carry it off."""

import re

_NOTS = (
    r"(?:not|never|aint|nobodys|nor|without|dont|didnt|doesnt|wont|wouldnt|havent|hasnt|hadnt|isnt|wasnt|arent|werent|cant"
    r"|couldnt|shouldnt|neither|no longer|nothing|nobody|no one|no ones"
    r"|no(?= (?:thoughts?|plans?|intention|intent|urges?|desire"
    r"|wish|reason|risk|danger|interest|idea|history|current|active|passive|past|recent)| ?$)|far from|rather than"
    r"|instead of|stopped|stop|hardly|barely"
    r"|den(?:y|ies|ied|ying))"
)
_CARRIED = (
    r"(?:really|actually|ever|even|like|exactly|seriously|been|be|being|have|has|had|going|gonna|want|wants|wanted"
    r"|wanting|to|feel|feeling|felt|think|thinking|thought|thoughts|of|about|plan|plans|planning|any|a|an|the|that|i"
    r"|im|id|ill|ive|it|its|do|did|doing|anything|actively|intention|intentions|intent|intend|urge|urges|desire|wish"
    r"|wished|reason|type|kind|sort|person|would|who|or|nor|and|as|if|ever|once|in|my|life|mean|try|trying|tried|me"
    r"|so|currently|at all|considering|considered|risk|danger|hes|shes|he|she|they|was|were|is|got|get|anyone|man"
    r"|to say|kill|killing|killed|hurt|hurting|harm|harming|myself|die|dying|suicidal|suicide|dead|self|him|her|them"
    r"|someone|anybody|somebody|one|laid|lay|raised|a hand|used|talking|here|either|gone|come|came|close|near|idea"
    r"|interest|history|told|tells|asked|made|current|active|passive|past|recent)"
)
_BEFORE = re.compile(rf"\b{_NOTS}(?: {_CARRIED}){{0,9}} ?$")
_NO_DENIAL = re.compile(
    r"\b(?:cant|couldnt|cannot|not|dont|didnt) (?:stop|help|shake|say|lie|pretend|deny|remember)\b|\bstopped me\b"
    r"|\b(?:dont|didnt|not|never) (?:know|sure|told|tell|said|say|admitted)\b|\b(?:not|never) (?:one|a) (?:day|night"
    r"|week|hour)\b|\bnever not\b|\b(?:not|isnt) just\b|\b(?:didnt|dont) think i would\b"
)


_DENIED_AGAIN = re.compile(r"\b(?:lying|lie|liar|untrue|dishonest|pretend\w*) (?:if|to|that|and)\b(?: \w+){0,4} ?$")


def is_denied(before: str) -> bool:
    """Whether the words of danger that follow on `before`, the part of the line in front of them, are denied."""
    found = _BEFORE.search(before)
    if found is None or _DENIED_AGAIN.search(before[: found.start()]):
        return False
    return not _NO_DENIAL.search(before[max(0, found.start() - 12) :])
