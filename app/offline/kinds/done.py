"""What the speaker did, of their own doing, lately."""

from app.offline.cues import Cue

_SOMEBODY = r"(?:him|her|them|my [\w-]+(?:'s \w+)?|the \w+|an? (?:friend|neighbou?r|colleague)|[A-Z]\w+)"
CONTACT = (
    Cue(
        rf"{{I}}(?:called|rang|phoned|texted|messaged|emailed|visited|invited|thanked) (?:up )?{_SOMEBODY}\b",
        "I called my sister back the same day, for once.",
        "He called my sister back.",
    ),
    Cue(
        r"{I}(?:wrote (?:back )?to|talked (?:to|with)|spoke (?:to|with|up)|met (?:up )?with|apologi[sz]ed to"
        r"|replied to"
        r"|opened up(?: to)?|reached out to|introduced myself|stood up (?:to|for)|made up with) ",
        "I wrote to my son, an actual letter with a stamp on it.",
        "I should have talked to my son.",
    ),
    Cue(
        rf"{{I}}(?:told|tell) (?:{_SOMEBODY}|\w+)(?: on [A-Z]\w+day)?,? (?:that )?(?:no\b|yes\b|I (?:can't|cannot"
        rf"|won't"
        r"|need|want|don't want|am not|'m not going|will not)|about (?:it|this|my|the|how)|how I|the truth|what (?:I"
        r"|was)"
        r"|exactly|everything)",
        "I told my boss on Monday that I can't take the late shift, and she said fine.",
        "I told them I was fine.",
    ),
    Cue(
        rf"{{I}}(?:said (?:no|yes|sorry) (?:to|when|for once|this time|and (?:I )?(?:meant|didn't))|asked (?:for"
        rf" (?!it)|{_SOMEBODY} (?:to|for|out|about|what|how|if|over)\b))",
        "I said no to the extra weekend, and I didn't explain myself.",
        "She said no to the extra weekend.",
    ),
)
EFFORT = (
    Cue(
        r"{I}(?:managed to|got (?:through|round to|around to|out of bed|up (?:early|on time|at|before)"
        r"|dressed|myself)"
        r"|made (?:it (?:to|through)|myself|the effort)|forced myself|pushed (?:myself|through)|stuck (?:with|to)"
        r"|followed through|sat through|showed up|turned up|stayed (?:till|until|for|the whole|sober|calm|put)"
        r"|faced|handled|dealt with|sorted|resisted|turned down|held (?:my|it together)|kept (?:my|at it|going|it"
        r" up))\b",
        "I managed to stay for the whole meeting.",
        "I never managed to stay for the whole meeting.",
    ),
    Cue(
        r"{I}(?:did (?:manage|go|call|talk to|make|tell|ask|write|get (?:up|out)|take|it (?:on|by|with|without|again"
        r"|all|anyway|this)"
        r"|(?:all|some|most|half) of|(?:the|my|some|all the|all my|every) (?:\w+ )?(?:dishes|laundry|shopping"
        r"|homework|exercises?|worksheets?"
        r"|garden|whole|walks?|cleaning|ironing|washing|paperwork|taxes|class|readings?|list|log|diary|form|call"
        r"|interview|test|exam"
        r"|course|project|kitchen|bathroom|dinner|cooking|school run|run|swim|presentation|speech|wednesday|thursday"
        r"|monday|tuesday|friday))"
        r"|went (?:to (?:the|a|an|my|her|his|see|work|church|class|therapy|group|meetings?|school|yoga|AA|NA|it|bed"
        r" early)|for|back|out|along|over|there|swimming|running|walking|through|and (?:did|got|saw|talked|joined|sat"
        r"|stood|walked|bought|asked))|went, )\b",
        "Oh, and I did go to the dentist, so you can stop asking.",
        "I didn't go to the dentist.",
    ),
)
DOING = (
    Cue(
        r"{I}(?:walked|ran|swam|cycled|biked|jogged|hiked|rode|drove|cooked|baked|cleaned|tidied|hoovered|vacuumed"
        r"|washed"
        r"|fixed|mended|repaired|painted|planted|gardened|finished|completed|handed|turned in|submitted|sent|posted"
        r"|paid (?:my|the (?:bill|rent|fine)|off|all|it)"
        r"|organi[sz]ed|cleared|packed|unpacked|built|practi[sc]ed|studied|read|drew|sang|danced|joined|enrolled"
        r"|applied"
        r"|registered|booked|signed up|volunteered|scheduled|planned|exercised|worked out|played|knitted|sewed|helped"
        r"|looked after|took care|returned|donated|delivered|prepared|wrote(?! it up)|watered|trained|meditated"
        r"|stretched"
        r"|graduated|passed my|saved|learned (?:how )?to|taught)\b",
        "I walked to the lake on four evenings this week.",
        "My brother walked to the lake.",
    ),
    Cue(
        r"{I}(?:took (?:the|my|her|his|him|them|some|a (?:walk|bath|shower|class|day|picture|break|trip|course|bus"
        r"|train))"
        r"|made (?:an? (?:appointment|call|list|plan|cake|soup|friend|start|meal|budget|schedule)|the (?:call|bed"
        r"|appointment|first)|soup|dinner|lunch|breakfast|some|friends)|(?<!'ve )(?<!have )got (?:(?:the|my)"
        r" .{2,40}\b(?:out|done|sorted|cleaned|fixed|ready"
        r"|together|back)|a (?:haircut|job|dog))|put (?:(?:the|my|it|them) .{0,40}\b(?:away|up|out|back|on the"
        r" (?:fridge|list|wall|shelf))"
        r"|together|in (?:an? (?:application|request|order)|my (?:notice|application)))|opened (?:it|the|my|a)|bought"
        r" (?:the|myself|a|some|my)"
        r"|brought (?:my|the|it|her|him|some)|gave (?:my|the|her|him|them|it|away|back)|left the house|ate (?:lunch"
        r"|dinner|breakfast|with|a proper)|had (?:a haircut|lunch with|dinner with|coffee with|people (?:over"
        r"|round)))\b",
        "I got the hoover out, did the whole downstairs.",
        "I got grounded for two weeks.",
    ),
    Cue(
        r"^(?:And |Then |So |Well,? |Yeah,? |Oh,? )?(?:Sent|Took|Walked|Signed up|Went (?:to|for|out|back)|Rang"
        r"|Called|Made (?:the|a|an|my)|Did"
        r" (?:the|my|all|some)|Finished|Paid|Cleaned|Cooked|Wrote|Booked|Joined|Handed|Applied|Cleared|Fixed|Got"
        r" (?:my|the|myself))"
        r" (?!me\b|us\b|him\b|by\b|I\b)(?:the|my|a|an|up|out|off|for|myself|all|it|some|to|back|over|our|in|down"
        r"|\w+s? done)",
        "Walked myself into that meeting, and I stayed till they stacked the chairs.",
        "Sent me back to the doctor.",
    ),
)
_BAD_HABIT = (
    r"(?:drink\w*|smok\w*|vap\w*|using|check\w*|worrying|hiding|avoid\w*|cancel\w*|scroll\w*|apologi[sz]ing|biting"
    r"|picking"
    r"|pulling|texting (?:him|her|them)|calling (?:him|her|them|in sick)|argu\w*|yell(?:ed|ing|s)?|shout\w*|snap\w*"
    r"|fight\w*"
    r"|gambl\w*|betting|bing\w*|overeating|overspending|shopping|lying|comparing|beating myself|blaming|pretending"
    r"|rehears\w*|obsess\w*|ruminat\w*|stalking|cutting|swearing|procrastinat\w*|skipping|nagging|coffee"
    r"|caffeine|soda"
    r"|sugar|alcohol|beer|wine|cigarettes|weed|pot|the (?:pills|drugs|sweets|gym excuses|phone)|energy drinks|all"
    r" that)"
)
_NO_DEED = (
    r"(?:want|need|like|lov|hat|seem|look(?!ed (?:after|up|for))|appear|happen|use|suppos|tri|wish|hop|plann|worri"
    r"|panick|avoid"
    r"|miss|fail|refus|li|scream|yell|shout|cri|smok|argu|cheat|relaps|bing|skipp|end|ignor|snapp|pass|figur|realiz"
    r"|realis"
    r"|notic|believ|expect|guess|assum|wonder|doubt|remember|struggl|suffer|experienc|star|scroll|blam|regrett|deserv"
    r"|agre"
    r"|decid|turn|liv|work|injur|shak|trembl|chok|vomit|dream|imagin|start|stopp|stay|kick"
    r"|slapp|punch"
    r"|threaten|curs|swear|overdos|collaps|faint|feel|bother|prefer|enjoy|car|mind|fear|dread|discover|recogniz"
    r"|recognis"
    r"|learn|ask|call|gain|age|retir|marri|divorc|separat|bor|rais|inherit|kill|sign|pour|drugg|crash|wreck|tripp"
    r"|slipp"
    r"|hurri"
    r"|rush|wait|own|contain|mean|nam|mention|explain|answer|repli|continu|consider|suspect|concern|depress|stress"
    r"|tir|bor)ed"
)
GENERAL = (
    Cue(
        r"\bI did (?!it\b|that|this|the|my|not|want|feel|think|know|have|need|like|see|hear|notice|wonder|love|hate"
        r"|use|drink|smoke|get"
        r" (?:upset|angry|mad|drunk|sad))[a-z]{2,} \w+",
        "I did turn up for the class in the end.",
        "I did not turn up for the class.",
    ),
    Cue(
        r"{I}(?:came (?:out to|along|over|forward|in first)|spent my (?:\w+ )?(?:day|weekend|morning|evening|saturday"
        r"|sunday) \w+ing|said it to"
        r" (?:her|his|their|my \w+)(?:'s)? face|had the (?:bank|doctor|locks?|landlord|vet|plumber) \w+|was at (?:the"
        r"|my)"
        r" (?:mosque|church|temple|meeting|group|gym"
        r"|class|pool|choir|game|party)|brought (?:him|her|them) |ate my (?:lunch|dinner|tea|breakfast))",
        "I came out to my roommate over pancakes.",
        "I came out of the shop.",
    ),
    Cue(
        rf"{{I}}(?!{_NO_DEED}\b)(?:\w{{3,}}ed|bought|brought|built|caught|chose|drew|drove|fed|flew|gave|held(?! back"
        rf"| off| it in)"
        r"|hung|led|lent|lit|met|paid|rode|rang|sang|sat (?:with|down (?:with|to|and)|at the|in (?:on|the front))"
        r"|sent|shut"
        r"|slept in my own|spoke|spent (?:time|the (?:day|evening|afternoon|weekend|morning))|stood (?:up|in|on)|swam"
        r"|swept|taught"
        r"|threw(?! up)|wore|wrote(?! it up)|let (?:my|her|him|them)(?! down)|ran|set (?:up|out|the)|took(?! it)|got"
        r" (?:on the|off the"
        r"|back (?:on|into the)|in the (?:car|pool|water|lift))|went (?:round|over|up|down|swimming|dancing|in)|left"
        r" (?:the (?:party"
        r"|room|house|bar|group|bottle|phone)|him|work)|came (?:off|home early|clean)|been to(?! jail| prison| hell|"
        r" court)|had"
        r" (?:my first|the (?:talk|conversation|courage)|a (?:proper|real|good|long) (?:talk|chat|conversation|meal))"
        r"|said yes to"
        r"|turned up|started (?:back|at|on|the|my|a)) (?!like\b|scared|nervous|about it)\w+",
        "I showed my mum the letter.",
        "I hated my mum's letter.",
    ),
    Cue(
        r"^(?:And |So |Well,? |Yeah,? |Oh,? )?(?:Told|Asked|Showed|Visited|Emailed|Phoned|Texted|Applied|Threw"
        r"|Cancelled|Changed)"
        r" (?:my|the|him|her|them|for|a)\b",
        "Told my dad about the baby, finally, over the phone.",
        "Told lies by everybody.",
    ),
)
"""Any other deed in the past tense, where the sentence tells enough of it."""
TURNED = (
    Cue(
        rf"{{I}}(?:stopped|quit|cut (?:down|back|out)(?: on)?|gave up|given up) (?:the |my |all (?:the |that )?|on"
        rf" )?{_BAD_HABIT}",
        "I stopped checking the door.",
        "I stopped going out.",
    ),
    Cue(
        r"{I}(?:closed (?:the|my) (?:\w+ )?account|got rid of|let go of|threw (?:out|away|it (?:out|away)|them (?:out"
        r"|away))|poured (?:it|them|the|my"
        r"|all|what)"
        r"|deleted|blocked|unfollowed|unsubscribed) ",
        "I've blocked his number.",
        "He blocked my number.",
    ),
    Cue(
        r"{I}(?:started|began|begun) (?=to \w+|\w+ing)(?:to )?(?!sleeping a lot|feel|cry|panic|worr|think|shak|los"
        r"|get(?:ting)? (?:mad|angry"
        r"|sad|upset|sick|worse|nervous)|hat|avoid|hear|see|hav|notic|isolat|withdraw)\w+",
        "I started walking in the mornings.",
        "I started crying in the mornings.",
    ),
    Cue(
        r"{I}(?!had|felt|saw|was|been|got|noticed|thought|heard|wanted|needed|lost|drank|smoked|hit)\w+(?:ed|t|d|ng"
        r"|de|ote|ent"
        r"|ook|ang|aw|ame|oke|ode|id|eld)\b.*\b(?:for once|(?:for the )?first time (?:in|since|ever))",
        "I rang my sister Tuesday, first time since the funeral.",
        "She rang for the first time in years.",
    ),
)
"""Doing otherwise than before, by the sentence's own word."""
NOT_TO_BE_PROUD_OF = (
    Cue(
        r"(?<!about the )(?<!about my )\b(?:drunk|drank|drinks?|drinking|beers?|wine|vodka|whisk[e]?y|booze"
        r"|alcohol|high|stoned|weed|pot|marijuana"
        r"|joints?|smok(?:ed|ing)|smoked?(?= (?:a|some|weed|it|with))|cigarettes?|vap\w+|coke|cocaine|heroin|meth"
        r"|crack|drugs?|oxy\w*|needle|dealer|bets?|betting"
        r"|gambl\w+|casino|binge\w*|purg\w+|pills?)\b",
        "I went to the bar and had six beers.",
        "I went to the lake and had a sandwich.",
    ),
    Cue(
        r"\b(?:fights?|fought|punch\w*|hit|slapp\w*|kick\w*|yell(?:ed|ing|s)?|scream\w*|shout\w*|threaten\w*|police"
        r"|cops?"
        r"|arrest\w*"
        r"|jail|prison|court|probation|expelled|suspended|fired|detention|grounded|trouble|cheat\w*|lied|lying|lies?"
        r"|stole"
        r"|steal\w*|crash\w*|accident|emergency|hospital|ambulance|knife|gun|mad|crazy|nuts|mess|mistakes?|fool|worse"
        r"|excuses?|coward\w*|fault|fun of|revenge|divorced?|broke up|cut(?:ting)? myself|hurt)\b",
        "I went to court for the fight.",
        "I went to the library for the class.",
    ),
    Cue(
        r"\b(?:in bed|all (?:day|night)|whole (?:cake|pizza|bag|bottle)|(?:lay|lying|laid|slept|cried|crying"
        r"|curled up|ended up|sat there) on the (?:floor|stairs|couch)|stood there|sat"
        r" there|alone"
        r"|fell|woke|nothing|nobody|away from everyone|diagnosed|referred|prescribed|admitted"
        r"|hospitali[sz]ed|raised|born"
        r"|to bed|to sleep|off on|off at|blank|quiet on|silent|it out on|(?<!putting )(?<!put )it off"
        r"|off (?:doing|going|calling|till"
        r"|until)"
        r"|back to (?:bed|sleep|him|using|smoking)|home early|out the window|my head out|on with it|through hell"
        r"|through (?:a|all) (?:bad|that|this|lot)|on pretending|going on about)\b",
        "I went to bed and took it out on nobody.",
        "I went to work and took the bus.",
    ),
    Cue(
        r"\b(?:had to|made me|forced me|was told to|have to|but (?:I|it) (?:didn't|couldn't|never|can't|wasn't|gave"
        r" up|failed)"
        r"|regret\w*|shouldn't have|(?:don't|didn't) want (?:her|him|them) |for nothing|didn't (?:work|help)"
        r"|nothing (?:worked|helped|changed)|no use"
        r"|too late|in sick|cried|you (?:asked|wrote)|alone in|never (?:went|did|came) back|and then I (?:stopped"
        r"|quit))\b",
        "I went to the class, but I couldn't stay.",
        "I went to the class, and I stayed.",
    ),
)
"""Beside these nothing counts as done, unless it was left off."""
LEFT_OFF = (
    Cue(
        r"{I}(?:closed|cancelled|deleted|blocked) (?:the|my|his|her|that) (?:\w+ )?(?:account|card|app|number"
        r"|subscription|credit)",
        "I've closed the betting account.",
        "He closed the betting account.",
    ),
    Cue(
        r"{I}(?:(?:stopped|quit|cut (?:down|back|out)(?: on)?|gave up|turned down|resisted) (?:the |my |all |any |a "
        r"|another )?(?:\w+ )?"
        r"(?:drink\w*|smok\w*|beers?|wine|cigarettes?|weed|pot|joints?|alcohol|vap\w*|bet\w*|gambl\w*|bing\w*|drugs?"
        r"|pills)"
        r"|(?:threw (?:out |away )?|poured |got rid of )(?:it|the|my|them|all|what)\b(?! for)(?:.*\b(?:down the"
        r" (?:sink|toilet|drain)|away|out|bottles?))?)",
        "I poured it down the sink, the whole bottle.",
        "I poured a drink for him, and he stopped.",
    ),
)
