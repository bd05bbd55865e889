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
    r"|went for|grabbed|smashed|floored|decked|injured|shot|poisoned|elbowed|scratched)"
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
    r"|my hands|hands) on (?:him|her|them|my)|(?:broke|split|bust) (?:his|her|their) (?:nose|jaw|lip|arm|rib)",
    rf"threw(?: \w+){{1,3}}? at {PERSON}",
    rf"(?:beating|beat|knocked|kicked|smashed) (?:the \w+ out of|up|seven bells out of) {PERSON}|beat {PERSON} up",
)
_FREE: Phrases = ()
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
    r"dont trust myself (?:around|with|near|alone)",
)
_LOOSE: Phrases = (r"what i(?:d| would| might| could)? do to (?:him|her|them)",)
_NAMED: Phrases = (
    r"(?:kill|killing|hurt|hurting|harm|harming|attack|attacking) (?:him|her|them|someone|somebody|anyone|anybody"
    r"|others|other people|people|your (?:\w+ )?(?:wife|husband|partner|kids?|children|baby|mother|father|son"
    r"|daughter|boss|brother|sister|ex))",
    r"(?:hit|hits|hitting|beat|beats|beating|slap\w*|punch\w*|shake|shaking) (?:him|her|them|your (?:\w+ )?(?:wife"
    r"|husband|partner|kids?|children|baby|mother|father|son|daughter)|my (?:\w+ )?(?:wife|husband|partner|(?:girl"
    r"|boy)friend|mother|mum|father|dad|son|daughter|child|kids?))(?! (?:up$|feelings))",
    r"homicid\w*|(?:harm|hurt|violen\w+)(?: \w+){0,2}? (?:to|towards?) (?:others|other people|anyone|someone)",
    r"(?:someone|anyone|somebody|anybody) else(?= (?:getting )?hurt)|act on (?:those|that|it) (?:anger|urge|thought)s?",
)

WORDS = lexicon(_CLEAR, _DOUBTFUL, _NAMED, free=_FREE, loose=_LOOSE)
