"""What somebody makes of the patient: what their words mean, where it comes from, what lies underneath."""

from app.therapy.sharing.phrases import Phrases

_THERAPIST = r"(?:your|the|our|my) (?:therapist|counsell?or|psychologist|psychiatrist|analyst|clinician)"
_YOU = r"(?:you|your|they|their|the patient|he|his|she|her|an?|the|some|deeper|unmet|unresolved|something|how|early)"
_EARLY = (
    r"(?:childhood|upbringing|mother|father|mum|mom|dad|parents?|past|early|earlier|family|growing up|when you were"
    r"|as a child|young|youth|boyhood|girlhood|little|years ago|fear|need|shame|guilt|loss|wound|trauma"
    r"|deep\w*|beliefs?"
    r"|abandon\w*|rejection|unloved|neglect\w*|insecur\w*|self-worth|never (?:being|having|feeling))"
)
_PARENT = r"(?:mother|father|mum|mom|dad|parents?|childhood|upbringing|family|past|sister|brother|caregivers?)"

_FELT = r"(?:anger|rage|grief|fear|sadness|sorrow|feelings?|shame|tears|guilt|hurt|envy|worry)"

_VOICED = (
    rf"{_THERAPIST} (?:(?:also|often|still|gently|has|have|had|is|was|would|may|might|now|always"
    r"|once) )*(?:think|thought|see|saw|seen|believe|suspect|feel|felt|wonder|notic|note|observ"
    r"|suggest(?:s|ed)? (?:that|you|this|it|the)|point|interpret|understand|understood|read|view|regard"
    r"|conclud|said (?:that )?(?:you|your|this|it|the)|says (?:that )?(?:you|your|this|it)|explain"
    r"|describ|call|hypothes|convinced|assum|link|connect|tie|trac|put (?:it|this)|hear|heard|sens|reckon"
    r"|named?|identif|recogni|attribut|find|found|consider|of the (?:view|opinion)|hunch|theory|got the"
    r"|gets the)\w*",
    rf"(?:according to|in the (?:eyes|view|opinion|words) of|to|for|as) {_THERAPIST}(?:,| (?:it|this|you"
    r"|sees?|put|sa[wi]\w*|thinks?)\b)",
    r"therapist(?:'s|s') (?:impression|interpretation|hypothes[ie]s|theory|idea|hunch|assessment|opinion"
    r"|view|reading|eyes|perspective|sense|understanding|take|observation|explanation|words|belief|guess"
    r"|notes)",
    r"(?:one|an?|the|this|another) (?:possible )?(?:interpretation|hypothesis|reading of this"
    r"|explanation (?:is|may|for this))",
    r"interpret\w*",
    rf"it (?:seems|seemed|appears|appeared|looks|looked|occurred|struck) (?:to |like to )?{_THERAPIST}",
    r"it (?:was|has been) (?:pointed out|suggested|noted|observed|concluded|noticed)",
    r"(?:can|may|might|could|should) (?:also |well |perhaps |best )?be (?:seen|understood|read|viewed"
    r"|regarded|traced|interpreted|explained|linked)",
)
_CAUSES = (
    r"(?:that way|like (?:this|that)|so|this|it) (?:ever )?since you were (?:\w+ )?(?:small|little|young"
    r"|a (?:child|boy|girl|kid))",
    r"(?:hunch|theory|hypothesis) (?:in the room|was|is|that)",
    r"how you were (?:brought up|raised|parented|treated as a child)",
    r"(?:little|small|frightened|lonely|hurt|wounded|angry) (?:girl|boy|child|self) (?:in|inside|within"
    r"|you|that|who)",
    r"(?:never|not) (?:been )?(?:allowed|permitted|free) to (?:be|feel|show|cry|want|say)",
    r"(?:the |a )?(?:story|history|marriage|mistakes?|fate|script|pattern) of your (?:mother|father"
    r"|parents?|family|childhood)",
    r"(?:turn\w*|grow\w*|chang\w*) into your (?:own )?(?:mother|father|mum|mom|dad|parents?)",
    r"(?:the|a|another|any|your) (?:father|mother|parent|brother|sister|child) (?:that |whom? )?you"
    r" (?:lost|never had|needed|missed|wanted|could not)",
    r"(?:it|this) (?:was|is) (?:\w+ ){0,2}(?:father|mother|brother|sister|past|childhood|parents) (?:that"
    r" |whom? |which )you",
    r"(?:stem(?:s|med|ming)?|originat\w+|deriv\w+|aris(?:es?|ing)|arose|spring(?:s|ing)?|sprang"
    r"|sprung) (?:largely |partly |mostly |really |directly )?(?:from|out of|in|with)",
    r"root(?:ed|s) (?:\w+ )?(?:in|lie|go|from|of)",
    r"(?:root|underlying|real|true|deeper|actual|hidden|original) (?:cause|reason|source|issue|problem"
    r"|fear|meaning|need|wound|feeling|anger|motive|wish|belief|hurt|pain|grief|sadness|question)s?",
    rf"(?:go|goes|went|come|comes|came) (?:\w+ )?back (?:to|from) (?:[\w']+ ){{0,4}}{_EARLY}",
    r"(?:come|comes|came|coming|date|dates|dated|trace|traces|traced|reach|reaches|grow"
    r"|grows|grew|grown|result|results|resulted|born|inherited|carried|carry|carries|left over|leads?|led"
    r"|follows?|starts?|started|begins?|began|connects?|connected|linked|tied|related|shaped|formed"
    r"|link) (?:largely |partly |mostly |really |probably |likely |straight |all the way |directly |back "
    rf"|out |over |by |closely )*(?:from|back to|to|of|out of|in|with|by) (?:[\w']+ ){{0,4}}{_EARLY}",
    rf"because (?:of )?(?:deep down|{_YOU} (?:own )?{_PARENT}(?:'s|s')\b|(?:your|their|his"
    rf"|her) (?:own )?{_PARENT} (?:was|were|had|never|always|did|could|used|taught|made|left|only|rarely"
    r"|and)\b(?! (?:ill|sick|unwell|away|late|tired|visiting|coming|there|in|at|out|not home|asleep"
    r"|busy)\b)|you (?:never|always|fear|need|secretly|still|learned|learnt|were (?:never|always|taught"
    r"|made)|are (?:really|still|afraid|angry|ashamed|scared|trying)|feel (?:unworthy|unloved|ashamed|you"
    r"|that)|grew up|had to|believe))",
    rf"(?:due|thanks|owing) to (?:your|the|a|an) (?:\w+ ){{0,2}}(?:{_PARENT}|trauma|loss|neglect|fear)",
    r"(?:in|since|from|during) (?:your )?(?:early )?childhood",
    r"(?:as|like) (?:a|the) (?:small |little |frightened |scared )?(?:child|boy|girl"
    r"|kid)\b.{0,40}\b(?:learn|taught|had to|never)\w*",
    r"(?:learned|learnt|taught|conditioned|trained) (?:you that|you to believe|yourself (?:that|to)|early"
    r"|as a child)",
)
_DEPTH = (
    r"(?:hides?|masks?|covers?(?: up)?|conceals?|disguises?) (?:your|a|an|the) (?:\w+ )?(?:anger|grief"
    r"|fear|sadness|shame|hurt|need|wish|longing|guilt|loneliness|envy)",
    r"(?:is|was|are|were|\'s) (?:the |your |an? )?(?:old |little |inner |same |deeper )*(?:fear|anger"
    r"|grief|shame|child|hurt|past|father|mother|sadness|guilt) (?:speaking|talking|in you|coming (?:up"
    r"|through|out)|at work)",
    r"(?:is|are|be|was|were|as) (?:\w+ )?(?:a message|messages|a signal|signals|a code|a cry)",
    r"what (?:looks?|looked|sounds?|seems|seemed|appears|passes) (?:like|as|to be|for) (?:\w+ ){1,3}(?:is"
    r"|are|was|may be|might be)",
    rf"{_FELT}\b.{{0,30}}? (?:belongs?|goes back|points|going back) (?:back )?to",
    rf"{_FELT}\b.{{0,15}}? (?:has|have|had|with) nowhere (?:else )?to go",
    r"(?:\w+aches?|pain|body|stomach|silence|tiredness|illness|skin) (?:speaks?|talks?|says|tells|is"
    r" speaking) (?:for|what)",
    r"so (?:that )?(?:nobody|no one|people|others|they|he|she) (?:can|could|will|would)(?: not|n't|not)?"
    r" (?:\w+ )?(?:leave|hurt|reject|abandon)",
    r"(?:pick|choos|cho[os]se|fall for|attract)\w* (?:\w+ )?(?:partners?|men|women|lovers) (?:who|that)",
    r"you \w+ (?:so|too|that) (?:hard|much|often|fast|little) because",
    r"as (?:a|an|your|the) (?:\w+ )?(?:protest|revenge|rebellion|cry for help|plea|apology|penance|escape"
    r"|hiding place|refuge|test|act of)",
    r"(?:keep|hold|push|shut|fend|ward)\w* (?:\w+ ){0,4}?(?:grief|sorrow|sadness|anger|fear|shame"
    r"|loneliness|pain|hurt|feelings?|memor\w+|guilt|emptiness) (?:away|down|out|off|at bay|at a distance"
    r"|inside)",
    r"at (?:arm\'s length|a (?:safe )?distance|bay)",
    r"(?:is|was|are|were) (?:\w+ )?(?:anger|grief|sorrow|fear|sadness|shame|guilt|rage|loneliness"
    r"|mourning|envy|longing|love)\b(?! (?:on|at|in|and))",
    r"(?:have|had|do|did|does|could|can|will) ?(?:not|n\'t|never) (?:yet )?(?:let|allow\w*|permit\w*"
    r"|give\w*) yourself (?:to |be |feel|mourn|griev|cry|want|need)\w*",
    r"(?:bring|brings|brought|drag\w*|flood\w*|come|comes|came) it all back",
    r"(?:whenever|every time|as soon as|the moment) (?:it|things|someone|somebody|anyone) (?:gets?|comes?"
    r"|becomes?) (?:\w+ )?(?:close|serious|tender|real)",
    r"as (?:\w+ )?(?:shield|mask|armou?r|wall|substitute|punishment|cover|disguise|test)",
    r"(?:really|actually|secretly|quietly|unknowingly) (?:protect|hid|mean|cover|com|mask|keep|serv|want"
    r"|need|ask|punish|fear"
    r"|aim|direct|belong|long|seek|speak|stand|test|say|tell|try|avoid|hold|crav|mourn|griev)\w*",
    r"(?:meant|aimed|intended|directed) (?:for|at) (?:your |the )?(?:father|mother|dad|mum|mom|parents?"
    r"|yourself|someone else)",
    r"protect\w* (?:you|yourself|them|her|him) (?:from|against)",
    r"against (?:feeling|being|closeness|intimacy|the (?:fear|pain|feeling|shame))",
    r"(?:sub|un)conscious\w*",
    r"deep down",
    r"deep inside",
    r"underneath",
    r"beneath (?:the|your|this|that|all|it|their)",
    r"at (?:its|the|your|a) (?:very )?(?:core|heart|root|bottom|deeper|bottom of)",
    r"on (?:some|a deeper|an? \w+) level",
    r"(?:lies|lie|lying|hid\w+|sits?) (?:really )?(?:behind|beneath|below|under) (?:your|this|that|it all|all this)",
    r"behind (?:your|the|this|that|all) (?:\w+ )?(?:anger|silence|worry|worries|need|fear|jokes?|humou?r"
    r"|tears|calm|smile|anxiety|control|work|busyness|irritation|sadness|avoidance|drive|behaviou?r|wish"
    r"|kindness|lateness|pride)",
    r"without (?:realising|realizing|knowing|noticing|being aware)",
    r"unaware",
    r"in denial",
    r"denying",
    r"defen[cs](?:e|es|ive|iveness)\b(?! (?:of|lawyer))",
    r"(?:as|like|is|was|act\w*|serv\w*|function\w*|work\w*|becomes?|became|been|be) (?:as )?(?:a|an"
    r"|your) (?:\w+ )?(?:shield|mask|armou?r|wall|substitute|stand-in|replacement|protection|cover"
    r"|disguise|smokescreen|punishment|test of)",
    r"(?:way|means|method|attempt|strategy) (?:of|to|for) (?:you to )?(?:not )?(?:avoid|protect|punish"
    r"|escap|control|numb"
    r"|hid|earn|prov|test|distanc|compensat|repeat|recreat|shut|push|get\w* (?:\w+ )?(?:love|attention|approval)"
    r"|keep\w* (?:\w+ ){1,3}(?:away|out|at|off|from)|feel\w* (?:in control|worthy|safe|needed)"
    r"|stay\w* (?:in control|safe|small|invisible)|hold\w* on)\w*",
    r"(?:way|means|method|attempt) of (?:coping|managing|dealing|expressing|seeking|saying|soothing"
    r"|masking|regaining|filling|making)",
    r"(?:so|in order) (?:that |not to |to avoid )?(?:you (?:do not|don't|never|won't|need not"
    r"|didn't) (?:have to |need to )?)?(?:feel|feeling|face|facing|confront)\w*",
    r"(?:is|are|was|were|'s|'re|not|may be|might be|could be) (?:really|actually|truly|essentially"
    r"|ultimately|secretly|in truth|in fact) (?:about|afraid|angry|a|an|the|your|looking|trying|seeking"
    r"|asking|longing|scared|mourning|grieving|directed|meant|aimed|that|punishing|protecting|avoiding"
    r"|testing)",
    r"(?:not|less|n't) (?:really |so much |just |only |actually )?about (?:the |your "
    r"|a )?[\w' ]{1,30}(?:,| but|;| so much| at all| than)",
    r"what you (?:really|truly|actually|secretly)",
    r"you (?:really|actually|secretly|truly|clearly|obviously) (?:fear|need|mean|are|long"
    r"|crave|believe|hate|love|resent|blame|wish|see yourself|expect)",
    r"you(?:'re| are) (?:really|actually|secretly|clearly|obviously|trying to (?:prove|earn|control))",
)
_MEANING = (
    r"(?:suggest|indicat|impl(?:y|ies)|reveal|reflect|betray|signal|hint|symboli[sz]|represent|mirror"
    rf"|echo|point)(?:s|es|ed|ing|e)? (?:to |at )?(?:that )?{_YOU}",
    r"speaks (?:to|of) (?:how|your|an?|some|deeper|unmet|unresolved|the (?:part|child|fear))",
    r"(?:which|this|that|it|and|pattern|reaction|silence|anger) (?:shows?|means?|tells us|proves?|says"
    r"|may mean|might mean|could mean|explains?|probably means) (?:that |how |why |a lot about "
    r"|something about |about )?(?:you|your|the patient|their|part)",
    r"(?:a|another|the) (?:\w+ )?(?:sign|symptom|expression|echo|reflection|symbol|reenactment|repetition"
    r"|form|result|product|consequence|mirror|manifestation|indication|case) (?:of|that) (?:your|a|an|how"
    r"|you|the|deep\w*|un\w+|old|something|self\w*)",
    r"unresolved",
    r"unprocessed",
    r"unmet",
    r"unfinished business",
    r"never (?:really |truly |fully )?(?:learned|learnt|dealt|processed|grieved|mourned|come to terms"
    r"|got over|felt (?:loved|safe|seen|good enough))",
    r"project(?:ing|ed|s)? (?:\w+ ){0,4}on ?to",
    r"re-?(?:enact|creat|liv)\w* (?:the|your|an?|what|with|this|that)",
    r"repeat\w* (?:the|your|an?|what) (?:\w+ )?(?:pattern|childhood|past|relationship|role|story|same"
    r"|dynamic|history|mistake)s?",
    r"(?:father|mother|parent) figure",
    r"stands? (?:in )?for (?:your|the|a)",
    r"(?:fear|dread|terror) of (?:being )?(?:abandon\w*|intima\w*|reject\w*|closeness|engulf\w*|failure"
    r"|loss|losing control|success|vulnerab\w*|left|seen|unloved|commitment|your own)",
    r"need (?:for|to be|to feel|to) (?:approval|control|validation|reassurance|admir\w+|needed|in control"
    r"|perfect|loved|please|prove|rescue|fix|punish)",
    r"(?:earn|deserve|win) (?:\w+ )?(?:love|approval|affection|place)",
    r"part of you (?:that )?(?:still |also )?(?:is|fears|needs|believes|wants|feels|thinks|hopes|expects"
    r"|punish\w*|resist\w*|hates|blames|un\w+|may|might|does)",
    r"(?:it|this) (?:seems?|appears?|looks) (?:that|like|as if|as though|to be|you)",
    r"(?:perhaps|maybe|possibly|probably|likely) (?:because )?(?:you|your|it|this|that) (?:are|were|fear"
    r"|feel|need|push|choose|avoid|have|had|is|was|comes?|stems?|believe|never|mother|father|anger|really"
    r"|learned|still|goes|grew|see)",
    r"you (?:tend to|are prone|have a (?:tendency|habit|pattern)|use (?:\w+ )?(?:to|as) (?:avoid|a|an"
    r"|hide|escape|protect|numb|keep)|hide behind|push (?:\w+ ){1,2}away|sabotage|punish yourself|cling"
    r"|idealis|idealiz|overcompensat|compensat)\w*",
    r"(?:over)?compensat\w+",
    r"self-sabotag\w*",
    r"people-pleas\w*",
    r"low self-(?:esteem|worth)",
    r"(?:victim|martyr|rescuer|saviou?r|caretaker) (?:role|mentality|complex|position)",
    r"resist(?:ing|ance|ed|s)? (?:to )?(?:change|therapy|help|getting|closeness|feeling|looking)",
    r"(?:displac|redirect|turn|direct)\w+ (?:\w+ ){0,3}(?:anger|rage|resentment|feelings|inward"
    r"|against yourself|onto)",
    r"identif(?:y|ied|ies) with your",
)
_MADE_OF_THEM = Phrases((*_VOICED, *_CAUSES, *_DEPTH, *_MEANING))


def interprets(text: str) -> bool:
    """Whether `text` says what a patient's words or doings mean, or what the therapist makes of them."""
    return _MADE_OF_THEM.stand_in(text)
