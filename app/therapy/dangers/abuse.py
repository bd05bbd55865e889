"""Words for what is, or was, done to the patient: blows, threats, force, abuse as a child."""

from app.therapy.dangers.phrasing import Phrases, lexicon

_US = r"(?:me|us)(?! (?:up with|a lift|the salt))"
_KIN = (
    r"(?:he|she|hes|shes|hed|shed|they|dad|mum|mom|father|mother|husband|wife|partner|boyfriend|girlfriend|ex"
    r"|relationship|marriage|home|step(?:dad|mum|mom|father|mother)|childhood|uncle|aunt|brother|sister|parents"
    r"|family|household|grandfather|coach|teacher|priest|boss|man|guy)"
)
_BLOWS = (
    r"(?:hit|hits|hitting|beat|beats|beating|beaten|punch\w*|slap\w*|kick\w*|chok\w*|strangl\w*|shov\w*|rap(?:e|ed"
    r"|es|ing)|molest\w*|assault\w*|attack\w*|abus(?:e|ed|es|ing)|smack\w*|thump\w*|whip\w*|belt(?:ed|s|ing)?"
    r"|batter(?:ed|s|ing)?|groom(?:ed|ing)|threaten\w*|spat at|spit at|spits at|grop(?:e|ed|es|ing)|pinned|pins"
    r"|struck|strikes|spank\w*|caned|throttled|stalk\w*|headbutt\w*|burn(?:ed|t)|stabbed|shook|whack\w*|wallop\w*"
    r"|leather(?:ed|ing)|clout\w*|knocked|knocks|knocking|bit|scratched|manhandled|roughed|drugged|blackmail\w*"
    r"|fondl\w+|penetrated|interfered with|laid into|lay into|lays into|thrash\w*|hurled|scald\w*|kneed|elbowed|glassed"
    r"|stamped on|stamps on|smother\w*|suffocat\w*|starved|tied|chained|handcuffed|gagged|urinated on|pissed on"
    r"|set about"
    r"|tortur\w+|flashed at)"
)
_DOWN = (
    r"(?:against|across|down|to the (?:floor|ground|wall)|into (?:the|a) (?:wall|door|table|fridge|radiator|car"
    r"|cupboard|doorframe)|up against|on the (?:floor|bed)|about|around|onto)"
)

_DONE_TO = (
    r"(?:was|were|got|get|gets|been|being|am|im|be|getting)(?: \w+){0,2}? (?:hit(?! (?:by|with|hard))"
    r"|beaten(?! (?:at (?!home|night|school)|in|by (?:a|the) (?:team|deadline)))|raped|abused|molested|assaulted"
    r"|slapped|punched|kicked|choked|attacked|groomed|strangled|smacked|whipped|belted|caned|battered|trafficked"
    r"|mistreated|knocked about|knocked around|interfered with|violated|tied up)"
)

_CLEAR: Phrases = (
    _DONE_TO,
    r"(?:got|getting|get|had|felt) (?:the|his|a|my dads|my fathers) (?:belt|cane|strap|slipper|beating|hiding|stick"
    r"|wooden spoon)",
    r"afraid(?: \w+){0,3}? (?:hit|hurt|kill|beat) (?:me|us)",
)
_FREE: Phrases = (
    rf"we {_DONE_TO}",
    rf"{_BLOWS} {_US}|beat(?:s|ing)? (?:the \w+ out of|up|seven bells out of) {_US}",
    r"(?:was|were|got|been|being) (?:raped|molested|sexually \w+)",
    rf"(?:knock(?:ed|s|ing)?|threw|throws|throw|thrown|push(?:ed|es|ing)?|shov\w+|slam\w*|flung|held|holds|hold"
    rf"|holding|pin\w*|dragged|drags|pulled|grabb?(?:s|ed|ing)?) {_US}(?: \w+)? (?:{_DOWN}|by (?:the|my) (?:throat"
    rf"|hair|neck|arm|wrist|collar|ear))",
    r"(?:physical\w*|sexual\w*|emotional\w*|verbal\w*|domestic|child) (?:abus\w+|assault\w*|violence"
    r"|violent)(?! (?:survivors?|victims?|cases?|charity|clients?|film))",
    rf"(?:my|our|{_KIN})(?: \w+){{0,4}}? (?:abusive|violent)(?! (?:film|films|game|games|movie|movies))"
    rf"|abusive (?:relationship|marriage|husband"
    r"|wife|partner|ex|boyfriend|girlfriend|father|mother|dad|mum|mom|home|childhood|parents?|family|household"
    r"|stepdad|stepfather)",
    r"my (?:\w+ )?abuser|the abuse(?! of)|my abuse|abuse (?:as a|when i|from|at home|happened|started|stopped"
    r"|went on)|abus(?:e|ed) as a",
    r"(?:made|makes|making|make|forced|forces|forcing|force) me (?:to )?(?:touch|watch him|undress|take (?:off"
    r"|my clothes)|do (?:things|stuff|it to|sexual)|sleep with|have sex|get into (?:his|her) bed|kiss|perform"
    r"|eat off)",
    r"(?:came|comes|come|coming|get|gets|got|climb\w*|crept|creep|sneak\w*|walk\w*) (?:in|into|in to) (?:my"
    r"|our) (?:bed|(?:bed)?room(?: \w+){0,2}? at night|(?:bed)?room (?:when|while|after))",
    r"forc\w+ (?:himself|herself|themselves|me into(?! (?:a career|law|medicine))|me down|me onto|it on me|his way)",
    r"(?:put|puts|putting|slid|ran|shoved|stuck|had|with) (?:his|her|their) hands? (?:up|down|under|inside|between"
    r"|around|round|over|on) (?:my(?! (?:shoulder|arm|hand|back$))|me)|hands? (?:around|round) my (?:throat|neck)",
    r"without my consent|(?:didnt|never|hadnt) consent(?:ed)?|non consensual|i said no and (?:he|she|they)|(?:told"
    r"|asked) (?:him|her) to stop and|wouldnt stop when i|didnt stop when i|against my will",
    r"(?:he|she|they|uncle|dad|father|stepdad|stepfather|coach|teacher|priest|brother|cousin|grandfather|neighbour"
    r"|neighbor|man|boy|someone|somebody|babysitter|boss|lad|mother|mum|mom|who|and)(?: \w+){0,4}? (?:touched"
    r"|touching|touches|touch) me|touched me (?:when i was|where|down|there|at night|sexually|inappropriately"
    r"|in ways)|touched inappropriately|inappropriately touched|touched where",
    r"(?:do|did|does|doing|done) (?:things|stuff|sexual things|awful things|bad things) to me",
    rf"(?:lay|laid|lays|laying|raised?|raises|raising)(?: \w+)? (?:a hand|hands|his hands?|her hands?|his fists?"
    rf"|her fists?|fists?) (?:on|to|at|against) {_US}",
    r"(?:with|take|took|takes|taken|got|used|use|gave us|gave me|had|get|out|off) (?:\w+ )?(?:the|his|a|her) (?:belt"
    r"|cane|slipper|strap|wooden spoon|switch|paddle|hairbrush|hose)(?: to| on| out|$|, | and| across| until| when"
    r"| if| for)",
    r"(?:throws|threw|throwing|throw|chuck\w*|hurled|hurls|smash\w*|flung) (?:\w+ ){0,2}?(?:things|plates?|cups?"
    r"|mugs?|glass|glasses|phone|stuff|chair|bottles?|remote|dishes|pan|shoes?|ashtray|knife|kettle|pots?) at (?:me"
    r"|us|my)",
    rf"{_KIN}(?: \w+){{0,5}}? (?:grab\w*|pull\w*|yank\w*|held|holds|twist\w*|bent|squeez\w*) my (?:hair|throat|neck"
    rf"|wrists?|arms?|face|jaw|fingers|ear)",
    r"drag(?:s|ged|ging)? (?:me|us) (?:by|across|out of (?:bed|the)|upstairs|downstairs|back|(?:in)?to the (?:bed"
    r"|bedroom|floor|car|bathroom|kitchen))",
    r"(?:said|says|threat\w*|swore|warned)(?: \w+){0,6}? (?:burn|set fire|smash|come after)(?: \w+){0,5}? (?:me|us"
    r"|my|house)",
    r"lock(?:ed|s)? (?:me|us) (?:in|up)(?! (?:by mistake))|(?:he|she|hes|shes|husband|wife|partner|boyfriend|dad|mum"
    r"|mother|father)(?: \w+){0,2}? lock(?:ed|s|ing)? the(?: \w+)? (?:doors?|flat|house|room"
    r"|gate)(?: \w+){0,3}? (?:when|so|outside|leaves?|goes|behind)",
    r"(?:said|says|threat\w*|swore|told me|warned|keeps saying|promised|texted|saying)(?: \w+){0,6}? (?:kill|hurt"
    r"|stab|shoot|bury|beat|batter|burn) (?:me|us|the kids|my family|the dog)",
    r"(?:tried|trying|tries|wanted|going) to (?:strangle|choke|drown|rape|run over|stab|poison|smother|hit"
    r"|hurt) (?:me|us)|tr(?:ied|ying|ies) to kill me|ran me over",
    rf"(?:used to|would|always|regularly|sometimes|keeps?|kept|hed|shed|theyd) (?:\w+ )?(?:hit|beat|slap|smack|kick"
    rf"|punch|hurt|touch|choke|whip|belt|knock|thump|shove) {_US}",
    r"csa|ipv|incest\w*|coercive control|fgm|forced marriage|revenge porn",
    r"(?:shut|shuts|lock|locks|locked) (?:me|us) (?:in|inside|out in|under) (?:the|a|my|that|our) \w+"
    r"|(?:put|kept|left|keep|keeps|puts|threw) (?:me|us) (?:in|under|down) (?:the|a|that)(?: \w+)? (?:shed|cupboard"
    r"|cellar"
    r"|basement|wardrobe|closet|cage|coal \w+|outhouse)",
    r"(?:makes?|made|making|forc\w+|pressur\w+|blackmail\w*) (?:me|us)(?: \w+){0,2}? (?:send|sending|pose|posing|film)"
    r"(?: \w+){0,4}? (?:pictures?|photos?|pics?|nudes?|videos?|naked|selfies)",
    r"(?:send|sending|sent|take|took|post\w*|leak\w*|shar\w+|show\w*)(?: \w+){0,4}? (?:nudes|naked (?:pictures?|photos?"
    r"|pics?|videos?)|(?:pictures?|photos?|videos?) of me (?:naked|undress\w+|in the (?:bath|shower)|without))",
    r"(?:gave|gives|give|giving) (?:me|us) (?:a|the|another)(?: \w+)? (?:hiding|beating|kicking|slap|smack|thrashing"
    r"|battering|clout|belting|spanking|black eye|fat lip|slapping|thump|bruises?)",
    r"woke(?: up)? (?:and|with|to)(?: \w+){0,3}? (?:on top of me|inside me|touching me)|(?:he|she|him"
    r"|man) (?:was )?on top of"
    r" me|sp(?:iked|iking) my drink|my drink (?:was|got|had been) spiked",
    r"(?:he|she|they|uncle|dad|stepdad|coach|teacher|man)(?: \w+){0,2}? expos\w+ (?:himself|herself|themselves)"
    r"|(?:showed|shows) (?:me|us) his (?:penis|thing|willy|privates)|(?:masturbat\w+|wank\w+) in front of (?:me|us)",
    r"(?:made|make|makes) (?:me|us) (?:kneel|strip|crawl|eat (?:it|my own|soap|from)|sleep (?:outside"
    r"|in the (?:shed|garage"
    r"|dog\w*|yard|car))|drink (?:my|soap|it all))|(?:wouldnt|didnt|wont|refused to) feed (?:me|us)",
    r"(?:took|takes|take) (?:it|his temper|her temper|his anger|her anger) out on (?:me|us) with",
)
_DOUBTFUL: Phrases = (
    r"(?:scared|afraid|frightened|terrified|petrified) (?:of|to go home|to be home|what (?:he|she)|when (?:he|she"
    r"|my))(?: \w+){0,3}? (?:him|her|husband|partner|boyfriend|girlfriend|wife|dad|father|stepdad|ex|do|does|drinks"
    r"|gets|will)(?! being (?:angry|cross|upset|disappointed|sad))",
    r"(?:scared|afraid|frightened|terrified) (?:to (?:go|be|come) home|in my own (?:home|house)|of (?:him|her"
    r"|my (?:husband|partner|boyfriend|girlfriend|wife|dad|father|stepdad|ex|mother|mum))"
    r"(?! being (?:angry|cross|upset|disappointed|sad)))",
    r"(?:not|dont|didnt|never)(?: \w+)? (?:feel |felt )?safe (?:at home|with (?:him|her)|in my own|there"
    r"|around (?:him|her)|when (?:he|she))",
    r"(?:black eye|split lip|fat lip|bruis\w+|broken (?:ribs?|nose|jaw|arm|wrist))",
    r"(?:neglected|bullied)(?: \w+){0,3}? (?:as a|at home|when i|by my (?:mother|father|parents|mum|dad))",
)
_LOOSE: Phrases = (
    r"(?:hurt|hurts|hurting|pushed|pushes|pushing|grabbed|grabs|shoved|harmed|cornered|trapped|restrained|forced"
    r"|forces) (?:me|us)(?! to (?:take|go|work|come|wear|move|resign|leave|sell|pay|sign|think|look|face|be|stop"
    r"|do (?:my|the|more|a)|eat (?:my|the|more|vegetables)))",
    r"(?:lock(?:ed|s)?|threw) me out|(?:hes|shes|he has|she has|he had|he keeps|she keeps|he kept|he holds)(?: got"
    r"| always had| still got)? (?:my|the|all my|our)(?: bank)? (?:cards?|keys?|phone|passport|money|wages|documents"
    r"|papers)",
    r"(?:wont|wouldnt|doesnt|didnt|never|not)(?: \w+)? let(?:s|ting)? me (?:leave|see my|go out|out of|work"
    r"|have (?:money|my|a phone|friends|any)|talk to|use|speak|go anywhere|out)",
    r"(?:he|she|hes|shes|husband|wife|partner|boyfriend|girlfriend|mum|dad)(?: \w+){0,3}? (?:controls|controlling"
    r"|controlled|checks|reads|goes through|tracks|takes|took|follows|hides)(?: \w+)? (?:my|all (?:the|my)) (?:money"
    r"|phone|wages|messages|location|passport|bank|keys|card)",
    r"(?:stands|stood|blocks|blocked|blocking)(?: \w+)? (?:in )?the (?:doorway|door) so i",
    r"(?:he|she|they)(?: just)? (?:did it|carried on|kept going|went ahead|kept on)(?: \w+)? anyway"
    r"|our (?:little |special )?secret|nudes|without clothes on|naked (?:pictures?|photos?|pics?)",
    r"told (?:them|people|everyone|the hospital|the doctor|work|my \w+)(?: at \w+)?(?: \w+)? (?:i(?:d)? (?:fell|fallen"
    r"|slipped|tripped|walked into)|it was (?:the|a) (?:door|cupboard|cabinet|stairs))",
    r"(?:without (?:any )?food|no food) (?:for|as a punishment)|(?:takes|took|taking|spends|helps \w+self to) my"
    r" (?:pension|benefits|savings)",
    r"(?:wont|doesnt|never|wouldnt|didnt) (?:give|gives|gave) me(?: any| my| enough)* money",
    r"(?:broke|breaks|fractured|bust|twisted) my (?:nose|jaw|arm|ribs?|wrist|finger|cheekbone)",
    r"(?:he|she|they|dad|mum|mom|father|mother|stepdad)(?: \w+){0,3}? (?:hit|hits|beat|beats|slap\w*|punch\w*"
    r"|kick\w*) my (?:mum|mom|mother|sister|brother|brothers|sisters|dad)",
    r"what (?:he|she|they|my \w+)(?:d)? (?:did|does|do|used to do) to (?:me|us)|took advantage of me|things (?:he"
    r"|they|she) did|domestic violence|a refuge|restraining order|(?:gets|got|get) physical|smash(?:es"
    r"|ed)? (?:things|plates|the)(?: \w+){0,3}? in front of (?:me|us)",
)
_NAMED: Phrases = (
    rf"{_BLOWS} (?:you|me|us)|(?:hurt|hurts|hurting|touch|touched|touches|touching|harmed|force|forced|forces"
    rf"|forcing|pushed|grabbed|choked) you(?! (?:feel|to))",
    r"abus(?:e|ed|es|ing|ive)|violen\w+|molest\w*|raped?|assault\w*|strangl\w*",
    r"(?:safe|unsafe|danger) (?:at home|with (?:him|her|them|your)|where you live|there at night)|physical with you"
    r"|(?:afraid|scared|frightened) of (?:(?:him|her)(?! being)"
    r"|your (?:husband|partner|wife|boyfriend|girlfriend|father|dad"
    r"|mother|ex|stepdad))",
    r"csa|ipv|maltreat\w*|mistreat\w*|coerci\w+|incest\w*|trafficked|scald\w* (?:you|me|him|her)",
    r"made you do|against your will|without your consent|(?:laid|raised|lays|raises)(?: \w+)? (?:hands?|fist) (?:on"
    r"|to|at) you|threaten\w* (?:you|me|him|her|them|us)",
    r"(?:slapped|punched|kicked|threatened|forced|hit|beat|beats|hits|beaten) (?:me|him|her|them|us)|(?:was|were|got"
    r"|gets|been|being) (?:hit(?! (?:by|with|hard))|beaten)(?! at (?!home|night|school))|chok(?:e|ed|es) (?:me|him"
    r"|her|them|you)",
)

WORDS = lexicon(_CLEAR, _DOUBTFUL, _NAMED, free=_FREE, loose=_LOOSE)
