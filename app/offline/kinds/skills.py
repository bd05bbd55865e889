"""What the speaker used to get through something: an act of coping, done and not only spoken of."""

from app.offline.cues import Cue

BODY = (
    Cue(
        r"{I}(?:.{0,60}\b(?:and|then) )?(?:just )?(?:(?:did|do|used|use|tried|practi[sc]ed?|remembered|started)"
        r" (?:the|my|some|that|those"
        r"|a bit of)(?: \w+){0,2} breath\w*|breathed? (?:out|in|slow\w*|through|deep\w*|into)|(?:took|take) (?:a few"
        r"|some|three"
        r"|five|ten|deep|slow|long|big|a (?:deep|long|big|slow))(?: \w+){0,2} breaths?)",
        "When it got loud in the shop I did the breathing, in for four, out for six, and it passed.",
        "I put my head out of the window to get air.",
    ),
    Cue(
        r"{I}.{0,40}\b(?:tensed .{2,40}(?:let|releas\w+|relax\w+)|relaxed (?:my|each|every)|muscle relaxation|body"
        r" scan|meditat\w+"
        r"|mindful\w*|(?:did|do) (?:some |my |the )?(?:yoga|stretch\w*|meditation|tai chi))",
        "I tensed everything up and let it go, toes first.",
        "My doctor keeps on about meditation.",
    ),
    Cue(
        r"{I}.{0,50}\b(?:cold (?:tap|water|shower|cloth|pack|flannel)|ice (?:cubes?|pack|water)|splashed (?:my|some"
        r"|cold))",
        "I ran my wrists under the cold tap until it passed.",
        "The shower was cold again.",
    ),
)
SENSES = (
    Cue(
        r"{I}.{0,40}\b(?:(?:five|three|four|5) things|5[ -]4[ -]3|five[ -]four[ -]three|felt my feet|feet (?:on|flat"
        r"|into) the"
        r"|(?:used|did|tried|practi[sc]ed) (?:the |my |some |that |a )?grounding|named (?:three|five|four|everything)"
        r"|counted (?:the|to (?:ten|a hundred|twenty)|backwards?|my breaths?))",
        "I did that thing with the five things you can see, right there in the checkout line.",
        "I got grounded for two weeks.",
    ),
    Cue(
        r"{I}.{0,40}\b(?:listened to (?:just |only )?the (?:birds|rain|traffic|wind|waves|sounds|clock|sea)|paid"
        r" attention to (?:the"
        r"|my|what)|(?:noticed|watched) (?:the|my) (?:breath|leaves|clouds|sounds|sensations?))",
        "On the way home I walked slow and listened to just the birds and the traffic.",
        "I listened to my mother.",
    ),
)
THOUGHTS = (
    Cue(
        r"{I}(?:wrote (?:\w+ ){0,4}down|wrote (?:in|out) |jotted|journal\w*|kept (?:the|my|a) (?:log|diary|journal"
        r"|record|list)"
        r"|filled (?:in|out) (?:the|my) (?:log|diary|sheet|record|form)|(?:did|used|made|tried) (?:the|my|a)"
        r" (?:thought (?:record|log"
        r"|diary)|worksheet|pros and cons|list of))(?=.*\b(?:thoughts?|worr\w+|feel\w*|feeling|diary|journal|log"
        r"|record|evidence"
        r"|against|head|mood|grateful|trigger\w*|everything|all|what (?:speaks|I|was))\b)",
        "I wrote the thought down and asked what speaks against it, like we practised.",
        "I wrote it down wrong.",
    ),
    Cue(
        r"{I}(?:asked|ask) (?:myself|what (?:speaks|the evidence|I'd))|\bI said to my (?:head|brain|mind|self"
        r"|anxiety)"
        r"|{I}(?:looked for|checked|questioned|challenged) (?:the |my )?(?:evidence|thoughts?|facts)",
        "I said to my head, alright then, where's your evidence.",
        "I asked where the bus went.",
    ),
    Cue(
        r"{I}(?:(?:kept|keep) (?:telling|reminding|saying to)|told|tell|reminded?|talked (?:to|back to)) (?:myself|my"
        r" (?:head|brain"
        r"|mind|anxiety|inner \w+))(?! (?:I|that I|I'm|I am|to|off)\b)",
        "I kept telling myself, it's a feeling, it's a wave, it'll go out again.",
        "I told myself I'm useless.",
    ),
    Cue(
        r"{I}(?:let|noticed|watched) (?:the|that|my|those) (?:thoughts?|feelings?|worr(?:y|ies)|anxiety|urges?"
        r"|cravings?|wave)"
        r" (?:sit|be|go|pass|come|float|and (?:carried|went|kept|let)|there)|{I}noticed (?:the|that) thought",
        "I let the thought sit there in the passenger seat and I carried on driving.",
        "I let the dog sit there.",
    ),
    Cue(
        r"{I}.{0,40}\bworry (?:time|thing|slot|window|period|hour|half hour|book)\b",
        "I've been doing the worry thing at six o'clock, with the timer.",
        "Worry is the thing I do best.",
    ),
)
PAUSE = (
    Cue(
        r"{I}.{0,60}\b(?:gave it (?:an hour|a minute|a few|ten|five|twenty|half|until|till|the night)|took (?:a|the"
        r"|my|five) (?:minutes?"
        r"|break|moment|time[- ]?out|pause)|(?:give|gave) me a minute|stepped (?:outside|away|out|back)|walked away"
        r"|waited (?:it out|ten|five|twenty|an hour|until it passed)|rode (?:it|the wave|the urge) out|slept on it"
        r"|excused myself|counted to ten)",
        "Instead of biting his head off I said give me a minute, and I took the minute.",
        "He gave it an hour.",
    ),
    Cue(
        r"\bI (?:didn't|did not) (?:feel like|want to)(?: \w+){0,4},? (?:so|but) I (?:did|went|got|made|called"
        r"|walked|still|just)",
        "I didn't feel like going so I went, because that's kind of the deal.",
        "I didn't feel like going so I stayed in bed.",
    ),
    Cue(
        r"{I}(?!.*\b(?:was (?:so|too)|bus|train|rain\w*|music)\b).{3,90}\b(?:till|until) (?:it|I|my \w+|the (?:panic"
        r"|feeling|urge|craving|wave|shaking|worst|anger"
        r"|fear|anxiety)) (?:\w+ ){0,2}(?:passed|calmed|eased|stopped(?! raining| snowing)|quit shaking|quit|settled"
        r"|faded|slowed"
        r"|dropped|went(?: away| down)?|was (?:calm|calmer|okay|over)|got bored|felt (?:calmer|better|okay|safe))",
        "I stood in the lift and rode it up and down till I got bored of being scared.",
        "I waited for the bus until it stopped.",
    ),
    Cue(
        r"{I}(?!.*\bif\b).{3,100}\band (?:it|that|the (?:panic|feeling|urge|craving|wave)) (?:\w+ )?(?:passed|helped"
        r"|worked|eased"
        r"|went away|calmed (?:me|down)|settled)\b",
        "I went outside for a bit, and it passed.",
        "The bus came, and it passed me.",
    ),
)
HELP = (
    Cue(
        r"\b(?:craving|urge|panic\w*|wave|worst|struggling|shaking|spiral\w*|bad (?:night|moment|patch|thoughts?)"
        r"|wanted to"
        r" (?:drink|smoke|use|run|quit)|overwhelmed|scared|upset|lonely)\b.{0,60}\b(?:so |and )I (?:just )?(?:rang"
        r"|called|texted"
        r"|phoned|messaged|talked to|went (?:for|to|over)|told|woke)\b",
        "The craving came up about nine so I rang Phil and we talked till it went.",
        "The bus came about nine so I rang Phil.",
    ),
    Cue(
        r"{I}asked (?:my [\w-]+|him|her|them|a friend|[A-Z]\w+|for)(?: \w+){0,2} (?:to (?:come|go|sit|stay|help|drive"
        r"|listen|hold)|help"
        r"|support)\b|{I}asked for (?:help|support)",
        "I asked my brother to come with me, I knew it was too much alone.",
        "He asked my brother to come.",
    ),
)
TRIGGER = (
    Cue(
        r"\b(?:when|whenever|every time|each time|the moment|as soon as) (?:it (?:got|gets|all got)|things (?:got"
        r"|get)|I (?:felt|feel|got(?! up| in| out)|get|started"
        r"|start|noticed|notice|wanted|couldn't)|the (?:panic|craving|urge|thoughts?|feeling|anger|voices?|wave"
        r"|phone)|my (?:heart|chest|head|mind"
        r"|hands)|(?:he|she|they) (?:started|raised|kept|began|snapped|shouted))\b(?:(?!\bwhen\b)[^.;]){0,60}?,? I"
        r" (?:just"
        r" )?(?:texted|called|rang|went (?:for|outside"
        r"|and|to)|walked|sat|asked|left|put|took|named|stopped and|stepped|breathed?|turned|counted|told|said|held"
        r"|stood|washed|used|wrote|read)\b",
        "When he raised his voice I asked him to stop and I left the room.",
        "When he raised his voice I cried.",
    ),
    Cue(
        r"{I}(?:texted|called|rang|phoned|went|walked|sat|asked|left|put|took|named|stepped|breathed|turned|counted"
        r"|told|held|stood|used|wrote|read|dropped"
        r"|played|listened|squeezed|unclenched|stopped)\b.{0,70}\b(?:when(?:ever)?|every time|each time|as soon as)"
        r" (?:it (?:got|gets|all got) (?:too|bad|much"
        r"|loud|overwhelming)|I (?:felt|feel|got|start\w*|notic\w+|want\w*) (?:panic\w*|anx\w*|angry|overwhelm\w*"
        r"|scared|upset|to (?:drink|smoke|panic|spiral"
        r"|run|scream|cry)|the (?:urge|panic)|low|shaky|it (?:coming|rising|building))|the (?:panic|craving|urge"
        r"|thoughts?|anger|phone|voices?))",
        "I texted my sister the code word when it got too much.",
        "I texted my sister when the bus came.",
    ),
    Cue(
        r"{I}(?!told|said|wanted).{3,90}\b(?:instead of|rather than) (?:going (?:to the (?:bar|pub|shop|casino)|back"
        r"|off)|reach\w+|drinking|smoking|picking|snapping"
        r"|shouting|yelling|texting|calling (?:him|her|my dealer)|biting|scrolling|hiding|running|bottling|lying"
        r" there|staying in bed|avoiding|arguing|cutting"
        r"|binge\w*|spiral\w*|beating|eating|using|fighting|exploding|sulking|shutting (?:down|myself)|sending"
        r"|replying|buying|pushing it|freezing)",
        "I called my sponsor instead of going to the bar.",
        "I ate toast instead of cereal.",
    ),
    Cue(
        r"\b(?:craving|urge)\b.{0,60}\b(?:rode|surfed|waited|timed|passed|went|sat|out|let)\b|{I}(?:rode|surfed|sat"
        r" with|stayed with|waited out|sat through) (?:the|it"
        r"|that|my) ?(?:wave|urge|craving|feeling|panic|anger|discomfort|sadness|anxiety)",
        "I stayed with the feeling.",
        "I stayed with my sister.",
    ),
)
SELF = (
    Cue(
        r"{I}(?:(?:put|placed|laid|kept) (?:my|a|one) hand on my (?:chest|heart|belly)|dropped my shoulders"
        r"|unclenched (?:my|it)"
        r"|let myself (?:cry|feel|rest|be sad)|gave myself (?:permission|a (?:break|minute)|credit)|(?:was"
        r"|been|being)"
        r" (?:kind|kinder|gentle) (?:to|with) myself|forgave myself|grounded myself|played the tape|(?:used|did|tried"
        r"|practi[sc]ed)"
        r" .{0,20}(?:wise mind|opposite action|radical(?:ly)? accept\w*|self[- ]compassion|safe place|STOP|urge"
        r" surfing|TIPP|DEAR MAN))",
        "I put my hand on my chest and said this is hard.",
        "I put my hand on his chest.",
    ),
    Cue(
        r"{I}(?:pictured|visuali[sz]ed|imagined) (?:the|my|a|it|myself)|{I}(?:said|say) it out loud|{I}(?:noticed"
        r"|said),? (?:that )?I(?:'m| am) having the"
        r" thought|{I}named (?:it|the|what)|noticed (?:the|a|that) thought",
        "I pictured the beach, the one we talked about.",
        "I pictured nothing.",
    ),
    Cue(
        r"{I}(?:listed|wrote down|named|noted|write down|write|list) (?:three|five|two|one|ten|all the|the) (?:good "
        r"|nice |small )?(?:things?|reasons?|wins?|positives?)"
        r"|{I}.{0,40}\b(?:gratitude|evidence (?:for|against))",
        "I listed three good things every night.",
        "I listed three houses.",
    ),
    Cue(
        r"{I}(?:set (?:a|the|my) (?:timer|alarm)|picked (?:just )?one|did (?:just )?(?:one|five minutes|ten minutes)"
        r"|(?:made|forced) myself (?:look|stand|go|sit|touch|stay|walk|hold|drive"
        r"|listen)|left the room|went through (?:my|the) (?:list|plan|card|steps)|put (?:my|the|all my) worr\w+ "
        r"|turned (?:my|the) phone off|wrote (?:him|her|it|them|myself|my \w+)"
        r" a letter (?:I'm|that I'm|I won't|I didn't|I'll never))",
        "I set a timer for ten minutes and just did that much of the washing up.",
        "I set a plate for him.",
    ),
    Cue(
        r"{I}(?:did|used|use|tried|practi[sc]ed|do) (?:the|my|that|some) (?:\w+ ){0,2}(?:breathing|counting|trick"
        r"|technique|exercise|skill|method|thing (?:with|we|you|where)|visuali[sz]ation"
        r"|script|steps|mantra|affirmations?|box|square|ladder|hierarchy|exposure|challenge|mindfulness|scan|imagery"
        r"|rule)\b|{I}(?:walked|went) (?:round|around|outside|out|for a walk)"
        r" (?:the \w+ )?(?:until|till|to) (?:I(?:'d| had)? (?:cool|calm)|calm|cool|clear)",
        "I did the counting backwards from a hundred.",
        "I did the shopping for a hundred.",
    ),
    Cue(
        r"{I}told (?:him|her|them|my \w+|[A-Z]\w+) (?:that )?I (?:needed|need) (?:a (?:minute|break|moment|second)"
        r"|ten|five|some (?:time|space|air)|space|time)\b",
        "I told her I needed ten minutes and then we'd talk.",
        "I told her I needed milk.",
    ),
)
ORDER = (
    Cue(
        r"{I}(?:broke|break|split|chopped) (?:it|the \w+(?: \w+)?|my \w+|them|things|everything) (?:up |down )?(?:up"
        r" |down )?(?:into|in)",
        "I broke the tax return up into little bits, one envelope then a cup of tea.",
        "He broke the plate into bits.",
    ),
    Cue(
        r"{I}.{2,50}\b(?:one (?:thing|step|task|room|hour) (?:a|at a|per) (?:day|time)|step by step|bit by bit|a"
        r" little at a time)",
        "I put the whole week up on the fridge, one thing a day, nothing fancy.",
        "One thing a day, that's what they want.",
    ),
    Cue(
        r"{I}.{0,60}\b(?:like|the way|as|that|what|list|card|sheet|thing|exercise) (?:we|you) (?:(?:had"
        r" )?(?:practi[sc]ed|agreed|planned|talked about|discussed|worked on|showed me"
        r"|taught me|told me|suggested|said to|gave me|went (?:over|through)))",
        "I used the list you gave me.",
        "I forgot the list.",
    ),
    Cue(
        r"{I}(?:used|use|tried|did|practi[sc]ed) (?:the|my|those|that|some of the|one of the) (?:\w+ )?(?:page|plan"
        r"|card|skills?"
        r"|techniques?|exercises?|strategy|strategies|tools?|coping \w+|script|mantra|timer|app)\b",
        "I used the card twice on the train.",
        "I lost the card on the train.",
    ),
)
CUES = (*BODY, *SENSES, *THOUGHTS, *PAUSE, *HELP, *TRIGGER, *SELF, *ORDER)
NOT_IN_USE = (
    Cue(
        r"\b(?:but (?:it|that) (?:didn't|doesn't|never|wasn't)|didn't (?:work|help)|no(?:thing| use)? (?:help"
        r"|work)\w*|forgot|couldn't(?! (?:sleep|stop|settle|cope|breathe|face|find))"
        r"|can't(?!,| and\b| do\b)|made it worse|cigarettes?|smok\w+|drinks?|drank|drunk|beers?|wine|weed"
        r"|joint|high|pot|pills?"
        r"|cut(?:ting)? myself"
        r"|hit (?:him|her|me|my)|threw|scream\w*|planning to|next time)\b(?!.*\b(?:craving|urge)\b)",
        "I did the breathing but it didn't help.",
        "I did the breathing and it helped.",
    ),
)
"""Beside these nothing counts as a skill in use."""
