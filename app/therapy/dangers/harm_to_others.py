"""Words for harm that the patient has done to somebody else, or feels like doing."""

from app.therapy.dangers.phrasing import PERSON, Phrases, lexicon

_HURTING = (
    r"(?:kill|killing|hurt|hurting|harm|harming|stab|stabbing|shoot|shooting|strangle|strangling|choke|choking|hit"
    r"|hitting|punch|punching|smash|smashing|beat|beating|attack|attacking|throttle|throttling|smother|smothering"
    r"|poison|poisoning|drown|drowning|slap|slapping|kick|kicking|murder|murdering|shake|shaking|burn|burning"
    r"|run over|running over|bash|bashing|suffocate|suffocating|injure|injuring|assault|assaulting|lash out at"
    r"|lashing out at|go for|going for|swing for|swing at|swinging at|throw something at|throwing something at|push"
    r"|pushing|drop|dropping|throw|throwing|letting go of|batter|battering|do something to|snap at|knock|knocking"
    r"|headbutt|bite|biting|smack|smacking|(?:put|putting|hold|holding) a (?:pillow|cushion|hand) over|cave in"
    r"|caving in|run a knife into|stick a knife in)"
)
_MEANING = (
    r"(?:wants?|wanted|wanting|wanna|urges?|feel like|felt like|feeling like|think|thinking|thought|thoughts|ideas?"
    r"|fantas\w+|imagin\w+|pictur\w+|daydream\w*|dream\w*|going|gonna|plan\w*|scared|afraid|worried|terrified"
    r"|frightened|fear|tempted|close to|ready to|almost|nearly|might|will|decided|intend\w*|impulses?|images?"
    r"|about to|itching|visions?|could|could have|couldve|wondering|flashes)"
)
_STRAIGHT = (
    r"(?: (?!(?:he|she|they|hes|shes|theyre|hell|theyll|you|not|never|dont|didnt|wont|wouldnt|without|told|said)\b)\w+)"
)
_VICTIM = rf"(?:{PERSON}|(?:his|her|their) (?:head|face|teeth|skull|brains?|neck|throat|nose|jaw|lights)\b)"
_DONE = (
    r"(?:hit|punched|slapped|kicked|choked|strangled|beat|stabbed|smacked|shook|attacked|headbutted|head butted"
    r"|battered|shoved|bit|thumped|whacked|walloped|throttled|molested|raped|assaulted|threatened|hurt|swung at"
    r"|went for|grabbed|smashed|floored|decked|injured|shot|poisoned|elbowed|scratched|glassed|bottled|nutted|kneed"
    r"|clobbered|clouted|leathered|twatted|lamped|chinned|knifed|bludgeoned|scalded|smothered|suffocated|thrashed"
    r"|spanked|stamped on|slashed|maimed|drugged|stalked|knocked out)"
)
_AFTER_DONE = (
    r"(?! (?:hands?|awake|on the|up$|to (?:make|come|go|leave|get)|feelings|with (?:the|a) (?:news|question)"
    r"|a (?:coffee|drink)))"
)

_CLEAR: Phrases = (
    rf"{_MEANING}{_STRAIGHT}{{0,6}}? {_HURTING} {_VICTIM}",
    rf"{_DONE} {_VICTIM}{_AFTER_DONE}",
    rf"(?:pushed|grabbed|threw|pinned|slammed|held|shoved) {PERSON}(?: \w+){{0,3}}? (?:against|over|down|into|by the"
    rf"|onto|across|off|hard|so)",
    rf"(?:used to|keep|kept|started|been|end up|ended up|lost it and|just|sometimes|and|again) (?:hit|hitting|slap"
    rf"|slapping|punch|punching|beat|beating|smack|smacking|shake|shaking|kick|kicking|shove|shoving|push|pushing"
    rf"|bite|biting|hurt|hurting|spank|spanking) {PERSON}",
    r"(?:put|had|got|wrapped|with|was) (?:my|both|both my) hands? (?:round|around|on|over) (?:his|her|their"
    r"|the (?:baby|kid|child|girl|boy)\w*|my \w+s?) (?:throat|neck|mouth|face|nose)",
    r"(?:been|was|get|gets|got|getting|become|became|turned|turn|be|being|am) (?:\w+ )?violent",
    rf"(?:pulled|pull|held|took|take|taking|grabbed|picked up|bring|bringing|carry\w*)(?: \w+){{0,2}}? (?:knife|gun"
    rf"|bat|hammer|blade)(?: \w+){{0,4}}? (?:on|to|at|for|with) (?:{PERSON}|his|her|their|school|work|the office)",
    r"homicidal|(?:raised|raise|lifted) my (?:hand|fist)s? (?:to|at|against) (?:him|her|them|my)|laid (?:a hand"
    r"|my hands|hands) on (?:him|her|them|my)",
    r"(?:broke|split|bust|busted|fractured|dislocated|smashed) (?:his|her|their|(?:my|the) (?:\w+ )?\w+s) (?:nose|jaw"
    r"|arm|lip|ribs?|wrist|leg|skull|teeth|cheekbone|eye socket|fingers?|collarbone)",
    rf"(?:gave|give|given|giving) (?:{PERSON}|him|her|them) (?:a|the|some)(?: \w+)? (?:hiding|beating|kicking|slap"
    rf"|smack"
    rf"|thrashing|pasting|battering|clout|belting|spanking|black eye|fat lip|bloody nose|going over|slapping|thump)",
    rf"(?:gonna|going to|want to|wanted to|could|might|nearly|almost|will|ill|tried to|wanna|about|to)(?: \w+){{0,2}}?"
    rf" (?:run|running|mow|mowing|knock|knocking) {PERSON} (?:over|down|off the road)",
    r"(?:want\w*|going|gonna|plan\w*|think\w*|thought\w*|will|ill|could|urges?|tempted)(?: \w+){0,3}? (?:burn|burning"
    r"|set fire to|torch|torching|blow up|blowing up|bomb|shoot up|shooting up) (?:the|his|her|their|that|my"
    r"|it)(?: \w+){0,2}? (?:house|place|school|office|flat|building|car|shop|down|church|down on)",
    r"(?:held|hold|holding|put|putting|pressed|pressing|had)(?: \w+)? (?:the|a|that) (?:pillow|cushion|blanket)"
    r" (?:there|over (?:his|her|their|him|them)|against|on (?:his|her|their) face)",
    rf"(?:had|got|took|held|grabbed) {PERSON} by the (?:throat|neck|hair|collar)",
    r"(?:convicted|charged|arrested|done|sentenced|cautioned|prison|inside|years|time)(?: \w+){0,4}? for (?:gbh|abh"
    r"|assault\w*|manslaughter|murder|wounding|stabbing|attempted murder|hitting|beating)",
    rf"put {PERSON} (?:in (?:hospital|the hospital|a coma|intensive care)|through (?:a|the) (?:wall|window|door))",
    rf"(?:pour|poured|pouring|throw|threw|throwing|chuck\w*)(?: \w+){{0,3}}? (?:petrol|acid|gasoline|lighter fluid"
    rf"|boiling water|bleach)(?: \w+)? (?:on|over|at) {PERSON}",
    rf"threw(?: \w+){{1,3}}? at {PERSON}",
    rf"(?:beating|beat|knocked|kicked|smashed) (?:the \w+ out of|up|seven bells out of) {PERSON}|beat {PERSON} up",
)
_FREE: Phrases = (
    r"voices?(?: \w+){0,6}? (?:to|say|saying|said|tell|telling|told|want\w*)(?: \w+){0,5}? (?:stab|kill|hurt|harm"
    r"|attack"
    r"|strangle|shoot|drown|burn)",
    rf"i (?:\w+ ){{0,2}}?(?:kept|carried) (?:on )?(?:kicking|punching|hitting|stamping|squeezing|stabbing|swinging)"
    rf"|i (?:didnt|couldnt|wouldnt) stop (?:kicking|punching|hitting|squeezing)|i (?:\w+ ){{0,3}}?ran {PERSON} over",
)
_DOUBTFUL: Phrases = (
    rf"(?:could|couldve|could have|wanna|ill|will|id|would|gonna|going to)(?: \w+){{0,2}}? (?:kill|killed|strangle"
    rf"|strangled|throttle|throttled|murder|murdered|knife|wring|stab|shoot|batter|deck|swing for) (?:{PERSON}"
    rf"|his neck|her neck|their necks)",
    rf"(?:make|making) {PERSON} (?:pay|suffer|hurt)|(?:get|getting|take|taking|want) (?:my )?revenge|get (?:him|her"
    rf"|them) back",
    rf"wish(?:ed|ing)?(?: \w+){{0,3}}? (?:hed|shed|theyd|he|she|they|{PERSON})(?: \w+){{0,2}}? (?:dead|die"
    rf"|drop dead)|hope (?:he|she|they) dies?",
    rf"(?:teach|taught) {PERSON} a lesson|snap\w*(?: \w+){{0,3}}? and (?:hurt|hit|do)|got physical|get physical"
    rf"|lost control with",
    r"(?:not safe|unsafe|shouldnt be) around (?:him|her|them|kids|children|people)|have a (?:gun|weapon)"
    r"|bought a (?:gun|knife)",
    rf"(?:pushed|shoved|threw) (?:mum|mom|dad|nan|gran|{PERSON}) (?:down|over|off) the (?:stairs|balcony|edge|wall)"
    rf"|(?:put|had) (?:him|her|them) in (?:hospital|intensive care)",
    r"dont trust myself (?:around|with|near|alone)",
    r"(?:got|have|had|keep|kept|carry\w*|carried|brought|bring|bought)(?: \w+){0,2}? (?:knife|gun|machete|blade|bat|axe"
    r"|crowbar|shotgun|acid)(?: \w+){0,2}? (?:in (?:the|my) (?:glove ?box|boot|trunk|bag|coat|pocket|sock"
    r"|jacket|rucksack|backpack|locker|waistband)|on me|with me|for (?:him|her|them)|under my (?:seat|coat|pillow))",
    rf"follow(?:ed|ing) {PERSON} (?:home|everywhere|at night|after|to (?:his|her|their))|(?:watch\w*|wait\w*|stood"
    rf"|stand"
    rf"|standing|sat|sitting|park\w*)(?: \w+){{0,2}}? outside (?:his|her|their) (?:house|door|flat|work|window|place)",
    r"(?:put|putting|slip|slipping|slipped)(?: \w+){0,2}? (?:in|into) (?:his|her|their) (?:tea|coffee|drink|food"
    r"|dinner)",
    r"(?:hit|kill|death) list|touched (?:a|my|the) (?:\w+ )?(?:niece|nephew|stepdaughter|stepson|child|little girl"
    r"|little boy)|attracted to (?:children|kids|little)",
    rf"(?:get|getting|find|finding|pay|paying) someone to (?:hurt|kill|do|beat|sort) {PERSON}",
)
_LOOSE: Phrases = (
    r"what i(?:d| would| might| could)? do to (?:him|her|them)",
    rf"^(?:to|i should|that i should|that i have to|i must|just|like) (?:stab|kill|hurt|harm|strangle|shoot|smother"
    rf"|drown"
    rf"|poison|attack|suffocate) {PERSON}",
)
_NAMED: Phrases = (
    r"(?:kill|killing|hurt|hurting|harm|harming|attack|attacking) (?:him|her|them|someone|somebody|anyone|anybody"
    r"|others|other people|people|your (?:\w+ )?(?:wife|husband|partner|kids?|children|baby|mother|father|son"
    r"|daughter|boss|brother|sister|ex))",
    r"(?:hit|hits|hitting|beat|beats|beating|slap\w*|punch\w*|shake|shaking) (?:him|her|them|your (?:\w+ )?(?:wife"
    r"|husband|partner|kids?|children|baby|mother|father|son|daughter)|my (?:\w+ )?(?:wife|husband|partner|(?:girl"
    r"|boy)friend|mother|mum|father|dad|son|daughter|child|kids?))(?! (?:up$|feelings))",
    r"(?:hit|hits|hitting|slap\w*|smack\w*|shake|shaken|shook|hurt|harm\w*) (?:the|any of the|one of the|any of your|a)"
    r" (?:children|kids?|baby|child|woman|partner|dog|cat|animals?|residents?|pupils?)",
    r"homicid\w*|(?:harm|hurt|violen\w+)(?: \w+){0,2}? (?:to|towards?) (?:others|other people|anyone|someone)",
    r"(?:someone|anyone|somebody|anybody) else(?= (?:getting )?hurt)|act on (?:those|that|it) (?:anger|urge|thought)s?",
)

WORDS = lexicon(_CLEAR, _DOUBTFUL, _NAMED, free=_FREE, loose=_LOOSE)
