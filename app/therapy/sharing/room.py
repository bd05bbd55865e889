"""What happened in a visit, or what the therapist said or did: nothing that is told as progress between visits."""

from app.therapy.sharing.phrases import Phrases

OF_THE_ROOM = ("in the session", "your therapist said")
"""Examples of what is of the room."""

_THERAPIST = r"(?:your|the|our|my|a|her|his) (?:therapist|counsell?or|psychologist|psychiatrist|psychotherapist)"
_HELD = r"(?:(?:the|our|your|my|this|that|last|latest|previous|earlier|first|whole|most recent|recent|today's) )*"
_MEETING = r"(?:therapy )?(?:sessions?|visits?|appointments?|consultations?|counsell?ing)"
_TALK = (
    r"(?:conversations?|talks?|discussions?|meetings?|chats?|time together|hour together|work together|role[- ]?play)"
)
_OFFERED = "".join(
    f"(?<!{words} )" for words in ("share with", "for", "tell", "ask", "show", "bring to", "share this with")
)
_ROOM = Phrases(
    (
        rf"(?:in|during|at|from|throughout|within|after|over) {_HELD}{_MEETING}\b(?! (?:to|at|with)\b)",
        rf"(?:since|before|of) {_HELD}sessions?",
        rf"(?:in|during|at|from|throughout|after) (?:the|this|that|our|my|a) (?:\w+ )?{_TALK}\b(?! (?:to|at"
        r"|between)\b)",
        rf"{_HELD}(?:session|appointment) (?:showed|helped|was|brought|gave|taught|made|where|in which|when|that)",
        r"(?:in|during|through|throughout|of|for|to|at|from) (?:your |our |my )?therapy(?: room| hour| session)?",
        r"in (?:the|this|that) room",
        r"(?:consulting|treatment|therapy|counselling) room",
        r"(?:role[- ]?play\w*|empty chair)",
        r"(?:in|out loud|together|with us|between us) (?:in )?here",
        rf"{_OFFERED}{_THERAPIST}",
        rf"(?:cried|opened up|admitted|confided|confessed|spoke|talked|laughed)\b.{{0,60}}\b{_THERAPIST}",
        rf"{_THERAPIST}'s (?:office|room|chair|couch|sofa|words|questions?|advice|help|suggestion|presence)",
        r"(?:when|while|as|after|since|last time|before) we (?:last )?(?:met|spoke|talked|sat|worked"
        r"|discussed|were|looked)",
        r"we (?:talked|spoke|discussed|explored|looked at|worked on|went (?:over|through)|practi[sc]ed|agreed"
        r"|unpacked)",
        r"(?:when|after|once|on) (?:you were |being )?(?:gently )?asked(?: about)?",
        r"(?:on|from) the couch",
        r"(?:cried|wept|teared up|opened up|broke down|fell silent) (?:here|today|together|there and then)",
        r"(?:video|phone) (?:call|session) with (?:your|my|the) (?:therapist|counsell?or)",
        r"homework (?:review|was discussed)",
        r"(?:came up|happened|said|began|begun|understood|left open|realised|realized|felt|saw) last time",
        r"(?:until|before|when|at|by) the (?:end of the )?hour(?: was| is| had|'s)?(?: over| up| ended)?",
        r"(?:her|his|their|the) (?:notepad|notebook and pen|whiteboard|flip-?chart|box of tissues|tissues)",
        r"(?:in|at) the (?:practice|clinic|consulting|therapist's)",
        r"(?:two-|empty-)?chair (?:exercise|work|dialogue)",
        rf"(?:our|this|that|the last|today's) (?:\w+ )?(?:{_TALK}|sitting|hour)",
        r"(?:previous|last|latest|first|earlier) sitting",
        r"(?:the|a) questions? (?:\w+ ){0,4}came",
        r"(?:able|allowed|free|dared|dare|managed|began|learned|learnt) to (?:\w+ ){1,3}here",
        r"tears?|insights?|reali[sz]ations?|breakthroughs?",
        r"(?:cried|wept|opened up) (?:when|as|while|about)",
        r"told (?:me|us)",
        r"you (?:saw|reali[sz]ed|understood|noticed|said) today",
        r"you (?:understood|reali[sz]ed|recogni[sz]ed|came to see) (?:that|how|why|what)",
        r"as we talked",
        r"(?:agreed|promised|undertook|were (?:asked|given|set)) (?:to|that|a|an|the|some)\b.{0,80}\bhomework",
        r"(?:came|come|coming|turned up|showed up|arrived|be) (?:here|today|to us)",
        r"(?:while|when|by|through|after|for) (?:\w+ ){0,2}(?:talking|speaking|sitting|being|coming|meeting) here",
        r"(?:video|phone|zoom|online|skype) (?:call|session|link|screen)",
        r"(?:explored|discussed|talked|worked|practi[sc]ed|shared|spoke|named|reflected) (?:\w+ ){0,3}(?:with|to) us",
    )
)


def is_of_the_room(text: str) -> bool:
    """Whether `text` tells of what happened in a visit, or of what the therapist said or did."""
    return _ROOM.stand_in(text)
