"""Crises: suicide, harm to oneself or others, violence and abuse, in plain words and in the softer ones that a text
for a patient would choose. Wider than `danger`, which looks for a disclosure: here a hint is enough."""

from app.therapy.danger import speaks_of_danger
from app.therapy.sharing.phrases import Phrases

_ONE = "(?:your|my|his|her|their|own)"
_THEM = "(?:you|her|him|them|me|someone|somebody|anyone|people|others|yourself|himself|herself|themselves)"
_BODY = "(?:arms?|wrists?|legs?|thighs?|skin|body|forearms?|stomach|hips?|ankles?|hands?|neck|face|back|throat)"
_KIN = (
    r"(?:(?:your |his |her )?(?:he|she|they|father|mother|dad|mum|mom|step\w+|uncle|brother|husband|wife"
    r"|partner|boyfriend|girlfriend|ex"
    r"|someone|somebody|man|parents?|grandfather|cousin|neighbou?r|teacher|coach|boss|priest))"
)

_DEATH = (
    r"(?:what|who|something) (?:still )?(?:keeps|kept|is keeping|holds|held) you (?:here|alive|from"
    r" (?:going|doing|ending))",
    r"(?:whether|if|that) you (?:would )?(?:ever )?(?:woke|wake|lived|live|survived|survive)\b(?! (?:up"
    r" )?(?:late|early|in|with|at|on|near|alone))",
    r"(?:stopp?|ceas)\w* (?:existing|to (?:be|exist|live)|being(?=[.,;!?]|$))",
    r"(?:would|will|'d|might) (?:even |really )?(?:notice|care|mind|miss you) if you (?:were|weren't|had"
    r"|stopp\w*|simply|just|died)",
    r"(?:who|whether they|if they|someone) (?:would |will |might )?(?:finds?|found) you",
    r"(?:everything|everyone|everybody|it all|life|things|they|the world|the house|your \w+) (?:\w+"
    r" ){0,3}(?:without|if it were not for) you",
    r"(?:world|life|future|place|family|home|plans?|birthdays?|christmas) (?:\w+ ){0,3}you (?:are|were"
    r"|will be) (?:not|no longer) (?:in|part|there)",
    r"(?:not|n\'t|stopp?\w*|without|no longer|never) (?:want\w* |wish\w* |having |have |need\w* |hop\w*"
    r" )?(?:to )?(?:see|reach|meet|live to see) (?:the |your |another |a )?(?:next |new )?(?:morning"
    r"|tomorrow|day|spring|summer|birthday|sunrise)",
    r"(?:sleep|asleep|leave|go|go away|walk out|drive off) (?:\w+ )?(?:and|to) (?:not|never) (?:come back"
    r"|return|be found|wake\w*)(?: up)?",
    r"not to (?:wake|be (?:here|around|alive)|exist|live)\w*(?: up)?",
    r"(?:a|the|any|another|no|only|some) way out\b(?! of (?:the|your) (?:house|door|office|town|car))",
    r"(?:want|wish|long|plan|hop|mean|tri|try|decid)\w* to die",
    r"dying\b(?! to\b)",
    r"(?:one foot|halfway) (?:out of|over)",
    r"(?:peace|rest|quiet|relief) (?:of|in) (?:death|the grave|not being)",
    r"(?:be|being|go|going) with (?:\w+ )?(?:in heaven|on the other side)",
    r"your (?:own )?(?:funeral|death|grave)",
    r"how (?:it|things|everything|everyone|they|life|the world|the kids) would be (?:like )?without you",
    r"(?:(?:everything|it all|all of it|life) (?:to (?:just )?)?|it to (?:just )?)(?:be|is|was|were"
    r"|being) (?:finally |already |just )?over",
    r"suicid\w*",
    r"suicad\w*",
    r"un-?aliv\w*",
    r"kms",
    rf"(?:kill|murder|drown|hang|shoot|stab|strangl|poison|electrocut)\w* {_THEM}",
    r"(?:dark|black|bleak|bad|scary|frightening|those|worst|heavy) thoughts?",
    r"dark(?:est|er)? (?:place|night|hour|moment|time|day|week|spell|corner)s?",
    r"thoughts? (?:of|about) (?:\w+ )?(?:ending|death|dying|not being|leaving (?:this|the world|everyone"
    r"|it)|disappearing|giving up|harm\w*|hurting)",
    r"(?:not|no longer|without|stop(?:ped)?|n't) (?:wanting to |want to |wanted to |having to |to )?(?:be"
    r"|being|exist|existing) (?:around|here|alive|there any|in this world|on this earth|any ?more)",
    r"(?:not|n't|no longer) (?:want(?:ed|ing)? to |have to |bear to )?(?:exist|live|wake up|go on"
    r"|carry on|keep going|continue living)",
    r"(?:never|not) (?:wak\w+|woken) up",
    r"(?:sleep|asleep|sleeping) (?:forever|for good|and (?:not|never))",
    r"(?:want\w*|wish\w*|long\w*|need\w*|wanting|hoping|urge"
    r"|desire) (?:\w+ )?(?:(?:to|could|can|might) )?(?:just |simply )?(?:disappear|vanish|die|be gone|be dead|cease"
    r"|stop existing|fade away)",
    r"if you (?:were|had|was)(?:n't| not| no longer| simply| just)? (?:gone|here|around|dead|there"
    r"|vanished|disappeared|never been)",
    r"when you(?:'re| are| were) (?:gone|no longer)",
    rf"end(?:ed|ing|s)? (?:it|things|everything|it all|all of it|the pain|{_ONE} (?:own )?(?:life|pain"
    r"|suffering))\b(?! with\b)(?! (?:on|in a)\b)",
    r"put(?:ting)? an end to (?:it|things|everything|your|all)",
    r"end of (?:it all|everything|your life)",
    rf"(?:tak(?:e|es|en|ing)|took|los(?:e|t|ing)|end\w*|risk\w*) {_ONE} (?:own )?life",
    rf"attempts? (?:on|at) {_ONE} (?:own )?life",
    rf"{_ONE} (?:\w+ )?attempt\b(?! (?:to|at)\b)",
    r"the attempt\b(?! (?:to|at)\b)",
    r"(?:tired|sick|weary|done|finished) (?:of|with) (?:living|life|being alive|existing|everything"
    r"|it all)",
    r"enough of (?:living|life)",
    r"(?:reasons?|will|wish|point|strength) (?:to|for|of|in) (?:liv|stay|go\w* on|exist|carry\w* on"
    r"|being (?:here|alive))\w*",
    r"worth (?:living|going on|staying)",
    r"giv(?:e|en|ing) up on (?:life|living|everything|yourself)",
    r"give up completely",
    r"better off (?:without|dead|if)",
    r"(?:world|family|everyone|they|kids|children) (?:\w+ )?(?:better )?without you",
    r"(?:a|such a) burden",
    r"no (?:other )?way out",
    r"only way out",
    r"way out of (?:it all|everything|life|living)",
    r"never been born",
    r"(?:goodbye|farewell|last|final) (?:letter|note|message)s?",
    r"sa(?:y|id|ying) (?:a )?(?:last|final) goodbye",
    r"whether (?:to|you (?:want|should)\w* to) (?:live|go on|stay alive|be (?:here|alive))",
    r"(?:stay|staying|stayed|keep|kept|keeping|being|be|still) alive",
    r"surviv(?:e|ed|ing) (?:the|that) (?:night|attempt)",
    r"(?:harm|hurt) (?:or (?:kill|worse))",
    r"sewer[- ]?slide|ctb|kys",
    r"affairs in order",
    r"(?:(?:wrote|written|writing|finished) (?:your|the) will|your will is)",
    r"(?:a|such a|the) weight (?:on|to|around) (?:everybody|everyone|them|people|your family)",
    r"sleep with(?:out| no)(?: an)? end",
    r"want\w* (?:it all|everything) to (?:stop|end|be over)",
    r"(?:not|never) (?:having to |have to )?feel\w* anything(?: ever)? (?:again|any ?more)",
    r"(?:a|any|no|the) point (?:to|in) (?:any of it|it all|going on|anything|life|living)",
    r"(?:what|who) stopped you",
    r"(?:off|away from) the (?:bridge|roof|ledge|tracks|railing)",
)
_HARM = (
    r"(?:threw|throw|gave|give|put|hid|lock\w*|bin\w*) (?:\w+ ){0,2}(?:scissors|sharps?|lighter)",
    r"(?:level crossing|railway (?:crossing|line|bridge|embankment)|train crossing)",
    r"engine (?:\w+ )?running",
    r"(?:car|garage) (?:\w+ ){0,4}(?:exhaust|fumes|hose)",
    r"(?:medic\w+|drugs?|knife|gun) (?:\w+ )?(?:cupboard|cabinet|drawer|chest|safe) (?:\w+ )?(?:lock\w*"
    r"|shut|empt\w*|out of reach)",
    r"(?:lock\w*|empt\w*|clear\w*|hid\w*|hand\w* over) (?:\w+ ){0,3}(?:medic\w+|drugs|tablets|knives)",
    r"(?:your |rolled[- ]up |roll\w* up |short )+sleeves?",
    r"(?:old|pale|white|thin|red|faint|those) lines (?:on|show\w*|fade\w*|be seen)?",
    r"(?:back|down|away|steps?) from the (?:\w+ )?(?:railing|edge|ledge|bridge|tracks?|roof|cliff|balcony"
    r"|parapet|brink)s?",
    r"(?:railing|edge|parapet|side) of the (?:bridge|roof|platform|cliff|balcony)",
    r"platform edge",
    r"(?:skip\w*|stopp?\w*|refus\w*|without) (?:meals|eating|food)",
    r"drink\w* (?:until|yourself|till) (?:you|un|sick|to)\w*",
    r"(?:did|done|do|doing|does) to your (?:own )?(?:arms?|wrists?|legs?|thighs?|skin|body)",
    r"punish\w* your body",
    r"self[- ]?(?:harm\w*|injur\w*|hurt\w*|inflict\w*|mutilat\w*|destruct\w*)",
    r"(?:hurt|harm|cut|burn|hit|injur|punish|scratch|bruis|starv|wound)\w* (?:yourself|himself|herself"
    r"|themselves|myself)",
    r"(?:marks?|scars?|cuts?|lines?|burns?|scratches|bruises|wounds?|bandages?) (?:on|along|up|across"
    rf"|down|over|inside|around) (?:\w+ )?(?:the )?(?:inside of )?(?:{_ONE} )?(?:\w+ )?{_BODY}",
    r"(?:your|the|new|old|fresh|those) (?:\w+ )?(?:scars?|bruises?|wounds?|cutting|cuts)",
    r"bruis(?:es?|ed|ing)",
    r"(?:cut|cutting|cuts|burn\w*|scratch\w*|carv\w*|slic\w*|pick\w*) (?:into |at "
    rf"|through )?{_ONE} (?:own )?{_BODY}",
    r"(?:urge|impulse|temptation|need|wanting|wish|pull)s? (?:to|of) (?:cut|hurt|harm|burn|hit|starv|purg"
    r"|bleed|injur|lash)\w*",
    r"(?:stop\w*|start\w*|been|without|about|of|from|again|the) cutting\b(?! (?:back|down|out|board|off"
    r"|the|edge|hair|grass|up|wood|bread|vegetables|corners))",
    r"(?:razors?|blades?|noose|gun|guns|pistol|rifle|firearms?|weapons?|box cutter)",
    r"bleed(?:ing)?",
    r"drew blood",
    r"(?:hid\w*|cover\w*|under|beneath|long) (?:\w+ ){0,3}sleeves",
    r"bang\w* your head",
    r"punch\w* (?:the|a)? ?(?:wall|mirror|door)s?",
    r"purg(?:e|ed|ing)",
    r"ma(?:k|d)(?:e|ing) yourself (?:sick|throw up|vomit)",
    r"pills\b(?! (?:box|organi[sz]er))",
    r"overdos\w*",
    r"tablets\b.{0,30}\b(?:saved|hid\w*|count\w*|night|handful|all of)",
    r"(?:handful|bottle|box|packet|stash|too many|hoard\w*|stockpil\w*|saved up|counted out"
    r"|all (?:of )?the) (?:of )?(?:\w+ )?(?:tablets|medicine|medication|paracetamol|capsules)",
    r"(?:st(?:ood|and\w*)|sat|sitting|walked|climbed|went|drove|night|evening|time|were|been"
    r"|out) (?:\w+ )?(?:on|at|near|by|to|onto|over) the (?:\w+ )?(?:ledge|railing|roof|rooftop|tracks?"
    r"|cliffs?|balcony|edge|bridge|train tracks|parapet|overpass)",
    r"the (?:bridge|roof|ledge|cliff|tracks|balcony|rope|belt) (?:that|the other|last|on that) (?:night"
    r"|evening|day|morning)",
    r"(?:keep|kept|hid\w*|bought|tied|your own) (?:a|the|that) (?:rope|belt|cord)",
    r"(?:rope|cord) in the (?:shed|garage|attic|cupboard|drawer|closet|car)",
    r"jump\w* (?:off|from|in front|out)",
    r"in front of (?:a|the|an oncoming) (?:train|car|bus|truck|lorry|tram)",
    r"into (?:oncoming )?traffic",
    r"(?:driv|steer|swerv|cras?h)\w* (?:\w+ )?(?:into|off) (?:a|the|oncoming)",
    r"(?:walk|wad|swim)\w* into the (?:sea|river|lake|water)",
)
_VIOLENCE = (
    r"(?:would|did|could|will|does)(?: not|n\'t|n\'t ever) (?:let|allow) (?:you|her|him|them) (?:to"
    r" )?(?:leave|go|out|home|eat|sleep)",
    r"(?:smash|kick|break|broke|batter|punch)\w* (?:\w+ )?(?:the |your )?(?:door|phone|mirror|window"
    r"|furniture|plates)(?: down| in)?",
    rf"{_KIN} (?:came|comes|would come|crept|climbed|got|slipped) (?:in|into|to|onto|on) your (?:bed|bedroom|room)",
    r"safe (?:at home|in your (?:own )?(?:home|house|flat|marriage|relationship|bed))",
    r"(?:get|gets|got|getting|is|was|being|be|been|became|becomes) (?:\w+ )?physical\b(?! (?:therap"
    r"|exercise|activ|work|health))",
    rf"what {_KIN} (?:did|does|done|was doing) (?:when|after|at night|behind|in the (?:dark|night)|to)",
    r"behind closed doors",
    r"(?:his|her|your \w+\'s) (?:temper|rage|rages|outbursts?|fury)",
    r"walk\w* on eggshells",
    r"(?:control|monitor|track|follow|stalk|watch)\w* (?:your every|where you go|your (?:phone|money|messages))",
    r"stalk\w*",
    r"touch\w* (?:\w+ ){0,3}(?:as a (?:child|girl|boy)|without (?:asking|your)|where)",
    r"made you (?:do|touch|watch|undress|keep it secret|swear)",
    r"urges? to (?:\w+ )?(?:push|shake|throw|strangle|smash|break|scream at)",
    r"(?:lost|losing|lose) control (?:with|of yourself|and|over) (?:the |your )?(?:kids|children|son"
    r"|daughter|baby|hands?|hit|push|shook)\w*",
    r"(?:hit|hits|hitting|slap\w*|punch\w*|kick\w*|chok\w*|strangl\w*|smack\w*|beat|beats|beating|beaten"
    r"|attack\w*|assault\w*|threaten\w*|stab\w*|grope\w*|molest\w*|hurts?|hurting|harm\w*|burn\w*"
    r"|tortur\w*|rap(?:e|ed|es|ing)|grabb\w*|shov\w*|shook) (?:at )?(?:you\b(?! (?:that|how|when|with the"
    rf"|by surprise)\b)|her\b|him\b|them\b|{_ONE} (?:\w+ )?(?:wife|husband|partner|mother|father|child"
    rf"|children|kids?|son|daughter|sister|brother|{_BODY}))",
    r"(?:pushed|pushes|pushing|threw|throws|dragged|pinned|slammed|knocked|held|locked) (?:you|her|him"
    r"|them) (?:down|against|into|over|across|out|by|up|in|on)",
    r"(?:threw|throwing|hurl\w*|smash\w*) (?:\w+ ){1,4}(?:at (?:you|her|him|them)|against the wall)",
    r"rap(?:e|ed|ist)",
    r"violen\w*",
    r"abus\w*",
    r"assault\w*",
    r"molest\w*",
    r"black eye",
    r"knife",
    r"knives",
    r"harm\w*",
    r"murder\w*",
    r"strangl\w*",
    r"physical(?:ly)? (?:fight|hurt|aggress\w*|harm\w*|forc\w*)",
    r"turned physical",
    r"got physical",
    r"grabs you",
    r"wanted to do to (?:him|her|them)",
    r"(?:sleep|slept|sleeping) with the door locked",
    r"being (?:hit|beaten|hurt|forced|threatened|touched|slapped)",
    r"(?:was|were|got|gets|been) (?:hit|beaten|slapped|raped|choked|threatened|assaulted)",
    r"(?:laid?|lays|raised?|raises|put) (?:a |his |her |their |your )?(?:hand|hands|fists?|belt) (?:on|to"
    rf"|at|against|around|towards?) (?:you|her|him|them|{_ONE})",
    r"(?:afraid|scared|frightened|terrified|fear) (?:of )?(?:what )?(?:he|she|they) (?:will|would|might"
    r"|may|could|does|did|do|'d)",
    r"(?:afraid|scared|frightened|terrified) of (?:(?:him|her)(?! being)|your (?:partner|husband|wife|father|mother"
    r"|boyfriend|girlfriend|stepfather))",
    rf"what (?:your )?{_KIN} (?:did|does|was doing|used to do) to (?:you|your|her|him)",
    r"did to you",
    r"done to you",
    r"(?:un|not )safe (?:at home|with|around|in your|when|there|from)",
    r"(?:keep|keeps|kept|keeping|stay|stays|staying|stayed) (?:yourself |you |her |him |them )?safe",
    r"safe from (?:yourself|him|her)",
    r"touch(?:ed|es|ing) you",
    r"forced? (?:you|her|himself|you to)",
    r"against your will",
    r"flinch\w*",
    r"(?:when|whenever|after|once|if|nights?) (?:he|she|your \w+) (?:had been |has been |is |was |gets? "
    r"|got )?(?:drink\w*|drunk|rag\w+|in a rage)",
    r"(?:hit|hits|hurt|beat|slap|kick|punch|attack|kill|shake|strangle)\w* (?:someone|somebody|people"
    r"|others|anyone|a person|the (?:baby|kids|children|dog)|your (?:\w+))",
    r"restraining order",
    r"women's (?:shelter|refuge)",
    r"(?:called|call|calling) the police",
    r"police (?:came|were|had|to your)",
    r"domestic",
    r"his fists?",
    r"her fists?",
    r"fists",
    r"blood(?:ied|stain\w*)?\b(?! (?:pressure|test|sugar|count|sample|type))",
)
_CARE = (
    r"(?:ward|locked unit|intensive care)",
    r"(?:keep|kept|hide|hid|give|gave|hand(?:ed)?) (?:\w+ ){0,3}(?:the )?(?:medication|medicine|knives"
    r"|rope|keys to the (?:cabinet|gun))",
    r"crisis",
    r"988",
    r"(?:plan|safety) card",
    r"number to (?:ring|call) (?:at night|when it gets)",
    r"keys? to the (?:drawer|cabinet|cupboard|medicine)",
    r"crises",
    r"safety plan\w*",
    r"(?:crisis|emergency|help)[ -]?(?:line|lines|number|numbers|team|hotline|services|contacts?|room"
    r"|ward|department)",
    r"hot-?line",
    r"samaritans",
    r"lifeline",
    r"psychiatric (?:ward|hospital|unit|clinic|emergency|admission)",
    r"(?:sectioned|hospitali[sz]ed|institutionali[sz]ed|involuntar\w+)",
    r"stomach (?:was )?pumped",
    r"inpatient",
    r"(?:the )?(?:night|day|evening|morning|time|afternoon) (?:that )?(?:you|it) (?:almost"
    r"|nearly) (?:did(?:n't)?|ended|went|gave|took|died|happened)",
    r"almost (?:died|didn't (?:make|wake|come))",
    r"nearly died",
    r"suicide watch",
    r"means (?:removed|out of reach|locked)",
    r"lock(?:ed|ing)? (?:away|up) the (?:pills|knives|tablets|medic\w+)",
)
_HINTED = Phrases((*_DEATH, *_HARM, *_VIOLENCE, *_CARE))


def speaks_of_crisis(text: str) -> bool:
    """Whether `text` speaks of a crisis or hints at one, in whatever sense; a denial does too."""
    return speaks_of_danger(text) or _HINTED.stand_in(text)
