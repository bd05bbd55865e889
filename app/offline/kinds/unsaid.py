"""What turns a sentence into no statement of fact about its speaker's days: it claims nothing, whatever else it"
" says."""

from app.offline.cues import Cue

CUES = (
    Cue(r"\?(?<!, right\?)(?<!, yeah\?)(?<!, you know\?)", "Do you think I managed it?", "I managed it, right?"),
    Cue(
        r"(?<!\bas )(?<!\beven )\bif\b(?! (?:that|it|you know|I'm honest|I'm being honest|anything))|\bunless\b"
        r"|\bwhether\b|\bas (?:if"
        r"|though)\b",
        "Probably if I started sleeping a lot again.",
        "It is quieter up here, if that makes sense.",
    ),
    Cue(
        r"\b(?:imagine|pretend\w*|suppose(?! so)|supposed to|let's say|role ?play\w*|hypothetically|in theory"
        r"|ideally)\b",
        "Let's say I told my boss that I want a day off.",
        "I told my boss that I want a day off.",
    ),
    Cue(
        r"\b(?:I wish|hopefully|fingers crossed|one day I|some ?day)\b",
        "I wish I had called my sister.",
        "I called my sister.",
    ),
    Cue(
        r"\b(?:probably|perhaps|I guess|I suppose|not sure|maybe(?! (?:once|twice|one|two|three|four|five|six|ten|a"
        r"|\d))"
        r"|possibly|allegedly|supposedly|I don't know(?! how else| what else to call| why))\b",
        "I guess I did better.",
        "The nightmares have gone to maybe once a week.",
    ),
    Cue(
        r"\b(?:years?|months?) ago\b|\b(?:back (?:then|when)|at (?:that|the) time|when I was (?:\w+ )?(?:a|\w+teen"
        r"|\w+ing"
        r"|young|little|\d+|in)|as a (?:kid|child|teen\w*|boy|girl|student)|growing up|in my (?:teens|twenties"
        r"|thirties)"
        r"|in (?:high school|college|university|school)|last (?:year|summer|winter|fall|autumn)|one time|originally"
        r"|in (?:19|20)\d\d|used to be able|in the past|before I (?:met|had (?:my|kids|him|her)|started (?:drinking"
        r"|smoking|therapy)|moved|came here|was born)|years? (?:old|back)"
        r"|over the years|all my life|my whole life|as long as I can)\b",
        "I stopped drinking for six months two years ago.",
        "I stopped drinking two days ago.",
    ),
    Cue(
        r"[“”\"]",
        "So I go, “I feel much better”.",
        "I feel much better.",
    ),
    Cue(
        r"\b(?:he|she|they|everyone|everybody|people|nobody|mom|mum|dad|(?:my|his|her|the|our) [\w']+)"
        r"(?:'s| is| was| were|'re| keeps?| kept)? (?:(?!and\b|or\b|but\b|to\b)\w+ )?(?:(?:says?(?<! to say)"
        r"|said|saying|thinks?"
        r"|thought"
        r"|reckons?|claims?|claimed|believes?|swears?|goes|was like|were like) (?:to me )?(?:that )?(?:I|I'm|I've|I'd"
        r"|my|it's|it"
        r"|things|the)|told me|tells me|wants me)\b(?!.*\band I (?:told|said|did))",
        "She said that I did really well.",
        "My mum wanted me to mind the kids and I told her no.",
    ),
    Cue(
        r"\b(?:just (?:kidding|joking)|I'm joking|yeah,? right|as you can imagine I)\b",
        "I went to the moon, just kidding.",
        "I went to the lake.",
    ),
    Cue(
        r"(?:\b(?:a|an|the|my|his|her|their|our|of),|\b(?:or|and|but|because|the|a|an|my|which|if|when|I'm"
        r"|it's)[.!]$)|[-–—…]$|--|\w- |\b\w+ ?[–—] ?(?:I|so|and"
        r"|it|he|she|they|we)\b|\b(\w{1,3})-\1",
        "I went to the lake and.",
        "I went to the lake.",
    ),
)
"""Questions, conditions, wishes, play, doubt, days long gone, what others say, jokes, sentences broken off."""
SPEECH = (
    Cue(
        r"\b(?:thought|said|says|goes|was like|were like|told (?:him|her|them)|I'm like|I go), (?!and|but|so|on|this"
        r"|last"
        r"|yesterday|because|which)",
        "She's thanking me, and I thought, good, I've paid for the week.",
        "I've paid the bills for the week.",
    ),
)
"""What was said or thought, told word for word: it may be a skill to have said it, and else is no statement."""
