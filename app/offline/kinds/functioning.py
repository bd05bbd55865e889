"""What got better for the speaker, told by what they can do again, or no longer mind."""

from app.offline.cues import Cue

_WE = r"(?:me and (?:my |the )?[\w-]+|(?:my |the )?[\w-]+ and (?:I|me)|we)"
_STRIFE = r"(?:row|argu|fight|bicker|snap|shout|clash|nag|yell)\w*"
_MINDED = (
    r"(?:dread|fear|hate|mind|avoid|worry about|panic (?:at|in|on|about)|cry (?:at|over|in|about)"
    r"|jump (?:at|when)|flinch"
    r"|shake (?:at|when|in)|freeze (?:when|at|in)|put it off|hide from|lie awake|wake up|go over|brood|run from)"
)
_DREADED = (
    r"(?:bangs?|noises?|crowds?|mornings?|nights?|sundays?|mondays?|phones?|doors?|shops?|meetings?|buses"
    r"|trains?|lifts?"
    r"|dogs?|sirens?|people|stairs|post|bills|exams?|he|she|it|that|this|they|thoughts?|memories"
    r"|pictures?|sounds?|smells?)"
)
CUES = (
    Cue(
        r"\b(?:I haven't|I've not|I have not|not) (?:had|been having) (?:one of (?:my|those|them|the)|a single|any of"
        r" (?:my|those|them)|one) (?:\w+ ){0,3}(?:turns?|attacks?|episodes?|spells?|moments?|dreams?"
        r"|nightmares?|wobbles?"
        r"|dos?|crying fits?|blow[- ]?ups?|outbursts?|slips?|bad days|bad ones)\b.*\b(?:in|for|since|all|this)\b",
        "I haven't had one of my funny turns on the bus in three weeks.",
        "I haven't had one of my holidays in three weeks.",
    ),
    Cue(
        rf"\b{_WE}(?:'re| are| have|'ve)? (?:been )?(?:hardly|barely|scarcely|not|rarely"
        rf"|hardly ever) (?:even )?{_STRIFE}\b"
        r"(?:.*\b(?:now|any ?more|these days|at all|this week|lately)\b)",
        "Me and the wife are hardly rowing at all now.",
        "We are hardly talking at all now.",
    ),
    Cue(
        r"\b(?:I've got|I have|I've|I had|there's) (?:a bit of |some |my |a little |a lot of )?(?:go|energy"
        r"|life|fight"
        r"|pep|oomph|spring|colour|color|bounce|spark|steam|appetite|strength|puff|stamina"
        r"|will) (?:\w+ )?(?:in (?:me|my step)"
        r"|about me|back)\b(?: again| now| these days|,|\.)",
        "I've got a bit of go in me again.",
        "I've got no fight in me again.",
    ),
    Cue(
        rf"\bI (?:don't|do not|no longer|didn't|never) (?:even |really |half )?{_MINDED}\b.*\b(?:like I (?:did"
        rf"|used to|was)"
        r"|the way I (?:did|used to)|any ?more|as I (?:did|used to|was)|the same way)",
        "I don't dread Mondays like I did.",
        "I don't see them like I did.",
    ),
    Cue(
        rf"\b{_DREADED} (?:don't|doesn't|do not|does not|no longer|didn't) (?:\w+ )?(?:put|send|set|get|scare"
        rf"|bother|floor"
        r"|frighten|throw|knock|make|wake|upset|rattle|hurt|rule|stop|worry|keep|faze|phase|trouble|spook|weigh)\w* "
        r"(?:\w+ ){0,2}(?:me|my)\b.*\b(?:any ?more|now|no more|these days|like (?:it|they|he|she) (?:did"
        r"|used to)|so much)\b",
        "Loud bangs don't put me on the floor any more.",
        "Loud bangs don't help me any more.",
    ),
    Cue(
        r"\b(?:the |my |that |this )?(?:knot|weight|lump|tightness|fog|cloud|ache|pressure|band|fist|buzzing"
        r"|heaviness|grip"
        r"|black dog|pit)\b[\w ,]{0,25}?,? (?:it's|it has|has|is|'s|have|are) (?:\w+ )?(?:loosened|loosening"
        r"|lifted|lifting|smaller|lighter|gone|going|eased|easing|quieter|softer|shrunk|thinner|thinned"
        r"|cleared|clearing"
        r"|melted|undone|let go)\b",
        "That knot in my stomach, it's loosened.",
        "That knot in my stomach, it's tighter.",
    ),
    Cue(
        r"\b(?:school|work|home|life|things|nights|mornings|it|the (?:\w+ )?(?:drive|commute|house|mornings"
        r"|nights|shift|shifts"
        r"|evenings|flat|job))(?:'s| is| has| have| are|'ve|'re) (?:got|gotten|become|been|getting"
        r"|feeling)? ?(?:a lot |way"
        r" |much |so much |far |a bit |nowhere near as |not half as |not as )?(?:less (?:awful|bad|scary|grim"
        r"|hard|heavy|lonely"
        r"|frightening|rough|horrible|stressful|miserable|hellish)|bearable|manageable|doable|(?:awful|bad"
        r"|scary|grim|hard"
        r"|heavy|lonely|rough|horrible) (?:now|any ?more|as it was))\b",
        "School's got way less awful, I've got people to sit with.",
        "School's got way more awful.",
    ),
    Cue(
        r"\bI (?:feel|felt|am|'m) (?:\w+ )?(?:lighter|freer|brighter|safer|more (?:myself|like myself|settled"
        r"|alive)|human"
        r" again|myself again|like (?:me|myself|a person) again)\b",
        "I feel lighter in myself.",
        "I feel heavier in myself.",
    ),
    Cue(
        r"\bI (?:get|'m|am|wake|go|eat|leave|sit|fall|drop|cook|wash|shower|answer|open|sleep|make)\b.{2,40}\bnow\b,?"
        r" (?:where|when|whereas|and) (?:before|it used|I used|last|a month)",
        "I get up with the alarm now, where before I'd lie there till gone eleven.",
        "I get home late now, and it rains.",
    ),
    Cue(
        rf"\b{_WE} (?:get|are getting|got|have been getting|'re getting|rub) (?:on|along) (?:\w+ )?(?:better"
        rf"|well|fine"
        r"|grand|great)\b",
        "Me and my dad get on better than we have in years.",
        "Me and my dad get on badly.",
    ),
    Cue(
        r"\bI (?:can|could) (?:\w+ly |finally |even |actually )?(?!not\b|n't\b|see why|hear you|tell you|only"
        r"|hardly|barely"
        r"|be\b|never)\w+ (?:\w+ ){0,6}(?:again|these days)\b",
        "I can concentrate again, I read a whole chapter last night.",
        "I can see why you ask again.",
    ),
    Cue(
        r"\b(?:I'm|I am|I've been) (?:\w+ly )?(?:enjoying|tasting|laughing at|sleeping|eating|cooking|reading"
        r"|dressing|washing"
        r"|seeing|getting) (?:\w+ ){0,7}again\b|\b(?:my|the) (?:food|music|garden|work|days?|coffee"
        r"|colou?rs?) (?:tastes?"
        r"|sounds?|smells?|is|are) (?:\w+ ){0,3}(?:again|good|nice|of something)\b",
        "I'm enjoying my food and my music again.",
        "I'm leaving my food and my music again.",
    ),
    Cue(
        r"\b(?:the|my|those|them|these) (?:\w+ )?(?:crying|shakes|tears|panic|panics|nerves|moods?|sweats"
        r"|tremors?|rages?"
        r"|flare-?ups|low days|black moods|bad (?:days|nights|spells|thoughts))(?:'s| has| have|'ve| are|'re"
        r"| is|) (?:\w+ )?"
        r"(?:eased|easing|easier|stopped|gone|quietened|quieted|dried up|fewer|shorter|thinned|backed off"
        r"|settled|calmed"
        r"|rarer|further apart|let up|passing)\b",
        "The crying's eased off.",
        "The crying's started.",
    ),
    Cue(
        r"\bI(?:'ve| have)? (?:only|just) (?:had|cried|woken|woke|lost|checked|shouted|snapped|rowed|panicked"
        r"|needed|got up)"
        r"\b.{0,40}\b(?:once|twice|the once|the one|one|two)\b",
        "I've only lost my temper the once.",
        "I've only had breakfast.",
    ),
    Cue(
        r"\b(?:it|that|this|the \w+) (?:doesn't|don't|no longer) (?:take|last|go on|hang about|stay"
        r"|stick)\b.{0,40}\b(?:any"
        r" ?more|now|as long|so long|like it did|used to)\b",
        "It doesn't take me an hour to leave the house any more.",
        "It doesn't rain any more.",
    ),
    Cue(
        r"\b(?:the |my |that )?(?:\w+[- ])?(?:washing|checking|counting|drinking|smoking|crying|scrolling"
        r"|picking|urges?"
        r"|cravings?|panics?|attacks?|nightmares?|flashbacks?|headaches?|rows?|tears)(?:'s| is| are|'re"
        r"| has come| have come)"
        r" (?:right |well |way )?(?:down to|down by|half what|tiny|nothing like|rare|few and far)\b",
        "The hand-washing's down to about six times a day.",
        "The hand-washing's up to six times a day.",
    ),
    Cue(
        r"\b(?:my \w+ and I|me and my \w+|we|the (?:kids|two of us)|\w+ and I)(?:'re| are|'ve been"
        r"| have been) (?:\w+ )?"
        r"(?:laughing|talking|speaking|eating|walking|cooking|joking|sleeping|going out|holding hands"
        r"|cuddling|singing)"
        r" (?:\w+ ){0,3}(?:again|together again|these days)\b",
        "My husband and I are laughing together again.",
        "My husband and I are shouting again.",
    ),
    Cue(
        r"\bI (?:don't|do not|didn't|hardly|barely|rarely) (?:lose (?:my|it)|fly off|blow up|bite|jump down"
        r"|go for|snap|kick"
        r" off|fall apart|break down|well up|shut down|reach for|think about|brood"
        r"|beat myself)\b.*\b(?:nearly as (?:much|often)"
        r"|as (?:much|often)|so (?:much|often)|any ?more|now|these days|like I did)\b",
        "I don't lose my rag with the kids nearly as much as I did at Christmas.",
        "I don't see the kids nearly as much as I did.",
    ),
    Cue(
        r"\b\w+s? (?:barely|hardly|scarcely|don't|doesn't|no longer) (?:\w+ )?(?:bother|frighten|scare|upset"
        r"|get to|touch|faze"
        r"|worry|rattle|trouble) me\b.*\b(?:now|any ?more|these days|where|whereas|much)\b",
        "Supermarkets barely bother me now.",
        "Supermarkets bother me now.",
    ),
    Cue(
        r"\b(?:isn't|is not|aren't|not|'s not) (?:nearly |half |anything like |quite )?(?:as"
        r"|so) (?:frightening|scary|bad|awful"
        r"|lonely|heavy|hard|loud|dark|terrible|daunting|painful|grim|raw|tiring|exhausting) as (?:it|they|that|I)"
        r" (?:was|were|used)\b",
        "Being alone in the evenings isn't as frightening as it was.",
        "Being alone isn't as nice as it was.",
    ),
    Cue(
        r"\b(?:work|school|home|college|life|it|everything|things|the (?:commute|mornings|nights|pain"
        r"|days))(?:'s| is| are|'re)"
        r" (?:actually |finally |really |pretty |fairly )*(?:manageable|bearable|doable|liveable|grand"
        r"|all right|alright|okay"
        r"|fine|good|calm|steady) (?:these days|now|lately|again|for once)\b",
        "Work is actually manageable these days.",
        "Work is actually unbearable these days.",
    ),
    Cue(
        r"\bI(?:'m| am)(?: in)? (?:far|much|way|a lot|a bit|so much)? ?(?:better|in better) (?:form|shape"
        r"|nick|fettle|spirits"
        r"|humou?r|place)\b|\bI(?:'m| am) in (?:\w+ )?(?:better|good|great|grand|fine) (?:form|shape|nick"
        r"|fettle|spirits"
        r"|humou?r|place)\b",
        "I'm in far better form these days.",
        "I'm in bad form these days.",
    ),
    Cue(
        r"\bused to take (?:me|us) .{2,50}\band now\b|\bI can (?:sit|get|go|stay|read|watch|drive|walk|talk"
        r"|eat|sleep|be|stand)"
        r" .{2,60}\bwithout (?!any|a )(?:my \w+ )?\w+ing\b",
        "I can sit through a whole episode without my mind wandering.",
        "I can see without squinting.",
    ),
    Cue(
        r"\bI(?:'ve| have) (?:hardly|barely|scarcely|not) (?:\w+ )?(?:thought about|wanted|needed|craved"
        r"|checked|cried|worried"
        r"|snapped|panicked|shouted|argued|woken)\b",
        "I've hardly thought about a drink since the new year.",
        "I've often thought about a drink since the new year.",
    ),
)
