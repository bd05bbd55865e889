"""What the speaker did that takes a step towards somebody, a place or a duty, in everyday turns of phrase."""

from app.offline.cues import Cue

_WHOM = r"(?:him|her|them|(?:my|the|our) [\w-]+(?:'s \w+)?(?:[- ]in[- ]law)?|everyone|everybody|[A-Z]\w+)"
_MEAL = r"(?:lunch|dinner|breakfast|supper|tea|coffee|a (?:coffee|meal|drink of water|cup of tea|sandwich|picnic))"
_VEHICLE = r"(?:lift|bus|train|tube|tram|subway|metro|elevator|ferry|plane|flight|escalator|motorway|freeway|taxi|cab)"
CUES = (
    Cue(
        rf"{{I}}told (?!myself|meself){_WHOM} (?:that )?(?:I (?:need|am|was|have|had|can't|don't|do|want"
        rf"|wanted|miss|love|felt"
        rf"|feel)\w*"
        r"|I'm|I've|why|where|which|who|about|no\b)(?! (?:was |am )?(?:fine|ok|okay|alright|all right|busy"
        r"|ill|sick|lying)\b)",
        "I told my nan that I'm gay, and she asked did I want more gravy.",
        "I told my nan that I'm fine.",
    ),
    Cue(
        r"{I}(?:had|got) (?:the|my|a|an|that|both) (?!nerve|cheek|feeling)[\w -]{2,30}? (?:done|taken|checked"
        r"|looked at"
        r"|tested|fixed|seen to|pulled|cut|cleared|sorted|signed|repaired|replaced|delivered|framed)\b",
        "I had the blood test done, the one I'd been dodging.",
        "I had the feeling done with.",
    ),
    Cue(
        rf"{{I}}(?:got|took|caught|rode|used|was on) (?:on |in |into )?(?:the|a|that"
        rf"|an) (?:\w+ )?{_VEHICLE}\b(?! (?:home|from|off))",
        "I got the lift up to the fourth floor instead of the stairs.",
        "I got a lift from a friend.",
    ),
    Cue(
        rf"{{I}}(?:had|ate|made|shared|cooked|took) {_MEAL} (?:in|at|with|by|for|out|round|to)\b(?! (?:bed"
        rf"|front of))",
        "I had lunch in the canteen with the other midwives.",
        "I had lunch in bed.",
    ),
    Cue(
        r"{I}(?:emailed|wrote to|wrote|messaged|texted|rang|phoned|called|asked|told) (?:the|my|our|her|his) [\w-]+"
        r"(?: [\w-]+)? (?:to say|to ask|to tell|back|up|about|for|if|whether|off my own bat|myself)\b",
        "I emailed the professor to say I needed an extension.",
        "The professor emailed to say I needed an extension.",
    ),
    Cue(
        rf"{{I}}(?:gave|handed) (?:{_WHOM} )?(?:(?:his|her|their|my|the|a|in my|it) )?(?:\w+ )?(?:notice|resignation"
        r"|letter|key|keys|ring|number|form|list|hug|apology)\b",
        "I gave the lad his notice, face to face.",
        "They gave me my notice.",
    ),
    Cue(
        r"{I}(?:put|stuck|threw) my (?:hand up|name (?:down|forward|in)|foot down|(?:coat|boots|shoes"
        r"|trainers) on)\b",
        "I put my hand up in history, just the once.",
        "She put my hand up.",
    ),
    Cue(
        r"{I}(?:been|was) (?:to|round to|back to|up to|over to|down to|out to|along to|at) (?:the"
        r"|that|my|her|his|a|an|see) (?!point|end|bottom|time|moment|wheel|mercy|doctor's mercy)\w+",
        "I've been to that breakfast you mentioned, and I stayed.",
        "I've been at the end of my rope.",
    ),
    Cue(
        r"{I}(?:said|told them|admitted|owned up|confessed) (?:sorry|it out loud|the words?|hello|hi|goodbye"
        r"|good morning"
        r"|thank you|something|what I meant|my piece)\b",
        "I said sorry to my brother, on the phone.",
        "He said sorry to me on the phone.",
    ),
    Cue(
        r"{I}(?:slept|ate|danced|swam|sang|spoke|drove|knocked|queued|shopped|voted|rode|flew|travelled"
        r"|traveled|camped)"
        r" (?:in|at|on|by|through|up|over|round|with|down|out|past|for|alone|there"
        r"|outside)\b(?!.{0,12}\b(?:hell|bed all|the dark|the edge))",
        "I slept in our bedroom on Wednesday, with the lamp left on.",
        "I slept badly.",
    ),
    Cue(
        r"^(?:And |So |Well,? |Yeah,? |Oh,? )?(?:Been|Had|Sat|Stood|Stayed|Slept|Said|Put|Gave|Opened|Drove"
        r"|Handed|Joined"
        r"|Emailed) (?:to|the|my|in|at|with|on|sorry|up|for|all|a|it|through)\b",
        "Been to the group on Thursday, like I said I would.",
        "Been tired all week.",
    ),
    Cue(
        r"\b(?:it's|it is|they're|that's|is|are|all|got it) (?:\w+ )?(?:written|posted|sent|filled in"
        r"|filled out|signed|booked"
        r"|handed in|in the post|paid|done and dusted)\b(?! (?:by|on me|down that))",
        "That letter to my dad, it's written and it's in the post.",
        "It's written by my dad.",
    ),
    Cue(
        r"{I}(?:let|ate|touched|held|petted|stroked|fed) (?:the|a|my|him|her|it|an)\b.*\b(?:first"
        r"|for the first time|in front of"
        r"|everything|whole)\b",
        "I ate a whole slice of pizza in front of my roommates.",
        "I ate the pizza.",
    ),
    Cue(
        r"^(?:And |So |Well,? )?Left the house\b|\bmy first (?:\w+ )?(?:meeting|class|session|shift|day|group"
        r"|lesson) was\b",
        "Left the house without checking the stove a second time.",
        "He left the house.",
    ),
    Cue(
        r"\bwhat I did (?:do|manage)\b.{0,40}\b(?:was|is) (?!nothing|cry|drink|sleep)\w+",
        "What I did do, in fairness to myself, was bring the cattle to the mart.",
        "What I did was nothing.",
    ),
)
