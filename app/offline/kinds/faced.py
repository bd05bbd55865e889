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
)
