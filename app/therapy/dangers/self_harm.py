"""Words for harm that somebody does to themselves, by body, tool or tablets."""

from app.therapy.dangers.phrasing import BODY, MEDICINES, Phrases, lexicon

_BLADE = (
    r"(?:razors?|razor ?blades?|blades?|lighter|scissors|kni(?:fe|ves)|needles?|compass|box ?cutter|glass"
    r"|cigarettes?|safety ?pins?|hat ?pins?|pins?|penknife|scalpel|sharpener|tweezers|matches|staples?|drawing pins"
    r"|thumb ?tacks|paper ?clips?|skewers?|pliers|nail file|shards?|tin lid|broken mirror)"
)
_MINE = rf"my (?:(?:own|left|right|upper|inner|lower|bare) )*{BODY}"
_SLICING = (
    r"(?:cut|cuts|cutting|burn|burns|burned|burnt|burning|scratch\w*|carv\w+|slic\w+|slash\w*|slit\w*|dig|dug"
    r"|digging|stab\w*|scor(?:e|ed|ing)|scrap\w+|bit|bite|biting|gouge\w*|nick\w*|put(?:ting)? out|lines? (?:on|in"
    r"|into))"
)
_AGAIN = (
    r"(?=$|, | (?:again|last|when|since|at night|in (?:school|college|the|secondary|high|my)|every|for years"
    r"|to (?:feel|cope|calm|get|punish|release)|because|whenever|before|after|once|twice|too|now|sometimes"
    r"|as a (?:teen\w*|kid|way)|from|most|on (?:my|the bad)|and|but|or|so|a few|until|if|daily|more|regularly"
    r"|instead|about)\b)"
)
_MANY = (
    r"(?:all|the whole|whole|too many|handfuls?|bunch|loads?|lot|every|packets?|packs?|box(?:es)?|strips?|blisters?"
    r"|blister packs?|bottles?|fistful|forty|thirty|twenty|fifty|sixty|sixteen|dozens?|hundred|\d\d+|everything)"
)

_CLEAR: Phrases = (
    r"(?:self harm\w*|selfharm\w*|self injur\w*|self mutilat\w+)",
    rf"{_SLICING}(?: \w+){{0,4}}? {_MINE}",
    rf"(?:\w+ ){{0,4}}?{_BLADE}(?: \w+){{0,8}}? (?:{_MINE}|myself)",
    rf"(?:\w+ ){{0,3}}?{_MINE}(?: \w+){{0,4}}? (?:with|using) (?:a|the|my|some|an|his|her|hot)(?: \w+)? {_BLADE}",
    rf"(?:started|starting|start|been|was|still|stopped|stop|stopping|keep|kept|used to|use to|back to|again"
    rf"|relapsed|relapse|to|by|of|about|urges?|i|and|do|did|like|after|before|without|from|quit|with|sometimes|just"
    rf"|ive|even) (?:cutting|cut|burning){_AGAIN}",
    r"(?:overdosed|overdosing|overdose|(?:took|take|taking|taken|had) (?:an|another|my|that|a small|a big) overdose"
    r"|ods?|oded)",
    rf"(?:took|taken|taking|swallowed|swallow|swallowing|downed|necked"
    rf"|washed down)(?: \w+){{0,3}}? {_MANY}(?: of)?(?: \w+){{0,4}}? (?:{MEDICINES}|in the (?:packet|bottle|cabinet"
    rf"|house))",
    r"(?:got|get|getting|took|take|taking|brought|reach\w* for|find|found|hold|held|holding"
    r"|went for)(?: \w+){0,3}? (?:razor ?blades?|blades?|scalpel)(?! (?:to shave|and shaved))",
    r"(?:made?|making) myself bleed|(?:until|till) (?:i|it|my \w+|they) (?:bled|bleeds?|bleeding)",
    r"(?:dig|dug|digging)(?: \w+){0,2}? nails in(?:to)?",
    r"(?:press\w*|hold|held|holding|put|putting|rub\w*|touch\w*)(?: \w+){0,4}? (?:iron|lighter|flame|straighteners"
    r"|ice|salt|match|candle|stove|hob|hot"
    rf" \w+|cigarettes?)(?: \w+){{0,3}}? (?:against|on|to|into|onto) {_MINE}",
    rf"(?:do|did|doing|done|does) it(?: \w+)? (?:on|to) {_MINE}",
)
_FREE: Phrases = (
    r"(?:hurt|hurts|hurting|harm|harms|harmed|harming|cut|cuts|cutting|burn|burns|burned|burnt|burning|scratch\w*"
    r"|stab\w*|slash\w*|slic\w+|bit|bite|biting|hit|hits|hitting|punch\w*|slap\w*|injur\w+|poison\w*|mutilat\w+"
    r"|chok\w+|whip\w*|strangl\w*|brand\w*|do something to|did something to|do anything to|done something to"
    r"|doing something to)(?: at| into)? myself",
    r"nssi|dsh|(?:until|till|til) (?:i|ive|id) (?:bled|bleed|was bleeding|drew blood)",
    r"(?:with|to|from|off|without|at) (?:the|my) (?:cutting|burning|scratching)|relapsed with (?:cutting|burning)",
    r"razor ?(?:blade)?(?: \w+){0,2}? (?:from|out of) (?:a|my|the|his) (?:sharpener|pencil sharpener|shaver|razor)",
    r"scald\w* (?:my|myself)|(?:scalding|boiling)(?: hot)? water (?:on|over) (?:my|myself)",
    r"(?:swallow\w*|drank|drink|drunk|drinking|ate) (?:\w+ )?(?:bleach|antifreeze|batter(?:y|ies)|magnets?|disinfectant"
    r"|weed ?killer|white spirit|nail varnish remover)|swallow\w* (?:\w+ )?(?:glass|pins|blades?|needles)",
    r"break (?:something|a bone|bones|the bones?) in my|pinch\w* myself (?:till|until|really|so)",
    r"my (?:self harm\w*|cutting|overdose)|the self harm\w*|(?:cuts|burns) (?:\w+ )?(?:on|up|down|all over|along) my "
    + BODY,
)
_DOUBTFUL: Phrases = (
    rf"(?:scars?|marks|wounds?|bandages?|lines)(?: \w+){{0,3}}? (?:on|up|down|all over|along) my {BODY}",
    r"punish(?:ed|ing)? myself|starv(?:e|ed|ing) myself",
    r"(?:make|made|making) myself (?:pay|suffer|hurt|ill on purpose)|wanted (?:it|them) to hurt|deserved? (?:the pain"
    r"|to hurt|to be hurt|pain)|snap\w*(?: \w+){0,4}? (?:band|bobble)",
    r"(?:use|used|using|touch|reach for|miss|want) (?:the|a|my) (?:blades?|razor ?blades?)",
    r"(?:open\w*) (?:up )?(?:my|old|the|my old) (?:wounds?|scars?|cuts)|watch(?:ing|ed)? (?:it|myself) bleed",
    r"(?:break|broke|fracture|crack)(?: \w+)? my (?:hand|knuckles|fingers|wrist) (?:on purpose|deliberately|myself)",
    r"(?:skipp\w+|stopp\w+|not taking)(?: \w+){0,3}? insulin (?:on purpose|deliberately|so)",
    r"(?:bang\w*|smash\w*|hit|hitting|knock\w*) my head (?:against|on|into|off)",
    r"punch\w*(?: \w+){0,2}? (?:walls?|doors?|mirror|lockers?)",
    rf"pick\w*(?: \w+){{0,2}}? {_MINE}|pull\w*(?: \w+)? my (?:own )?hair",
    rf"(?:take|taking|took)(?: \w+){{0,3}}? (?:all|too many|more than|extra|loads of"
    rf"|a lot of)(?: \w+){{0,3}}? {MEDICINES}",
    r"(?:hid|hiding|hide|keep|kept|keeping)(?: \w+){0,3}? (?:razors?|blades?)|wear(?:ing)? long sleeves",
    r"(?:draw|drawing|drew|see|seeing) (?:the |my |my own )?blood|feel the pain",
)
_NAMED: Phrases = (
    r"self harm\w*|selfharm\w*|self injur\w*",
    r"nssi|dsh|(?:with|from|off|without) (?:the |your )?cutting(?=$|, )|self mutilat\w+",
    r"(?:hurt|hurting|harm|harming|cut|cutting|burn|burning|injure|injuring|hurts|harms|harmed|cuts) (?:my|your|him"
    r"|her|them)sel(?:f|ves)",
    rf"(?:cut|cuts|cutting|burn|burns|burning) (?:my|your|her|his|their|into your) (?:own )?{BODY}",
    rf"overdos\w*|(?:took|taken|taking|take|swallowed) (?:too many|all|an overdose)(?: of)?(?: \w+)? {MEDICINES}",
    r"(?:took|taken|taking|swallowed) (?!my\b|the\b|his\b|her\b|a\b|two\b|one\b)\w+ (?:paracetamol|aspirin|pills"
    r"|tablets)",
    r"(?:been|started|still|about|the|any|of|stopped|urges? to|done any) cutting(?=$|, | (?:again|or|lately"
    r"|since|recently))",
)

_LOOSE: Phrases = (
    r"(?:hand|hands|arm|fingers|palm) (?:on|in|against|over) the (?:hob|stove|iron|flame|kettle|radiator|grill|candle)"
    r"(?: \w+){0,2}? (?:on purpose|deliberately|till|until|to feel)",
    r"(?:more of )?my (?:tablets|pills|meds|medication) (?:than i should|than im meant to|to feel nothing)",
    r"headbutt\w*(?: \w+){0,2}? (?:walls?|doors?)|(?:rub|rubbed|rubbing|scrub\w*|peel\w*) my skin (?:off|raw)",
    r"^(?:(?:a|the|my|with|using|just|some|mostly|old|it was) ){0,3}(?:razor ?blades?|razors?|stanley knife"
    r"|compass point"
    r"|scalpel|broken glass|safety pins?|sharpener blade)$",
    r"with (?:a|the|my) (?:razor|razor ?blade|blade|scalpel|compass point|lighter(?! \w+))",
)

WORDS = lexicon(_CLEAR, _DOUBTFUL, _NAMED, free=_FREE, loose=_LOOSE)
