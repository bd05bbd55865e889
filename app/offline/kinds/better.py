"""What got better for the speaker, by their own account: now, or since the last visit."""

from app.offline.cues import Cue

SYMPTOM = (
    r"(?:anxiety|anxiousness|panics?|panic attacks?|attacks|nightmares?|bad dreams|dreams|headaches?"
    r"|migraines?|pains?"
    r"|aches?|cravings?|urges?|worry|worries|worrying|dread|fears?|tension|tightness|shak(?:es|ing)|flashbacks?"
    r"|voices?"
    r"|crying|guilt|shame|anger|temper|sadness|depression|stress|insomnia|nausea|heaviness|lump|knot|weight"
    r"|palpitations"
    r"|(?:my |the )?(?:stomach|tummy|chest|shoulders?|jaw|neck|back|hands?|heart|head|skin)|racing thoughts|thoughts"
    r"|fog|cloud|darkness|blackness|trembling|bad thoughts|spells|jitters|butterflies|restlessness|numbness"
    r"|compulsions?|obsessions?|rituals?|checking|outbursts?|rows?|fights?|arguments?)"
)
WELL_BEING = (
    r"(?:appetite|energy|sleep(?:ing)?|concentration|focus|mood|interest|laugh|confidence|motivation|patience|memory"
    r"|strength|humou?r|breathing|mind|balance|self-esteem|drive|spark|voice|face)"
)
_TIMES = (
    r"(?:mornings?|evenings?|nights?|(?:bad |good )?days|afternoons|weekends?|sundays|mondays|work|school|home|things"
    r"(?: (?:with|at|between) [\w' ]{2,30}?)?|life|the (?:commute|shop|drive|bus|house))"
)
_BETTER = (
    r"(?:better(?! off| at| or|-| at (?:hiding|lying|pretending)| than (?:nothing|him|her|them|that))|calmer"
    r"|easier(?! to (?:just|not"
    r"|stay|lie|avoid|give|hide)| said)|lighter|quieter|happier|stronger|steadier|softer|stiller|brighter|kinder|more"
    r" (?:like"
    r" (?:a person|myself|me|my old self)|relaxed|settled|hopeful|confident|patient|at ease|rested|energy|energetic"
    r"|stable"
    r"|in control|present|optimistic|awake|alive|positive|motivated|focus\w+|open|comfortable)|clearer|fewer|looser"
    r"|warmer|milder|less (?:tense|anxious|worried|scared|afraid"
    r"|stressed"
    r"|sad|depressed|angry|irritable|tired|lonely|overwhelmed|panicky|nervous|jumpy|guilty|ashamed|on edge|exhausted"
    r"|heavy"
    r"|foggy|down|often|like (?:a|an|I)|frightened|wound up|hopeless|reactive|self-conscious))"
)
FELT = (
    Cue(
        r"(?:{I}(?:am |feel |felt |been (?:feeling |doing |sleeping |eating )?|feeling |doing |sleeping )|\b(?:I'm"
        r"|I've been) )"
        rf"{{very}}(?:feeling |doing |sleeping |eating |coping )?{{very}}{_BETTER}(?! (?:if|when|unless|without"
        rf"|once)\b)",
        "I'm less tense in the mornings than I was in March.",
        "I'd feel better without them.",
    ),
    Cue(
        rf"(?:^|[,;:] |\b(?:and|but|so|yeah|well|now|actually) )(?:(?:my|the) )?(?:{SYMPTOM}|{WELL_BEING}|{_TIMES})"
        r"(?:'s| is| are|'re| has been| have been|'s been| feels?| seems?| got| has gotten| have gotten|'ve been|'s"
        r" gotten)"
        rf" {{very}}{_BETTER}(?! (?:if|when|unless|once)\b)",
        "Things with my dad are easier, we can sit in the same room.",
        "Things are easier when he is away.",
    ),
    Cue(
        rf"\b(?:it's|it is|it feels|it's been|it's getting|it has been|that's) {{very}}{_BETTER}(?=.*\b(?:now|lately"
        rf"|this week"
        r"|these days|since|in my head|up here|for me|than (?:it was|before|last)|at night|to (?:get up|talk|sleep"
        r"|breathe"
        r"|go|be (?:with|around|in)))\b)",
        "It's quieter up here, in my head.",
        "It's easier to just lie there.",
    ),
)
EASED = (
    Cue(
        rf"\b(?:my|the|those|these|that) (?:\w+ )?{SYMPTOM}(?! (?:and |then |so )?I\b)(?:\W+(?:\w+ )?(?!I\b"
        rf"|and\b)\w+,?)??(?:'s| is| are|'re| has| have|'ve)?"
        r" (?:{very}|nearly |almost |mostly |pretty much |slowly |finally |really |all |been )*(?:gone(?! (?:up|bad"
        r"|wrong))"
        r"|stopped|eased(?: off| up)?|dropped(?: right)?(?: off| down)?|faded|lifted|died down|calmed(?: right)? down"
        r"|calming down|settled|settling|got better|gotten better|improved|improving|lessened|shrunk|shrinking|come"
        r" down"
        r"|went down|gone down|let up|easing|fading|lifting|under control|disappeared|went away|gone away|smaller"
        r"|milder"
        r"|weaker|fewer|less(?: (?:frequent|often|intense|loud|strong|bad))?|not as (?:bad|strong|loud|often))\b",
        "The headaches are gone, I noticed that on Friday.",
        "My appetite is completely gone.",
    ),
    Cue(
        rf"\b{SYMPTOM} (?:has |have )?(?:gone|went|dropped|come|came) (?:down )?from (?!bad).{{2,40}} to (?!worse"
        rf"|every|all|more)",
        "The nightmares have gone from every night to once a week.",
        "The nightmares have gone from bad to worse.",
    ),
    Cue(
        rf"\b(?:my|the) (?:\w+ )?{WELL_BEING}(?:(?:'s| is| has| have| are) {{very}}(?:back\b|coming back|come back"
        rf"|improv\w+"
        r"|returned|returning|picked up|picking up|lifted|lifting|brighter|higher)| (?:came back|improved|returned"
        r"|picked up))",
        "My concentration's coming back, I read two whole chapters.",
        "My concentration is gone.",
    ),
    Cue(
        r"\b(?:I've|I have) (?:got|had) (?:my|an) (?:\w+ )?(?:appetite|energy|sleep|spark|voice|laugh) back\b",
        "I've got my appetite back.",
        "I want my appetite back.",
    ),
    Cue(
        r"\b(?:mornings?|evenings?|nights?|days|weekends|sundays|mondays) used to be .{2,60}\b(?:and )?now (?:they're"
        r"|it's|they"
        r" are|it is)",
        "The mornings used to be the worst and now they're just mornings.",
        "The mornings used to be nice and I miss that now.",
    ),
)
ABLE = (
    Cue(
        r"\bI'm (?:out of bed|up|up and about|dressed|off to sleep) (?:by|before) (?:\w+ )(?:most|every|these|now|on)"
        r"|\b(?:I'm|I've been|been) eating (?:proper|real|three|full|decent|well"
        r"|regular)|\bI (?:was |am |'m |find myself )?(?:actually |really |even )*looking forward to|\bI (?:laughed"
        r" (?:so hard|till|until|out loud|like)|started sleeping (?:with the light off"
        r"|in my own|without|through))|\bsleeping (?:with the light off|in my own bed|without (?:the|a|my) (?:light"
        r"|pills?|tablets?))",
        "I'm eating proper meals.",
        "I'm eating nothing.",
    ),
    Cue(
        r"\b(?:and I|me and \w+|we|\w+ and me) (?:are|have been|'re|'ve been|started) (?:\w+ )?(?:talking|speaking"
        r"|laughing|friends|close|sleeping in|going out"
        r"|eating together|holding hands) again\b|\b(?:and I|me and \w+|we) (?:are|'re|have been) (?:getting on"
        r"|getting along|closer)",
        "My son and I are talking again.",
        "My son and I are fighting again.",
    ),
    Cue(
        r"\b(?:nowhere near|not nearly|not half|not quite|not) as (?:angry|anxious|scared|sad|tired|tense|worried"
        r"|depressed|low|afraid|lonely|nervous|stressed"
        r"|jumpy|ashamed|overwhelmed|panicky|irritable|bad|frightened|heavy|loud|often|exhausted|guilty|raw"
        r"|sharp)\b.*\bas (?:I was|it was|before|I used|last|they were"
        r"|it used)",
        "I'm nowhere near as scared of the night shift as I was.",
        "I'm not as happy as I was.",
    ),
    Cue(
        rf"\b(?:the|my|those|these) (?:\w+ )?(?:{SYMPTOM}|{_TIMES}) (?:has |have |is |are |'s |'ve"
        rf" )?(?:{{very}})(?:softened|softening|mellowed|burns? (?:itself )?out"
        r"|blows? over|pass(?:es)?|goes? (?:away|off)|fades?|lifts?|settles?|shrank|thinned out|got shorter|come back"
        r" less)(?: (?:quicker|faster|sooner|more"
        r" quickly|now|these days|by))?\b",
        "The temper burns itself out quicker.",
        "The temper never goes away.",
    ),
    Cue(
        r"\b(?:colou?rs?|life|taste|feeling|laughter|music|joy|light|fun|hope)\b.{0,20}\b(?:has|have|'s|is|are)?"
        r" ?(?:come|coming|came) back\b",
        "Some colour has come back into things for me.",
        "Some colour has gone out of things.",
    ),
    Cue(
        r"\bI can (?:put it (?:down|away)|let (?:it|things|that) go|leave it|breathe|sit with it|laugh about|talk"
        r" about|think about|look at|say|walk past)\b.*\b(?:now and"
        r" then|now|again|sometimes|without|these days|for a bit)\b",
        "It's still there but I can put it down now and then.",
        "I can hear you now.",
    ),
    Cue(
        r"\bI(?:'ve| have| had) (?:\w+ )?more (?:patience|energy|confidence|appetite|hope|motivation|strength)\b"
        r"|\b(?:has|have|'s|'ve) been (?:kind of |pretty |really |sort"
        r" of |quite |actually )?(?:okay|ok|good|fine|better|easier|all right|alright|manageable) (?:lately|recently"
        r"|this week|since|these days|of late)\b"
        r"|\bfor once (?:it|I|things|he|she|we) (?:just |actually |really )?(?:looked|felt|was|were|slept|enjoyed"
        r"|laughed|sounded)\b",
        "I've more patience with the wee ones than I've had in years.",
        "I've more bills than I've had in years.",
    ),
    Cue(
        r"\bI(?:'m| am|'ve been| have been) (?:actually |really |even |finally |back (?:to )?)?(?:eating|cooking"
        r"|laughing|singing|reading|drawing"
        r"|running|sleeping|dancing|playing|painting|swimming|walking|seeing|going|talking|writing|working|wearing"
        r"|knitting|gardening"
        r"|listening|enjoying|driving|making) (?:\w+ ){0,5}again\b",
        "I'm eating breakfast again.",
        "I'm smoking at breakfast again.",
    ),
    Cue(
        r"\b(?:I've got|I have|I've had|I had|there's) (?:a (?:bit|lot) |much |so much |way |far )?more (?:energy"
        r"|patience|confidence|appetite|hope"
        r"|motivation|good days|interest|strength|drive)\b|\b(?:fewer|less) (?:bad (?:days|nights|dreams)|headaches"
        r"|nightmares|panic\w*"
        r"|cravings|arguments|rows|fights)\b",
        "I've got more energy than I've had in months.",
        "I've got more work than I've had in months.",
    ),
    Cue(
        r"\bI(?:'m| am)? (?:\w+ )?not (?:nearly |quite |half )?as (?:angry|anxious|scared|sad|tired|tense|worried"
        r"|depressed|low|afraid|lonely"
        r"|nervous|stressed|jumpy|ashamed|overwhelmed|panicky|irritable|bad) as (?:I was|before|I used|last|it was)",
        "I'm not as angry as I was.",
        "I'm not as happy as I was.",
    ),
    Cue(
        r"\b(?:I|I've) (?:actually |really |even |properly |genuinely )+(?:enjoyed|laughed|slept|relaxed)\b"
        r"|\bI(?:'ve)? (?:slept|been sleeping)"
        r" (?:right |clean |all the way )?through\b|\bI slept (?:well|better|all night|like a|till (?:six|seven"
        r"|eight|nine|the alarm))",
        "I actually enjoyed the film.",
        "I never enjoyed the film.",
    ),
    Cue(
        r"\b(?:I'm|I am|I've been|I|we're|we) {very}(?:getting|doing|coping|eating|managing|feeling|sleeping"
        r"|breathing"
        r"|concentrating|get|do|cope|sleep|eat) (?:on )?(?:a lot |much |a bit"
        r" |so much )?(?:better|easier|more easily)(?! (?:off|if|when|at|than (?:him|her|them)))\b",
        "I'm getting on better with my mum.",
        "I'm getting better at lying.",
    ),
    Cue(
        r"\b(?:food|music|colou?rs?|coffee|the world|things|life) (?:tastes?|sounds?|looks?|feels?|means?)"
        r" .{0,40}\bagain\b",
        "Food tastes of something again.",
        "Food tastes of nothing.",
    ),
    Cue(
        r"\b(?:I'm|I am|I've been|been|I slept|I've slept) (?:actually |really |finally |even )*(?:sleeping|(?<=slept"
        r" )|(?<=slept)),?"
        r"(?: \w+,)? ?(?:\w+ )?(?:sleeping )?(?:through(?: the night| since|\.|,| (?:most|all|again))|properly|right"
        r" through"
        r"|(?:all|the whole) night|(?:five|six|seven|eight|nine) hours|like a (?:baby|log)|well\b(?! enough))",
        "I've been sleeping through since I put the phone in the kitchen.",
        "I'm sleeping a lot.",
    ),
    Cue(
        r"\bI(?: can|'m able to| am able to|'ve been able to) (?:\w+ly |even )?(?!not|never|see|hear|tell|only|hardly"
        r"|barely|be)\w+"
        r" (?:\w+ ){0,6}(?:(?:now|again),? without \w+ing\b|again[.,!]|without (?:panicking|crying|shaking|counting"
        r"|checking|it hurting"
        r"|getting (?:upset|anxious|angry)|freaking|worrying|thinking|needing))",
        "I can get on the bus now without counting the stops.",
        "I can see now.",
    ),
    Cue(
        r"\bI (?:caught|found) myself (?:singing|humming|laughing|smiling|whistling|looking forward|enjoying"
        r"|dancing)\b",
        "I caught myself singing in the van.",
        "I caught myself staring at the wall.",
    ),
    Cue(
        r"\b(?:I'm|I am|I've been|I've started|I started) (?:actually |really |even |starting to |beginning to "
        r"|finally )*"
        r"(?:enjoy(?:ing)?|looking forward to|laughing|getting (?:my \w+ back|there|a grip))\b",
        "I've been enjoying my music again.",
        "I'm not enjoying my music.",
    ),
)
CUES = (*FELT, *EASED, *ABLE)
WORSE = (
    Cue(
        r"\b(?:worse|not better|isn't better|no better|than nothing|compared to (?:people|other|most|them|him|her)"
        r"|harder|better days are|gone bad|but (?:it|that|then|I) (?:came|come"
        r"s?|went|still (?:can't|don't))(?: right)? back|didn't last|only (?:when|because) I(?:'m| am) (?:drunk|high"
        r"|asleep)"
        r"|better (?:off )?(?:dead|without me)|tired of|because I (?:drink|smoke|drank|smoked|got high)|after (?:a"
        r"|two|a few)"
        r" (?:drinks?|beers?|cigarettes?|joints?)|helps? me (?:feel|relax|sleep|calm)|could be better|or not|than"
        r" (?:he|she|they"
        r"|him|her|them|you|most|other))\b",
        "I felt better, but it didn't last.",
        "I felt better, and it lasted.",
    ),
    Cue(
        r"\b(?:smok\w+|weed|pot|marijuana|joints?|high|drunk|vap\w+)\b(?!.*\b(?:less|fewer|down to|now it's|any"
        r" ?more|haven't|without)\b)",
        "I feel calmer with a joint.",
        "I smoked less this week.",
    ),
)
"""Beside these nothing counts as better."""
