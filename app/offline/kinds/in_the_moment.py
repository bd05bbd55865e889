"""What the speaker did with a hard moment, told in their own way."""

from app.offline.cues import Cue

_WHOM = r"(?:him|her|them|(?:my|the|our) [\w-]+(?:[- ]in[- ]law)?|[A-Z]\w+)"
_FELT = (
    r"(?:angry|embarrassed|scared|frightened|afraid|hurt|sad|lonely|ashamed|jealous|tired|nervous|anxious"
    r"|worried|upset"
    r"|overwhelmed|disappointed|guilty|furious|panicking|grieving|left out|put out|stressed)"
)
CUES = (
    Cue(
        r"\bI (?:said|told (?:him|her|them|my \w+)|announced|just said),? (?:that )?I(?:'m| am| was|'ll"
        r"| will) (?:going"
        r" (?:round the block|out|outside|for a (?:walk|bit|minute|breather)|upstairs|to (?:cool|calm|step|get some)"
        r"|in the other room|home)|be back|stepping|taking (?:a|five|ten)|having (?:five|ten|a) minutes?)",
        "He started about the money, so I said I'm going round the block, and I went.",
        "I said I'm going to be late.",
    ),
    Cue(
        r"{I}(?:\w+ )?(?:wrote|scribbled|jotted|put|typed|got) (?:the|that|my|each|every|all (?:the|my|of it"
        r"|that)|it|them|what"
        r" (?:I|was)|down) ?(?:whole )?(?:thoughts?|worry|worries|feelings?|fears?|row|anger|mess|lot|thinking|going"
        r" through my head)?.{0,30}\b(?:down|on paper|on the back|in (?:my|the|a) (?:notebook|book|phone"
        r"|diary|notes|drafts"
        r"|journal))\b",
        "I wrote the thought down on the back of a seed packet and it looked daft in pencil.",
        "I wrote the cheque on Monday.",
    ),
    Cue(
        r"{I}(?:told|let|asked) (?:the|my|that|it|this) ?(?:worry|worries|thought|fear|panic|anxiety|feeling"
        r"|voice|brain|head"
        r"|mind|craving|urge|guilt|anger)s? (?:that )?(?:it|they|to|we|not|wait|sit|be|thanks|no|I'd|I'll"
        r"|later|come|pass)",
        "I told the worry it could wait till half six, and I carried on icing the cake.",
        "I told the butcher it could wait.",
    ),
    Cue(
        r"\b(?:he|she|they|(?:my|the) [\w-]+)\b (?:asked|wanted|begged|needed|tried to|told|offered"
        r"|kept|rang|came)"
        r".{2,60}\bI (?:just |actually |finally )?(?:said|told (?:him|her|them)) no\b(?! (?:idea|problem|one"
        r"|matter))",
        "She asked me to do the double shift and I said no, sorry, I can't, and left it there.",
        "I said no problem.",
    ),
    Cue(
        r"{I}(?:.{0,40}\b(?:and|then) )?(?:put|planted|pressed|pushed|kept|placed|dug|felt) (?:both |my |the "
        r"|two )+(?:feet|foot"
        r"|heels|toes|soles|hands?|palms?)\b.{0,20}\b(?:flat|on the|into the|against|down|together|in my"
        r" pockets)",
        "I put my feet flat on the floor in the exam hall and pushed down till my head cleared.",
        "I put my feet up.",
    ),
    Cue(
        rf"\bI (?:just |finally |actually )?(?:said|told|go"
        rf"|went) (?:it )?(?:to )?{_WHOM}?,? ?(?:that )?(?:,? ?)?(?:I'm not"
        rf" \w+,? (?:I'm|just|it's)|I(?:'m| am| was| feel| felt| get| got) (?:\w+ )?{_FELT})\b",
        "I said to my boyfriend, I'm not angry, I'm embarrassed, and it stopped the whole argument.",
        "I said to my boyfriend, he's angry.",
    ),
    Cue(
        r"{I}(?:.{0,40}\b(?:and|so|then) )?(?:went (?:over|up|in|and) and |went and )?(?:asked|got|rang"
        r"|called|texted|phoned|messaged) (?:the|my|a|an|her|him"
        r"|them|[A-Z]\w+)(?: [\w-]+){0,3} (?:to help|for help|for a hand|to sit with|to stay|to come|to talk"
        r"|for support|to"
        r" talk me)\b",
        "I got stuck on the form, so I went over and asked the young lady to help me.",
        "She asked the young lady to help me.",
    ),
    Cue(
        r"{I}(?:did|used|tried|do|use|went through|practi[sc]ed|kept up) (?:the|that|my|your|those"
        r"|some of the|a bit of the"
        r"|our) (?:\w+ ){0,2}(?:thing|trick|business|routine|lark|bit|game|one|stuff|exercise"
        r"|drill)s?\b(?! (?:for|with) (?:him"
        r"|her|dinner))",
        "I did that muscle thing in bed, clenching and letting go.",
        "I did the thing for dinner.",
    ),
    Cue(
        r"{I}(?:.{0,60}\b(?:and|then|so I) )?(?:told|tell|reminded|talked to|said to|spoke to"
        r"|asked) (?:myself|meself)\b"
        r"(?! (?:off|to (?:stop being|shut)|(?:that )?I(?:'m| am) (?:useless|stupid|a (?:failure|burden|mess"
        r"|idiot)|worthless"
        r"|no good|rubbish)|I could (?:have )?(?:one|just)))",
        "I held the dog's collar and told myself out loud, it's Leeds, it's November.",
        "I told myself I'm a failure.",
    ),
    Cue(
        r"\b(?:was|were) (?:about|going|just about|all set|ready) to (?:send|text|shout|ring|call|hit|snap"
        r"|yell|scream|quit"
        r"|bolt|leave|run|cancel|buy|reply|slam|throw|say something|drink|order|storm|lose it|check"
        r"|google)\b.{0,50}\b(?:so|but"
        r"|and|then) (?:instead )?I (?:just )?(?:put|made|went|took|left|stopped|counted|walked|waited|did"
        r"|had|sat|breathed|closed"
        r"|turned|asked|let|didn't|rang|called|saved|wrote)\b",
        "I was going to send her a nasty text, so I put it in drafts and made soup.",
        "I was going to send her a card, so I bought one.",
    ),
    Cue(
        r"{I}(?:.{0,60}\b(?:so I|and I|and|then) )?(?:dropped|lowered|rolled|loosened|unclenched|relaxed"
        r"|softened|shook out)"
        r" (?:my|the) (?:shoulders|jaw|fists?|hands|face|arms|neck|belly)\b",
        "I felt it coming up my neck, so I dropped my shoulders and breathed out long.",
        "I dropped my keys into the soup.",
    ),
    Cue(
        r"\bI (?:didn't|did not|really didn't|never) (?:\w+ )?(?:fancy|feel like|want to|feel up to"
        r"|want)\b.{2,50}\b(?:but|so|and"
        r" still|yet) I (?:just |still )?(?:went|put|got|did|made|called|walked|showed|turned|tried|stayed"
        r"|took|had|sat|ate"
        r"|opened|set)\b",
        "I didn't fancy the walk at all, but I put my boots on anyway, like the plan says.",
        "I didn't fancy the walk at all, but they made me.",
    ),
    Cue(
        r"{I}(?:noticed|caught|clocked|spotted|could tell) (?:that )?(?:I was|myself|me) (?:\w+ )?(?:mind-?reading"
        r"|catastrophi[sz]ing|spiral\w+|assuming|jumping to|doing (?:it|that|the)|going (?:down|off|into"
        r"|round)|starting to|about"
        r" to|getting (?:worked|wound|het)|overthinking|black[- ]and[- ]white|fortune[- ]?telling|ruminating"
        r"|tensing|holding my"
        r" breath)\b.{0,80}\b(?:so|and|but) (?:I )?(?:just |then )?\w+",
        "I noticed I was mind-reading at her table, so I just asked her what she meant.",
        "I noticed I was late, so I ran.",
    ),
    Cue(
        r"\b(?:when|as|once|after) (?:the|my|he|she|it|they|everything|things)\b.{3,60}\b(?:wouldn't"
        r"|kicked off|went off|started"
        r"|got (?:too|so|loud)|blew up|boiled|flared|came on|all got|hit"
        r"|was too much)\b.{0,30}\bI (?:just )?(?:put|left|stepped"
        r"|stood|went (?:out|outside|into|for|to)|counted|breathed|walked|turned|rang|closed|held|sat|took|shut)\b",
        "When the baby wouldn't settle I put her down safe, stood in the yard, and rang my sister.",
        "When the baby was born I put her name down.",
    ),
    Cue(
        r"{I}(?:.{0,50}\b(?:and|then) )?(?:count(?:ed)?|counting) (?:back|backwards?|down|up|to|from|in|my"
        r"|the|every)\b"
        r"(?! (?:change|money|score|hours))",
        "I ran my wrists under the tap and counted back from thirty.",
        "I counted the money.",
    ),
    Cue(
        r"{I}(?:gave myself|made myself|let myself|allowed myself|treated myself|spoke to myself"
        r"|talked to myself) (?:to |a |an"
        r" |like |as |have |be |cry|rest|the |ten|five|half)",
        "I talked to myself like I'd talk to my mate.",
        "I made myself sick.",
    ),
    Cue(
        r"{I}(?:.{0,40}\b(?:and|so I|but) )?(?:sat on my hands|bit my tongue|held my tongue|left it (?:there"
        r"|at that|be|alone)"
        r"|let it (?:go|be|pass|ring)|rode it out|sat it out|sat with it|stayed with it|breathed through it"
        r"|walked it off|shook"
        r" it off|slept on it|put it (?:aside|to one side|in a box|down)|parked it)\b",
        "I felt the itch to check the door again, and I sat on my hands until it passed.",
        "He sat on my hands.",
    ),
    Cue(
        r"{I}(?:put|turned|switched|shut|left|locked) (?:my|the) (?:phone|laptop|telly|tv|computer|tablet"
        r"|news|cards?|car keys)"
        r" (?:in|off|away|down|out|on silent|face down)\b",
        "I put my phone in the other room and had a bath.",
        "I put my phone on the bill.",
    ),
    Cue(
        r"\bI (?:just )?(?:turned (?:round|around)|got up|walked (?:out|off|away)|went (?:out|outside|off"
        r"|upstairs)|left"
        r" the (?:room|table|house)|stepped (?:out|away|back)|took myself)\b.{0,60}\b(?:(?:till|until) (?:I|my|it)\b"
        r"|to (?:cool|calm|breathe|clear))",
        "He started shouting, so I just turned round and walked out till I'd cooled off.",
        "I walked out to my car.",
    ),
    Cue(
        r"\bI (?:said|told) (?:to )?(?:him|her|them|my \w+),? (?:that )?no\b,? (?!idea|problem|matter)",
        "I said to my sister, no, I can't have your kids this weekend.",
        "I said to my sister, no idea.",
    ),
    Cue(
        r"\bI (?:.{0,60}\b(?:and|then) )?(?:did|do|used|tried) (?:\w+ ){0,4}(?:rounds?|minutes?|sets?|bit"
        r"|lot) of (?:that |the"
        r" |my |some )?(?:\w+ )?(?:breathing|stretching|tapping|grounding|counting|mindfulness|muscle)\b",
        "I stood in the sluice room and did four rounds of that box breathing.",
        "I did four rounds of toast.",
    ),
    Cue(
        r"\bI (?:told|said to) (?:it|the worry|that thought|my (?:head|brain|anxiety))\b,?.{0,20}\b(?:wait"
        r"|later|not now|until"
        r"|seven|six|five|eight)\b",
        "The worry came at lunch, and I told it, okay, you wait until seven o'clock.",
        "I told her to wait.",
    ),
    Cue(
        r"\bso I (?:did|tried) (?:the|its|exactly the) opposite\b|\bI did the opposite\b",
        "Everything in me wanted to stay under the duvet, so I did the opposite and met a friend.",
        "They did the opposite.",
    ),
    Cue(
        r"\bI (?:stopped and )?(?:said|told myself|named) (?:it )?(?:out loud|aloud|in my head"
        r"|under my breath)?,? ?(?:I'm not"
        r" \w+,? I'm|the date and|what I (?:felt|was feeling)|where I was|my (?:name|address))",
        "There was a flashback, and I said the date and where I was until it let go of me.",
        "I said the date of the party to him.",
    ),
    Cue(
        r"\bI (?:.{0,40}\b(?:and|then) )?asked (?:myself )?(?:what I'd (?:say|tell)|what (?:would|a friend)"
        r"|is (?:it|that) true"
        r"|what's the (?:evidence|worst))",
        "I caught myself going all or nothing and asked what I'd say to a friend.",
        "I asked what time it was.",
    ),
    Cue(
        r"\bI (?:,? ?like,? |just )?(?:unclenched|loosened|dropped|relaxed|softened) my (?:jaw|shoulders"
        r"|fists?|hands|belly)\b",
        "With the exam in front of me I unclenched my jaw and dropped my shoulders.",
        "I dropped my phone.",
    ),
    Cue(
        r"\bI (?:got up and )?(?:wrote|scribbled|dumped|put) (?:the whole (?:lot|thing)|it all|everything|all of it)"
        r" (?:down|out|on paper)\b",
        "Head going like the clappers, so I got up and wrote the whole lot down on paper.",
        "I put everything on the table.",
    ),
)
