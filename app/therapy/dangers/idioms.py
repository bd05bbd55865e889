"""Turns of phrase that only sound like danger: "this traffic is killing me", "dying to see it", "hit the gym"."""

from app.therapy.dangers.phrasing import BODY, PERSON, compiled

_THINGS = (
    "it|that|this|which|thing|grief|reality|realisation|realization|news|sadness|wave|shame|loneliness|tiredness|what"
    "|everything|anxiety|panic|fact|guilt|depression|questions?|words?|heat|flu|virus|idea|memory|smell|song|book|story"
    "|film|hangover|craving|cravings|fear|letter|kindness|thought|truth|deadline|exhaustion|jet lag|wind|cold"
)
_ACCIDENTS = (
    "playing|running|cooking|lifting|skiing|falling|shaving|chopping|gardening|ironing|moving|climbing|peeling|opening"
    "|accident|accidentally|by mistake|at the gym|in the gym|at football|at training|at practice|doing squats"
    "|doing yoga|making|on the (?:oven|stove|kettle|iron|pan|ice|stairs|barbecue|grill|hob|radiator|fence|glass|tin)"
)
_IDIOMS = compiled(
    (
        # to kill
        r"kill(?:ing|ed|s)? (?:time|an hour|two birds|the (?:mood|vibe|lights|engine|music|battery|afternoon"
        r"|evening)|it\b|myself (?:laughing|trying|to get|to finish|working|over|with work|at work|at the gym"
        r"|on the (?:stairs|ice|bike))|off the weeds|the weeds|(?:him|her|them) with kindness|for an? \w+)",
        r"if looks could kill(?: \w+){0,6}",
        r"(?:dressed|licen[cs]e|shoot) to kill|curiosity killed|pain ?killers?|buzz ?kill|road ?kill|killer heels",
        r"(?:murder|kill|strangle) (?:for )?(?:an?|some) (?!man|woman|guy|bloke|kid|child|person|stranger)\w+"
        r"|kill for (?:an?|some)",
        r"getting away with murder|bloody murder|murder on my \w+|(?:serial )?killers?|overkill",
        # to die
        r"(?:dying|die|died|dies|dead) (?:to (?!kill)\w+|for (?:an?|some|my|the)|(?:of|from) (?:laughter|laughing"
        r"|boredom|embarrassment|shame|curiosity|heat|hunger|thirst|the heat|cold)|laughing|inside when|on the spot"
        r"|when (?:he|she|they|i) (?:saw|said|walked|realised|realized|read|sent)|hard|out|down|on me)",
        r"to die for|never say die|(?:could have|couldve|nearly|almost|thought id) died|die another day",
        r"(?:embarrass\w+|mortif\w+|asham\w+)(?: \w+){0,4}? (?:die|dead|died|disappear|vanish)",
        r"(?:wanted|want|wish|wished)(?: \w+){0,3}? (?:ground|floor|earth) (?:to|would|could) (?:swallow"
        r"|open)(?: \w+)*",
        r"dead (?:tired|on my feet|serious|batter\w+|ends?|lines?|lifts?|weight|set|beat|wood|heat|sure|right|wrong"
        r"|bored|boring|certain|quiet|easy|slow|phone|silence|pan|leg|arm|keen|chuffed|good|nice|funny|to the world"
        r"|by friday|by monday|man walking|inside|of night|centre|center|jealous|nervous|proud)",
        r"(?:battery|batteries|phone|car|laptop|line|engine|plants?|tree|party|signal|mic|internet|app|tv|romance"
        r"|chat)(?: \w+){0,3}? (?:dead|died|dying|dies|die|killed)",
        r"(?:im|id be|ill be|we were|were|hes) (?:so )?dead (?:if|by|when|meat)|wouldnt be (?:seen|caught) dead"
        r"|over my dead body|half dead|brain ?dead|drop dead|played dead|dead or alive|undead|walking dead",
        r"deadlines?|deadlifts?|deadpan|deadly|suicide (?:squad|sprints?|runs?|mission|doors)|career suicide"
        r"|social suicide|political suicide|commercial suicide",
        # to beat, to hit, to cut, to shoot
        r"beat(?:s|ing|en)? (?:my|your|him|her|them)sel(?:f|ves) up|beats me|beat(?:s|en|ing)? (?:me|him|her|them|us"
        r"|everyone|my \w+) (?:at|to (?:it|the)|in (?:a|the) (?:race|game|match|quiz|final)|by \w+ (?:points|goals"
        r"|minutes|seconds)|home|hands down|again at)|beat(?:ing|s)? (?:about|around|round) the bush"
        r"|beat the (?:traffic|rush|clock)",
        r"(?:hit|hits|hitting) (?:the|a|an|rock|my (?:stride|target|limit|goal|head (?:on|getting))|up|on|off|me up"
        r"|home|it off|send|snooze|pause|play|reply|delete)\b(?! (?:kid|child|baby|boy|girl|dog|man|woman|guy))",
        r"(?:hit|hits|hitting|struck|strikes) (?:me|him|her|them|us) (?:that|like|hard that|how|again how|one day"
        r"|then|when i|as i|out of)",
        rf"\b(?:{_THINGS})(?: (?!he\b|she\b|they\b)\w+){{0,4}}? (?:hits?|hitting|struck|strikes|kicks?|kicked"
        rf"|slapp?e?d?|beats?|beating|attacks?|attacked|touched|touches|choked?s?|killed|kills|killing|slays?|hurts?"
        rf"|grabbed|pushed|pushes|forces|forced|threatens|dragged|knocked) (?:me|us|him|her|them)",
        r"kick(?:ed|s|ing)? (?:me|him|her|them|us) (?:out|off|up the)|kicking myself|(?:could|could have|couldve"
        r"|go back and) (?:hit|kick|slap|smack|punch|shake) (?:myself|my)|kick(?:ed|s)? (?:the habit|off|in)",
        r"(?:slap|slapped|pat|patted|punched|hit) (?:me|him|her|them) on the (?:back|shoulder|arm)",
        r"(?:grabbed|grab|threw|throw|shoot|shot|hit) (?:me|him|her|them|us) (?:a|an|some|the) (?:coffee|party|look"
        r"|message|text|email|tea|drink|glance|bone|lifeline)",
        r"threw (?:me|him|her) off|(?:push|pushes|pushed|pushing) (?:me|him|her|them|us|people|everyone"
        r"|myself) (?:away|to|for|too|towards|harder|forward)",
        r"cut(?:s|ting)?\s(?:down|back|out|off|short|corners|in|up|across|it|class|classes|ties|through"
        r"|my (?:own )?(?:hair|nails|fringe|bangs|losses|hours|toenails|finger|thumb|grass|food|carbs)|the (?:grass"
        r"|cake|bread|lawn|hedge|cord|carbs|ribbon)|on (?!my)\w+|(?:him|her|them|me) (?:off|out|some))",
        r"cutting (?:sugar|carbs|alcohol|weight|board|edge|remark\w*|comments?)|(?:budget|pay|job|price"
        r"|spending) cuts?",
        r"shoot me|shoot myself in the foot|shot (?:down|in the (?:dark|arm))|shot myself in the foot",
        r"hang(?:ing|s)? (?:out|on|up|around|in there)|get the hang",
        r"jump(?:s|ed|ing)? (?:off (?:point|the page|the (?:bus|sofa|bed|swing))|for joy|on (?:a|the) (?:call|bus"
        r"|train)|in (?:with|the (?:pool|car|shower|sea|lake))|ship|out of my skin|through hoops|the gun"
        r"|to conclusions)",
        r"(?:beat(?:s|en|ing)?|thrash\w*|batter\w*|hammered|stuffed) (?:us|me|them)(?: up)? (?:on (?:the (?:wings?"
        r"|counter|break|flanks?|pitch|court|day)"
        r"|penalties"
        r"|points)|fair and square|(?:\w+ )?(?:nil|love)|in the (?:league|cup|final|semi\w*|first half|second half)"
        r"|\w+ (?:to )?(?:nil|one|two|three|four|five|six))",
        # to hurt, to burn, accidents
        rf"(?:hurt|cut|burnt|burned|burn|hit|scratched|bit|injured|stabbed"
        rf"|killed) myself (?:\w+ ){{0,3}}?(?:{_ACCIDENTS})",
        rf"(?:accidentally|by accident)(?: \w+){{0,3}}? (?:hurt|cut|burnt|burned|hit|scratched|bit|injured"
        rf"|stabbed) (?:my|myself)(?: {BODY})?",
        rf"(?:cut|scratched|burn\w*|scraped|grazed|bit|stabbed|bruised) my (?:\w+ ){{0,2}}?{BODY} (?:\w+ )?(?:on"
        rf"|shaving|against|{_ACCIDENTS}|with the (?:oven|iron))",
        rf"shav\w+(?: \w+){{0,2}}? {BODY}|sunburn\w*|burn(?:t|ed|ing)? (?:myself )?out",
        rf"(?:hurt|hurting|hurts) {PERSON} (?:feelings|emotionally|by (?:leaving|telling|saying|not|being)"
        rf"|if i (?:tell|told|say|said|leave|left|break|broke|end|ended)|when i (?:left|told|said|ended|moved))",
        r"hurt(?:ing|s)? (?:his|her|their|my|your|peoples?) (?:feelings|pride|back|knee|neck|shoulder|leg|foot|ankle"
        r"|chances)",
        r"bang\w* my head (?:against|on) a (?:brick )?wall|like (?:im )?(?:banging|hitting|bashing) my head|(?:pull"
        r"|tear)(?:ing)? my hair out|bite (?:my|your) tongue|bite the bullet|stab(?:bed)? in the (?:back|dark)"
        r"|stabbed me in the back",
        # abuse, other matters
        r"my (?:great )?(?:gran|granny|nan|grand\w+|great \w+|dads \w+|mums \w+|fathers \w+|mothers \w+)(?: \w+){0,3}?"
        r" (?:hit|beat|belted|caned|strapped|whipped|slapped|thrashed) (?:my (?:dad|mum|mom|father|mother|uncles?"
        r"|aunts?)"
        r"|him|her|them)(?: \w+)?(?: with (?:a|the|his|her) \w+)?",
        r"(?:substance|drug|drugs|alcohol|drink) abuse|abus\w+ (?:of )?(?:power|alcohol|drugs|the system|my (?:body"
        r"|trust)|my position)",
        r"(?:urge|urges) (?:surf\w*|to (?:smoke|drink|eat|shop|snack|gamble|buy|scroll|check|clean|text|call))",
        r"(?:training|spotting|course|awareness|policy|charity|documentary|podcast|programme|program|news|article"
        r"|leaflet|safeguarding|lecture|module|film|movie|novel|show|drama|series|episode|thriller|poster"
        r"|campaign)(?: \w+){0,5}? (?:abuse|violence|suicides?|self harm|murders?|killings?|assault|overdoses?)",
        r"attacked by an? (?:dog|wasp|swan|goose|bug|virus)|hit by an? (?:bus|car|wave|ball|virus) (?:of|last|when"
        r"|on)|heart attacks?|panic attacks?|asthma attacks?|(?:gut|fruit) punch",
        r"end(?:ing|ed)? (?:it|things) (?:with|between)|jump in front of the (?:camera|queue|line)",
    )
)


def without_idioms(line: str) -> str:
    """The line with idioms gone; what stood before and after one does not become a phrase."""
    return _IDIOMS.sub(" , ", line)
