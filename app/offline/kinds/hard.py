"""What the speaker says is hard: what they feel, cannot do, keep having to go through."""

from app.offline.cues import Cue

_TROUBLED = (
    r"(?:afraid(?! so| not| I)|scared|terrified|frightened|nervous|anxious|worried|panicky|panicking|stressed"
    r"|overwhelmed"
    r"|exhausted|tired(?! of you)|worn out|burnt out|drained|sad(?! to)|down|low|depressed|miserable|lonely|ashamed"
    r"|guilty"
    r"|embarrassed|angry|frustrated|furious|upset|hurt|stuck|lost|hopeless|helpless|useless|worthless|numb|empty"
    r"|trapped"
    r"|torn|devastated|heartbroken|struggling|falling apart|sick of|fed up|at my wits' end|on edge|tense|restless"
    r"|unhappy"
    r"|freaking out|crying|dreading|losing (?:it|my mind|sleep|hope))"
)
_CANNOT = (
    r"(?:sleep|stop(?! by)|get (?:out of|up|to sleep|back (?:to|in)|over|through|him|her|it|that|myself|past)|do"
    r" (?:it|this|that"
    r"|anything|nothing)|cope|face|handle|deal|concentrate|focus|breathe|eat|relax|switch off|let (?:it |that |him "
    r"|her )?go|feel"
    r"|stand|take (?:it|this|much|any)|keep (?:up|doing|going|on|it)|control|quit|trust|talk to|leave the house"
    r"|go (?:in|out|back|there|on (?!living)|near|to|a day)|seem to|manage|help (?:it|myself|feeling|thinking)|enjoy"
    r"|forgive"
    r"|make (?:myself|it)|bring myself|even (?!imagine|tell|say|think of)\w+|be (?:around|alone|in|there"
    r" for|bothered)|shake|look at|sit)"
)
CUES = (
    Cue(
        rf"{{I_am}}{{very}}{_TROUBLED}\b",
        "I'm so tired of it all.",
        "I'm not constantly anxious about them leaving.",
    ),
    Cue(
        rf"{{I}}(?:(?:still |just |really )*(?:can't|cannot|couldn't|could not)|(?:was|am|'m) not able to|(?:was|am)"
        rf" unable to"
        rf"|haven't been able to)(?: \w+ly| even| just| seem to| really| ever)? {_CANNOT}\b",
        "I couldn't face the garage.",
        "I can't wait for the summer.",
    ),
    Cue(
        r"{I}(?:struggled?(?: a lot)? (?:with|to)|find (?:it|that|this|\w+ing) {very}(?:hard|difficult|tough"
        r"|exhausting)"
        r"|have (?:a )?(?:hard|tough|difficult)(?: \w+)? time(?! believing| seeing how)|(?:hard|some) trouble|have"
        r" trouble(?! believing))",
        "I struggle with the mornings.",
        "I never struggle with the mornings.",
    ),
    Cue(
        r"\b(?:it's|it is|it was|it's been|it has been|that's|that was|this is|things are|which is)"
        r" {very}(?:hard(?!ly)|tough|difficult"
        r"|rough|exhausting|awful|painful|too much|overwhelming|scary|lonely|stressful|frustrating|depressing|a"
        r" struggle"
        r"|horrible|terrible)\b(?! to (?:say|tell|explain|know|remember|believe|describe|imagine|put))(?=.*\b(?:me"
        r"|my|I|myself)\b)",
        "It's really hard for me to ask.",
        "It's hard to say what I did.",
    ),
    Cue(
        r"{I}(?:(?:keep|kept) (?:on )?(?:worrying|waking|thinking about|crying|checking (?:the|that|my|if)\b|going"
        r" over|snapping|replaying|having|losing"
        r"|forgetting|blaming|putting (?:it|things|that) off|going back to|asking myself|hearing|seeing)|worry"
        r" (?:about|that|all)"
        r"|worried (?:about|that)|panic(?:ked)?\b|froze\b|freeze up|cried|broke down|had (?:a|another|two|three)"
        r" (?:\w+ )?(?:panic"
        r"|breakdown|meltdown|nightmare|bad (?:day|week|night))|snapped at|shouted at|yelled at|lost (?:my temper|it"
        r" with)|lie awake"
        r"|lay awake|wake up (?:at|every|in the|with)|dread|hate (?:it when|being|feeling|how|that I|going|having)"
        r"|miss (?:him|her|my"
        r"|them|the way)|feel like (?:a (?:failure|burden|fraud|bad|terrible|disappointment)|I'm (?:failing|drowning"
        r"|losing|letting|not"
        r" (?:good|enough)|going crazy|always|stuck|a )|giving up|nobody|no one|everyone|everything))",
        "I kept waking at three.",
        "She kept waking at three.",
    ),
    Cue(
        r"\b(?:I'm not sleeping|I haven't (?:been )?(?:sleeping|slept|eaten|eating|left the house|been out)|I"
        r" (?:barely|hardly)"
        r" (?:sleep|slept|eat|ate|got any)|I don't (?:sleep|eat)(?: much| well| enough|[.,])|I have no (?:energy"
        r"|appetite|motivation|one to)|my (?:back|head|chest"
        r"|stomach|neck|whole body|heart) (?:\w+ )?(?:hurts?|aches?|pounds?|races?|is (?:killing|pounding|racing"
        r"|tight)))",
        "I barely sleep.",
        "I barely know him.",
    ),
)
NOT_HARD = (
    Cue(
        r"\b(?:any ?more (?:scared|worried)|not (?:so|that|too|as) (?:bad|hard|tough)|but (?:I|it)(?:'m| am|'s| is|"
        r" was)? (?:fine|okay"
        r"|all right|alright|better|good|helped|worked|managed|did it|passed)|less\b|used to|in a good way|happy"
        r" tears|happily|laugh\w*"
        r"|joking|to hear that|for you|about you|can't complain|anyway,? it|not anymore)\b",
        "I was scared, but I did it and it was fine, so I'm fine.",
        "I was scared, and I left.",
    ),
)
"""Beside these it is not hard, or no longer."""
