"""What the speaker now does less often, or no longer, that they would rather not: by their own account."""

from app.offline.cues import Cue

_DISTRESS = (
    r"(?:dread\w*|wait\w* for (?:something|the)|worry\w*|worri\w+|panic\w*|wak\w+|lie awake|lying awake|cry\w*"
    r"|shak\w+|avoid\w*|check\w*|count\w*"
    r"|hid\w+|crav\w+"
    r"|snap\w*|flinch\w*|freez\w*|drink\w*|smok\w*|yell\w*|shout\w*|argu\w+|overthink\w*|scroll\w*|bing\w+|bit(?:e"
    r"|ing)|pick(?:ing)?"
    r"|hurt\w*|ach(?:e|es|ing)|rac(?:e|es|ing)|sting\w*|bother\w*|scar(?:e|es)|need the (?:light|pills|tablets)"
    r"|second[- ]guess\w*"
    r"|think(?:ing)? about (?:him|her|it|them|food|drinking|the accident)|blam\w+|replay\w*|ruminat\w+|obsess\w+"
    r"|isolat\w+"
    r"|brac\w+|tens\w+|sweat\w*|apologi[sz]ing|lash\w*|feel(?:ing)? (?:sick|guilty|ashamed|scared|anxious|alone"
    r"|lonely|numb|empty))"
)
_TROUBLES = (
    r"(?:my|the|those|these) (?:bad |dark |old |racing |awful )*(?:thoughts|voices?|worries|memories|dreams|feelings"
    r"|fears?|panics?|cravings?|moods?|doubts?)"
)
LESS_OFTEN = (
    Cue(
        rf"\b(?:{_TROUBLES}) (?:don't|doesn't|aren't|isn't) (?:stick|bother|get (?:to|at)|catch|grip|last|linger|come"
        rf"|weigh|run|rule|keep)\w*\b.*\b(?:so|as|that)"
        r" (?:much|long|often|hard|easily)|\bit(?:'s| is) not (?:taking|running|ruling|eating|keeping|getting)"
        r" .{3,40}\b(?:like it (?:did|was|used)|any ?more|as much)",
        "The bad thoughts don't stick so much.",
        "The bad apples don't keep so long.",
    ),
    Cue(
        r"\b(?:it's|it has|been) (?:been )?(?:\w+ )?(?:days|weeks|months|a (?:week|month|fortnight|while)) since (?:I"
        r"|my last|the last) (?:\w+ ){0,4}(?:turns?|panic|attacks?"
        r"|drink|drank|cried|cut|smoked|nightmares?|one of (?:those|them)|row|binge|wobble|bad night)",
        "It's weeks since I had one of those turns.",
        "It's weeks since I had a holiday.",
    ),
    Cue(
        r"\bI can \w+ .{2,50}\band not (?:want to|have to|need to|feel|panic|bolt|cry|shake|freeze|worry|think about)"
        r"|{I_am}not (?:so|that) (?:wound up|tense|anxious|worried"
        r"|angry|jumpy|scared|sad|down|low|lonely|tired|stressed|bothered|frightened|on edge|hard on myself)\b(?!"
        r" that)",
        "I can be in a room with him and not want to bolt.",
        "I can be in a room with him and not see him.",
    ),
    Cue(
        r"\b(?:has|have|'s|'ve) (?:gone|come|died|calmed) down to (?:a |an |more of |sort of |just )+\w+",
        "The dread on Sunday nights has gone down to a sort of grumble.",
        "The bus has gone down to the depot.",
    ),
    Cue(
        rf"\bI no longer (?:\w+ ){{0,4}}{_DISTRESS}|\b(?:it|that) (?:don't|doesn't) (?:take|cost|get to|keep|stop"
        rf"|bother|hit|scare|floor|throw) (?:me|us)\b.*\b(?:any"
        r"|no) ?more\b",
        "It don't take me the whole morning to get out the bed no more.",
        "It don't make me laugh no more.",
    ),
    Cue(
        r"\bused to (?!be able|love|enjoy|like|sleep|eat|laugh|see).{2,60}\band now (?:it|they|I|she|he|we)(?:'m|'s"
        r"|'re|'ve)? (?:sort of |kind of |just |only |barely"
        r" |hardly |mostly )(?!cry|lie|sit|drink|can't|feel (?:sad|nothing)|get)\w+",
        "My heart used to go like the clappers in meetings and now it sort of trots.",
        "I used to swim and now I just sit there.",
    ),
    Cue(
        r"\bI (?:drop off|fall asleep|nod off|go off|get to sleep|go to sleep) (?:in|within|after|by|straight|right"
        r"|like|as soon|before|without|the (?:minute|moment))",
        "I drop off within twenty minutes these days.",
        "I fall asleep at my desk.",
    ),
    Cue(
        r"\bI don't (?:\w+ )?(?:feel (?:like I'm (?:gonna|going to)|as if I'm going to|the need to)|have to) (?:throw"
        r" up|be sick|faint|die|cry|run|check|scream|pass out"
        r"|hide|explode)\b",
        "I don't feel like I'm gonna throw up walking in.",
        "I don't feel like I'm going to make it.",
    ),
    Cue(
        rf"\b(?:I'm|I've been|he's|it) not {{very}}{_DISTRESS}\b.*\b(?:so much|as much|any ?more|now|these days|as"
        rf" often|like I was"
        r"|like before)\b",
        "I'm not snapping at the kids so much.",
        "I'm not sleeping so much.",
    ),
    Cue(
        rf"\b(?:it|he|she|that|they|my \w+|the \w+) (?:doesn't|don't|no longer) (?:even |really"
        rf" )?{_DISTRESS}\b.*\b(?:any ?more|now|so"
        r" much|as much|these days|like (?:it|they) (?:did|used to))\b",
        "My hands don't shake when I pick up the phone now.",
        "My friends don't visit now.",
    ),
    Cue(
        rf"\bI (?:don't|do not|no longer|hardly|barely|rarely) (?:even |really )?{_DISTRESS}\b.*\b(?:any ?more|now|so"
        rf" much|as much"
        r"|these days|as often)\b",
        "I don't need the light on at night now.",
        "I don't enjoy music now.",
    ),
    Cue(
        r"\bI(?:'ve)? only (?:checked|woke|cried|drank|smoked|snapped|panicked|shouted|had (?:to|one|two)|been sick"
        r"|missed|got up"
        r"|lost it)\b.*\b(?:once|twice|one|two)\b",
        "I only checked the stove once last night.",
        "I only ate once last night.",
    ),
    Cue(
        rf"\b(?:I|we|it) used to {{very}}{_DISTRESS}\b.*\bnow (?:I'm |I |it's |they're )?+(?!can't|still|even|not|do"
        rf"|have|hate|dread|worse)\w+",
        "I used to lie awake till four and now I'm off by eleven.",
        "I used to lie awake and now I still do.",
    ),
    Cue(
        r"\b(?:went|gone|go|got through|had|did) (?:a |the |one |two |three |four |five |six |\d+ )?(?:whole |full "
        r"|entire )?(?:day|week"
        r"|weekend|night|evening|shift|month|afternoon|hour)s? without (?!sleep|eating|food|talking|seeing|water|a"
        r" break)\w+",
        "I went a whole day without thinking about him.",
        "I went two days without eating.",
    ),
    Cue(
        rf"{{I}}(?:stopped|quit) (?:{_DISTRESS})",
        "I've stopped crying in the shower.",
        "I've stopped eating in the evening.",
    ),
    Cue(
        r"\bI(?:'ve| have)? (?:gone|went|got(?:ten)?|cut|come) (?:down )?from (?!one\b|a drink|a"
        r" beer).{2,40}\b(?:cigarettes?|pack|drinks?"
        r"|beers?|times|panic"
        r"|joints?|bottles?|glasses|every)\b.{0,30} to .{0,25}\b(?:one|two|three|four|five|half|none|nothing|once"
        r"|twice|a couple|zero)\b",
        "I've gone from a pack a day to three or four.",
        "I've gone from one drink a day to three bottles.",
    ),
    Cue(
        r"\b(?:once|twice|one|two|three|a couple) (?:of )?(?:a|in a|per|this)? ?\w* now\b.*\b(?:it was|it used to be"
        r"|instead of) (?:every"
        r"|all|ten|five|twenty|most|daily|constant)",
        "The flashbacks come maybe once a week now, it was every day.",
        "I see her once a week now.",
    ),
    Cue(
        r"\bI (?:\w+ )?(?:cried|worried|panicked|smoked|drank|checked|argued|yelled|shouted|snapped|scratched|binged"
        r"|avoided"
        r"|slept in|lay awake|procrastinated|scrolled|overthought|cry|worry|panic|smoke|drink|check|argue|yell|snap"
        r"|avoid)"
        r"\b(?: \w+){0,4}? (?:a lot |much |a bit |way |far |so much )?(?:less|fewer)\b(?! than (?:a|an|one|two|\d"
        r"|most|my|him|her|people|you|half))",
        "I cried less this week.",
        "I smoke a little less than a pack a day.",
    ),
    Cue(
        r"\b(?:I've |I have |I'm )(?:only |now )*(?:got |gone |come )?(?:down to (?!my last|nothing|the last)|only"
        r" had (?:the )?(?:a|one|two|1|2)\b)",
        "I'm down to a couple of beers on the Friday.",
        "I'm down to my last dollar and scared.",
    ),
    Cue(
        r"\b(?:was|were|used to) (?!sleep|eat|see|earn|run|walk).{2,60}\b(?:\w+ty|\w+teen|ten|twelve|dozens?|\d+"
        r"|every|all|hundred) .{0,40}\bnow (?:it's |I'm"
        r" |they're )?(?:more like|only|just|down to|maybe|about|around|once|twice|one|two|three)\b",
        "I was checking the door twenty times and now it's more like three.",
        "I used to sleep ten hours and now only three.",
    ),
    Cue(
        r"\b(?:I haven't|I've not|I have not|haven't|me and \w+ haven't|we haven't) (?:had|been|felt|needed|touched)"
        r" (?:a|an|any|one|the|another|that|having|running|proper|to)*\s?(?:\w+ )?(?:panic|attack|row|fight|argument"
        r"|drink"
        r"|cigarette|smoke|nightmare|craving|migraine|headache|flashback|urge|meltdown|binge|running to the toilet"
        r"|crying"
        r"|sick|scared|anxious|checking|snapping|late|dread|blowup)\b.*\b(?:in|for|since|this|all|before|once"
        r"|lately)\b",
        "Me and Darren haven't had a proper row in three weeks.",
        "I haven't had a good night in three weeks.",
    ),
)
NO_LONGER = (
    Cue(
        r"\b(?:I (?:don't|do not|no longer|hardly|barely|rarely|hardly ever|never)(?: even| really| actually)?"
        r" (?:dread|worry"
        r"|panic|wake|lie awake|cry|shake|avoid|check|count|hide|need (?:a|the|to (?:drink|smoke|check|hide))|crave"
        r"|snap|hate"
        r"|fear|freeze|flinch|feel (?:so |as |that )?(?:sick|scared|anxious|guilty|ashamed|alone|lonely|sad|tense"
        r"|angry|low"
        r"|tired|afraid|hopeless|worthless|empty|nervous|bad)|get (?:so |as )?(?:nervous|anxious|angry|scared|upset"
        r"|worked"
        r" up|headaches|panicky)|scroll|smoke|drink|yell|shout|argue|lie|cancel|bite|binge|pick|have (?:nightmares"
        r"|panic attacks|headaches|cravings))|I'm (?:not|no longer|never) (?:so |as |that |constantly |always |really"
        r" )*(?:scared"
        r"|afraid|anxious|worried|sad|depressed|tense|angry|lonely|ashamed|guilty|nervous|on edge|exhausted|tired"
        r"|jumpy"
        r"|panicking|crying|dreading|worrying|avoiding|hiding|checking))\b.*\b(?:any ?more|like (?:I used to|before)"
        r"|as (?:much|often)|so much|these days|now|at all this week|this week|since)\b",
        "I don't dread the phone going like I used to.",
        "I don't see my friends any more like I used to.",
    ),
    Cue(
        r"\bmy (?:shoulders|jaw|hands|stomach|heart|chest|head|neck|fists) (?:aren't|isn't|don't|doesn't|no longer|is"
        r" not"
        r"|are not) .{0,40}\bany ?more\b",
        "My shoulders aren't up round my ears any more.",
        "My friends aren't around any more.",
    ),
)
CUES = (*LESS_OFTEN, *NO_LONGER)
