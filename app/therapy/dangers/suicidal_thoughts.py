"""Words for thoughts of suicide, wishes to be dead, and attempts."""

from app.therapy.dangers.phrasing import MEDICINES, Phrases, lexicon

_WISHING = (
    "(?:wants?|wanted|wanting|wanna|wish|wished|wishing|like|love|loved|prefer|hope|hoped|hoping|pray|prayed|praying"
    "|tried|trying|try|decided|rather|urge|urges|longing|long|ready|feel like|felt like)"
)
_TO = r"(?: (?:just|really|only|honestly|simply|kind of|sort of|to|i could|i would|i|id|that|of|be able to))*"
_NOT_WANTING = (
    r"(?:dont|didnt|doesnt|do not|did not|not|never|no longer|stopped|cant)(?: (?:really|even|actually|particularly"
    r"|always|ever|exactly))* (?:wanna|want|wanted|wanting|wish|care)"
)
_BEING_HERE = (
    r"(?:be (?:here|alive|around|in this world|on this (?:earth|planet))(?! (?:today|at|for|people|him|her|them|my"
    r"|when|with|in|this early))|being (?:here|alive|around)|exist|existing|live(?! (?:with|in|there|here|at|near"
    r"|like|on|off|alone|together|under|by|up|next|that|my|abroad))|living|go on(?! (?:the|a|to|about|holiday"
    r"|vacation|dates?|with|my|it|that|this|medication|tour|stage))|carry on(?! with)|keep (?:going(?! (?:to|back"
    r"|over|there|on about))|living)|wake up(?! (?:at|early|the|him|her|them|my|to|for|before|so|late|next))"
    r"|continue living)"
)
_DYING = (
    r"(?:dying|suicid\w*|being dead|being gone|not (?:being|be) (?:here|alive|around|in)|not (?:existing|waking"
    r"|living)|ending (?:it|things|my|everything)|killing myself|kill myself|taking my (?:own )?life|hanging myself"
    r"|overdosing|jumping|stepping (?:out|off|in)|walking (?:in front|into (?:the|traffic))|crashing (?:the|my)"
    r"|how (?:i would|id|to) do it|throwing myself|drowning myself|shooting myself|slitting"
    r"|driving(?: \w+){0,4}? (?:into|off)|my own (?:death|funeral)|a way out(?= for good)|going to sleep and"
    r"|taking (?:all )?(?:the |my )*(?:pills|tablets)|the (?:pills|tablets)(?=$|,))"
)
_HEIGHTS = r"(?:\w+ )?(?:bridge|balcony|roof|cliff|building|ledge|platform|window|car park|multi ?storey|pier|tracks?)"
_ALL = (
    r"(?:everyone|everybody|they|theyd|theyll|he|hed|she|shed|kids|family|wife|husband|people|world|you|youd|all|mum"
    r"|mom|dad|parents|children|boys|girls|partner|boyfriend|girlfriend|daughter|son|things|it|itd|life|place|lives)"
)

_CLEAR: Phrases = (
    rf"{_WISHING}{_TO} (?:die|dead|not (?:be(?:ing)? (?:here|alive|around|anywhere)|exist|wake|live|have been born"
    r"|have to (?:be here|be alive|wake|live|exist|go on))"
    rf"|never (?:wake up|have been born)|stop existing|cease to exist|stop being (?:alive|here)|end it all"
    rf"|end my life|be (?:dead|no more|gone(?= (?:for good|forever|from this))))",
    rf"{_NOT_WANTING}(?: to| about)? {_BEING_HERE}",
    rf"(?:dont|not)(?: even| really)? (?:know|sure)(?: if| whether| that)* i(?: even| really"
    rf"| still)* want to {_BEING_HERE}",
    r"(?:think\w*|thoughts?|idea\w*|fantas\w+|daydream\w*|dream\w*|imagin\w+|pictur\w+|contemplat\w+|consider\w*"
    r"|urges?|obsess\w*|plans?|planned|planning|ruminat\w+|visions?|images?|flash\w*|wonder\w*)(?: (?:just|maybe"
    r"|really|a lot|too"
    rf"|actually|like|sort of|kind of|all the time|every day|about|of|on|with|for|to|what its like|again|my|me"
    rf"|myself)){{0,4}}? {_DYING}",
    r"(?:feel|feeling|felt|been|was|am|im|be|being|get|got|getting|become|pretty|quite|very|properly|a bit"
    r"|still) suicidal",
    r"(?:suicidal (?:thoughts?|feelings?|ideas?|ideation|urges?|again|phase|stuff|days?|nights?|for|as an?|after"
    r"|when)|(?:commit\w*|attempt\w*|tried|try|considered|considering|contemplated) suicide|suicide attempts?)",
    r"(?:tired|sick|done|finished|fed up|exhausted) (?:of|with) (?:living|being alive|life|existing|being here"
    r"|staying alive|being on this (?:earth|planet))",
    r"(?:stockpil\w+|hoard\w*|sav(?:ed|ing) up(?! for)|collect(?:ed|ing)|counted|counting|kept back|keeping|put aside)"
    rf"(?: \w+){{0,4}}? {MEDICINES}",
    r"(?:looked up|looking up|google\w*|search\w*|research\w*|read up|reading)(?: \w+){0,5}? (?:ways to (?:die|kill"
    r"|end)|how (?:many|much)|how to (?:die|kill|hang|tie a noose|end it|end my)|methods|lethal|overdose|painless"
    r"|suicide)",
    r"(?:wrote|written|write|writing|left|leave|drafted|started)(?: \w+){0,3}? (?:goodbye|suicide"
    r"|farewell)(?: (?:letters?|notes?|messages?|texts?|videos?))?",
    r"(?:walk\w*|step\w*|jump\w*|throw\w*|threw|run|lie|lay|stand|drive|driving|drove)(?: (?:out|off|down|myself"
    r"|straight|right|just|the car|my car|a car))* (?:in front of|into the path of|under|into|onto|off)(?: (?:a|the"
    r"|an|that|my|some|oncoming|moving|next))* (?:trains?|bus|cars?|lorry|truck|traffic|tube|tram|tracks?|bridge"
    r"|cliff|balcony|roof)",
    rf"(?:jump\w*|throw\w* myself|threw myself|step\w*|fall\w*|leap\w*) (?:off|from|out of)(?: (?:a|the|that"
    rf"|my))? {_HEIGHTS}",
    r"(?:give|giving|gave|given) up on (?:life|living|being alive)",
    r"(?:dont|didnt|shouldnt|not) (?:deserve|supposed|meant|fit|even)(?: to)? (?:live|be alive|be here|exist"
    r"|be living)",
    r"shouldnt (?:be alive|exist|be here at all|have been born|be living)",
    r"(?:end|ended|ending) it all|should(?: have|ve) died|(?:waiting|ready) (?:to die|for death)",
    r"(?:cant|couldnt|cannot|can not) (?:do|face|bear|stand|manage|hack|cope with) (?:living|being alive|existing"
    r"|being here(?=$))",
    rf"(?:stash\w*|squirrel\w*|storing|stored|sav(?:ing|ed) (?:my|the|up my|up the|all)|put(?:ting)? (?:by"
    rf"|aside))(?: \w+){{0,5}}? {MEDICINES}",
    r"(?:check|checking|clock|clocking|opt|opting) out (?:of life|early|for good|permanently|forever)",
    r"(?:wont|not going to|not gonna|dont plan (?:on|to)|dont think ill|dont expect to|dont have to|dont intend to"
    r"|no need to|doubt ill) (?:be|being|stick|sticking|stay|staying|hang|hanging) (?:here|around|alive)(?= (?:for|by"
    r"|at|past|after|till|until|to see|much)|$)",
    r"(?:yank|pull|turn|swerv|jerk|drift|steer|veer|cross)\w*(?: \w+){0,4}? (?:into (?:the )?(?:oncoming|barrier"
    r"|trees?|river|lorry|truck|wall)|(?:off|over) the (?:cliff|bridge|edge))",
    r"set (?:a|the|my) date(?: \w+)? (?:to (?:die|do it|go|end)|for my (?:death|suicide))",
)
_FREE: Phrases = (
    r"kill(?:ed|ing|s)? myself|(?:end|ended|ending) my (?:own )?life|(?:take|took|taking|taken) my own life",
    r"(?:take|taking) my life(?! (?:in|back|into|to))|hang(?:ed|ing)? myself|hung myself|(?:shoot(?:ing)?"
    r"|shot) myself|drown(?:ed|ing)? myself|slit(?:ting)? my (?:own )?(?:wrists?|throat)|cut my wrists"
    r"|blow my brains out|unaliv\w*|kms|top(?:ped|ping)? myself|off(?:ed|ing)? myself|(?:do|done|doing|did) myself in"
    r"|(?:do|done|did|doing|make|made|making) away with myself|(?:string|strung|stringing) myself up"
    r"|(?:neck|necked|delete|deleting|finish|finishing|gas|gassing|gassed) myself(?: off)?",
    r"(?:stop|cease|quit) (?:existing|to exist|being alive)|never (?:to )?have been born|worth more dead",
    r"(?:lord|god|jesus|maker|death|angels?|reaper|almighty|allah)(?: \w+){0,3}? (?:takes?|took|taking|calls?|comes?"
    r"|came)(?: \w+)? me",
    r"(?:passive|active|some|fleeting|bit of|chronic|occasional|intermittent|baseline|have|had|having|the)"
    r" (?:passive |active )?(?:si|suicidality|ideation)",
    rf"{MEDICINES}(?: \w+){{0,2}}? (?:saved|stashed|stockpiled|hoarded|by$|put (?:by|aside)|squirrell?ed|hidden away"
    rf"|tucked away)",
    rf"put (?:the|my|some|a few) {MEDICINES} (?:by|aside)",
    r"(?:throw|throwing|threw|fling|flinging|flung|chuck|chucking) myself (?:down|off|under|in front|from|out of"
    r"|into the (?:river|sea|canal|road|traffic|water))",
    r"(?:walk|walking|walked|wade|wading|swim|swimming|swam) (?:out |straight )?(?:into|out to) (?:the )?(?:sea|river"
    r"|lake|ocean|water|canal|waves)(?= and (?:not|never|keep|just keep|dont|let)|$)",
    r"hose(?: \w+){0,4}? (?:exhaust|tailpipe)|head in the oven|(?:car|engine|motor) running in the garage",
    r"(?:rope|cord|scarf|belt|cable|lead|flex|wire|sheet|dressing gown cord|ligature|noose)(?: \w+){0,4}? (?:round"
    r"|around) my neck|(?:tied|tie|made|make|tying|making) (?:a|the) (?:noose|ligature)|plastic bag over my head",
    r"(?:gun|pistol|rifle|barrel|shotgun)(?: \w+){0,3}? (?:in my mouth|under my chin|against my head)",
    r"(?:leave|leaving|left|depart\w*|exit\w*) this (?:world|earth|life|planet)|sleep (?:for ever|forever)(?! and a)",
    r"(?:close|shut) my eyes and (?:not|never) (?:open|wake)\w*|put an end to (?:myself|me|my life|it all)",
    r"my (?:\w+ ){0,2}?suicide attempts?|my (?:suicide|first attempt|last attempt|own suicide|suicidal)"
    r"|my attempts?(?= when| last| in (?:march|may|june|july|april|august|the hospital)|, )",
    r"(?:wish|wished|wishing|hope|hoped|hoping|pray|prayed|praying|imagine|imagined|rather|better if|easier if"
    r"|good if)(?: (?:that|like|just|to god))* (?:i|id|i could|i would)(?: \w+){0,3}? (?:dead|die|died|gone"
    r"|never been born|never born|not exist\w*|didnt exist|werent here|wasnt here|werent alive|wasnt alive"
    r"|wasnt around|werent around|hadnt (?:woken|been born|survived|made it)|wake up|not be here|not wake"
    r"|be not here|drop dead)",
    rf"{_ALL}(?: \w+){{0,3}}? be(?: \w+){{0,2}}? (?:better(?: off)?|happier|easier|fine|relieved|ok|okay|all right"
    rf"|alright|free"
    r"|best|simpler|cheaper)(?: \w+){0,2}? (?:without me|if i(?:m gone| was| were| wasnt| werent| died| disappeared"
    r"| just (?:died|went|disappeared)| didnt)|once im gone|when im gone|with me (?:gone|dead))",
    r"(?:everyone|everybody|theyd|theyd all|they would|the world|my (?:kids|family|wife|husband|parents|children"
    r"|girls|boys|mum|mom|partner))(?: would| d)?(?: all| just| probably| honestly)* be better off(?=$|, | and"
    r"| anyway| then)",
    r"better off (?:without me|dead|with me (?:dead|gone)|if i (?:wasnt|werent|was|were|died|just|disappeared))",
    r"(?:nobody|no one|noone|who)(?: would| d| will|d)?(?: even| really| ever| actually)* (?:notice|miss|care"
    r"|cry)(?: \w+){0,2}? if i(?: \w+){0,3}? (?:died|gone|dead|disappeared|wasnt|werent|vanished|here|killed)"
    r"|(?:nobody|no one|noone) would(?: even| really)* miss me",
    r"(?:go|going|went|fall|falling|fell|get|drift\w*)(?: off)?(?: to)?(?: sleep| bed| asleep)(?: tonight| at night"
    r"| one night)? (?:and|then)(?: \w+){0,3}? (?:not|never|dont|didnt|wouldnt|wont|no)(?: \w+){0,2}? (?:wake|waking"
    r"|woke|waken)",
    r"(?:not|never)(?: (?:to|have to|having to|ever|even))* (?:wake|waking|woken|woke) up(?! (?:at|early|the|him|her"
    r"|late|to|so|for|before))",
    r"(?:wouldnt|dont|didnt|not|wouldnt even)(?: \w+){0,2}? (?:mind|care|bothered|bother me|matter|sorry|sad"
    r"|fight it|move out of the way|get out of the way|upset)(?: \w+){0,4}? if(?: \w+){0,8}? (?:die|died|dead|bus"
    r"|cars?|train|truck|lorry|wake|woke|woke up|happened to me|ended|gone|crashed|cancer|hit me|ran me over"
    r"|went down|it was over)",
    r"(?:hoping|hope|hoped|wish|wished|wishing|praying|pray|almost want|almost wanted)(?: that)? (?:a|the|some"
    r"|something|somebody|someone|one of)(?: \w+){0,4}? (?:hits?|kill\w*|takes? me|happens? to|happened to|crash\w*"
    r"|run\w* me|would take)",
    r"if (?:a|the|some) (?:bus|car|train|truck|lorry|plane)(?: \w+){0,3}? (?:hit|ran|took"
    r"|came)(?: \w+){0,4}? (?:mind|care|fine|okay|ok|bad|relief|good)",
    r"(?:no|any|a|what|not much)(?: real)? reason (?:to|for me to|for) (?:live|living|be here|be alive|go on"
    r"|carry on|keep living|stay alive|keep going)|nothing(?: left)?(?: \w+){0,2}? to live for",
    r"(?:life|living)(?: \w+){0,3}? (?:not|isnt|wasnt|aint|no longer|hardly)(?: really| even)? worth(?: it| living)?"
    r"|not worth living|isnt worth living",
    r"(?:no|see the|see a|see any|the|whats the|any) (?:point|use|sense)(?: of| in| to)?(?: \w+){0,2}? (?:living"
    r"|live|going on|carrying on|being here|being alive|existing|staying alive|go on)",
    r"my (?:own )?death(?: \w+){0,3}? (?:planned|relief|better)|(?:had|have|got|made) a plan to (?:die|end|kill)",
    rf"{MEDICINES}(?: \w+){{0,3}}? (?:lined up|laid out|counted out|in (?:my|one) hand|poured out|tipped out|all out"
    rf"|ready|in front of me)",
    r"(?:disappointed|gutted|annoyed|sorry|angry|upset|furious|sad)(?: \w+){0,2}? i(?: had|d|ve)? (?:woke|woken|wake"
    r"|survived|was still here|was alive|didnt die)|(?:disappointed|gutted|annoyed|sorry"
    r"|angry) (?:that )?(?:im still|it didnt work|they found me|i failed)",
    r"(?:foot|feet|toes|legs?)(?: \w+){0,2}? (?:over|on|off|across)(?: \w+){0,5}? (?:platform|edge|railings?|bridge"
    r"|ledge|parapet|tracks)",
    r"how (?:many|much)(?: \w+){0,3}? (?:pills|tablets|paracetamol|insulin|codeine|medication"
    r"|pills)(?: \w+){0,4}? (?:take|takes|need|needs|kill|enough|do it)",
    r"(?:letters?|notes?|cards?|videos?|messages?)(?: \w+){0,8}? (?:for after|for when im gone|after im gone"
    r"|when im gone|to find after|to say goodbye)",
    r"(?:hoping|hope|hoped|wish|wishing|praying|pray)(?: that)? my heart(?: \w+){0,2}? (?:stops?|stopped|gives? out"
    r"|gave out)",
    r"(?:dont|cant|not|couldnt|didnt)(?: \w+){0,2}? (?:see|imagine|picture) (?:myself|me|being)(?: \w+)? (?:here"
    r"|alive|getting old|around|living|at (?:twenty|thirty|forty|fifty|sixty|seventy))",
    r"(?:dying|death|being dead|not being (?:here|alive)|ending it) (?:would|might|could)(?: just| actually)? (?:be"
    r"|feel)",
    r"i(?:m|ve|d|ll)?\b(?: (?!he|she|they|my|his|her)\w+){0,10}? suicide attempt",
    r"(?:cant|dont think i can|couldnt|not sure i can|dont know (?:if|how) i can)(?: \w+){0,2}? (?:stay alive"
    r"|keep myself (?:safe|alive))",
    r"not(?: wanting to)? be(?:ing)? (?:alive|around|here)(?: any ?more| at all)(?! (?:at|for|when))"
    r"|not be here tomorrow",
)
_DOUBTFUL: Phrases = (
    r"(?:want\w*|wish\w*|could|like|love|just|gonna|hope)(?: \w+){0,4}? (?:disappear|vanish|cease|fade away)(?! from)",
    r"(?:want\w*|need\w*|wish\w*)(?: \w+){0,2}? (?:it all|everything|all of it|all this) (?:to|would|could) (?:stop"
    r"|end|be over|go away forever)",
    r"cant(?: \w+){0,2}? (?:go on|keep going|carry on|keep living|live like this|do life|face another day)",
    r"(?:dont|not|didnt) want to live like this|want(?:ed)? out(?= for good|$| of (?:life|this life))",
    r"(?:think\w*|thoughts?|obsess\w*)(?: \w+){0,3}? (?:about|of|with) (?:my )?(?:death|the end|ending)",
    r"(?:ending|end|ended) (?:things|it)(?=$|, )|(?:nearly|almost) didnt make it",
    r"(?:stood|standing|stand|went|walked|sat|sitting|drove|drive|parked)(?: \w+){0,5}? (?:on|to|at|off|by|over"
    r"|up to) (?:the|a|that) (?:edge(?! of (?:the |my |his )?(?:bed|bath|sofa|chair|seat|pool|table|couch))|ledge"
    r"|bridge|railings?|roof|platform|tracks|cliffs?)",
    r"(?:put|got|getting|putting|sorting|sorted) my affairs in order|(?:made|changed|wrote) my will",
    rf"(?:looked|looking|look|stared|staring) at (?:the|my|all the|those) (?:\w+ )?(?:{MEDICINES}|rope|gun|bridge"
    rf"|cabinet)",
    r"(?:done|had enough|finished) with (?:it all|everything)|tired of (?:it all|everything|fighting)"
    r"|had enough of (?:life|it all)",
    r"lost the will to (?:live|go on)|(?:no|dont see a|cant see a) future|not(?: being)? around(?= much longer|$)",
    r"(?:drove|crashed|swerved|driving)(?: \w+){0,3}? (?:into|off) (?:a|the) (?:tree|wall|barrier|road|river|bridge)",
    r"(?:join|be with) (?:him|her|them)(?= again| up there| in heaven| wherever)",
    r"(?:go and be|go be|go to be|going to be|be reunited|reunited) with (?:him|her|them|my \w+|mum|mom|dad)"
    r"|be where (?:he|she|they)(?:s|re| is| are| went)?(?= now|$)|follow (?:him|her|them)(?= soon|$| into the ground)",
    r"(?:step|stepping|stepped|jump|jumping|leap\w*|lean\w*|tip|tipping) (?:off|over)(?=$|, | the (?:edge|platform"
    r"|ledge|roof|bridge|rail\w*|balcony))",
    r"stand(?:ing)?(?: \w+)? back (?:against|from) the (?:wall|edge|platform|yellow line)",
    r"(?:could|might|would|id|to|thought|thinking|about|imagine|of)(?: \w+){0,3}? (?:not|never) (?:turn(?:ing)? (?:the"
    r" wheel|at|$)|brak(?:e|ing)|steer(?:ing)?|tak(?:e|ing) the (?:bend|corner)|mak(?:e|ing) the (?:bend|turn))",
    r"(?:take|taking|took|let|letting)(?: \w+){0,3}? (?:hands? off|go of) the (?:steering )?wheel",
    r"(?:wrote|written|writing|write|recorded|recording)(?: \w+){0,3}? (?:letters|notes|videos|messages)(?: \w+){0,2}?"
    r" (?:to|for) (?:\w+ )?(?:kids|children|boys|girls|family|everyone|parents|daughters|sons|all|each)",
    r"(?:drive|driving|drove|look|looking|looked)(?: \w+){0,3}? for (?:a|the right) (?:tree|bridge|lorry|wall)(?= to|$)"
    r"|not com(?:e|ing) back(?=$| up| out| alive)|(?:nearly|almost) (?:jumped|did it|went over|stepped (?:off"
    r"|out))(?=$|,"
    r"| last| on| that| yesterday)",
    r"(?:tired|sick) of waking up(?! (?:at|to|early|late|with|in|for|so))|not (?:be|being) a person"
    r"|decided when im going"
    r" to (?:go|die|do it)|picked (?:the|a) (?:day|date) (?:to|ill)|picked (?:the|my) day",
    r"(?:keep|cant stop|been) thinking (?:of|about) the (?:river|bridge|railway|tracks|cliffs?|pills|tablets|rope"
    r"|roof)",
    r"(?:had my innings|meet my maker|my own funeral|had enough of living)|check out for good",
    r"thought about how(?=$| id do it| i would do it| to do it)|wish it (?:was|were|had been|d been) me(?! who got)",
    r"(?:hid|hide|hiding|hidden)(?: \w+){0,3}? (?:pills|tablets|paracetamol|rope)|buy(?:ing)?(?: \w+){0,2}? rope",
    r"(?:in the ground|six feet under|under the ground|in my grave|in (?:a|my) coffin|pushing up (?:the )?daisies)",
)
_LOOSE: Phrases = (
    r"if i(?: just)? (?:died|didnt wake up|dont wake up|never woke up|wasnt here|werent here|wasnt around|were gone"
    r"|was gone|were dead|was dead|disappeared|dropped dead)",
    r"(?:whats|what is|see|no|any|what was)(?: \w+){0,2}? point(?: in| of| to)?(?: any ?more| anything| it all"
    r"| any of it| any of this| in any of it)",
    r"suicide attempt|(?:stay|staying) alive|keep(?:ing)? myself safe",
    r"(?:if im|if i was|if i were|with me|once im|me)(?: \w+)? (?:out of the (?:picture|way)|off the scene)",
    r"(?:look|looks|looked|seem|pass|pass it off) (?:like|as|for) an accident",
    r"(?:wife|husband|kids|boys|girls|family|they|theyd|children|partner)(?: \w+){0,2}? (?:get|have) the (?:life )?"
    r"(?:insurance|payout)|(?:theyd|they would|everyone would|be)(?: \w+){0,2}? rid of me",
    r"(?:letters?|notes?|sort|kind|videos?)(?: \w+){0,5}? (?:you|i|people|they|to) leave behind",
    r"(?:it|them|everything)(?: all)? (?:lined up|laid out|counted out|tipped out|poured out)(?= on| in front| by|$)",
    r"(?:shotgun|rifle|revolver|pistol|gun|rope|noose)(?: \w+){0,2}? (?:in|under|by) (?:the|my|his|dads)"
    r" (?:cabinet|cupboard|loft|garage|shed|drawer|wardrobe|attic|safe|bed|car|boot|trunk)",
    r"know where(?: \w+){0,3}? keeps? the (?:key|keys|gun|guns|tablets|pills|rope)|take me now|gun to my head",
    r"dignitas|clinic in switzerland|assisted (?:dying|suicide)|euthanasia",
    r"(?:giv\w+|gave) (?:away )?(?:all my|my) (?:things|stuff|belongings|possessions) away"
    r"|(?:giv\w+|gave) away (?:all my \w+|my (?:belongings|possessions))",
    r"dont trust myself (?:on|near|with|around) (?:the |a |my )?(?:bridges?|edge|platforms?|heights|balcon\w+|tablets"
    r"|pills|medication|motorway|rope|gun)",
    r"(?:almost|nearly) killed myself|(?:last|first|one|that) attempts?(?= i| when|$)",
)
_NAMED: Phrases = (
    r"suicid\w*|kill(?:ing|ed|s)? (?:my|your|him|her|them)sel(?:f|ves)",
    r"(?:end|ending|ended|tak(?:e|ing|en)|took) (?:my|your|his|her|their|ones) (?:own )?li(?:fe|ves)"
    r"|end(?:ing)? it all",
    r"(?:want|wants|wanted|wanting|wish|wished|wishes|wishing|rather|better off)(?: \w+){0,6}? (?:die|dead"
    r"|not be (?:here|alive)|not being (?:here|alive)|be gone|werent here|werent alive|wasnt here|not wake up"
    r"|hadnt been born|disappear for good)",
    r"(?:not|dont|didnt|doesnt|no longer) (?:want|wants|wanted|wanting|wish|wishing)(?: \w+){0,2}? (?:be"
    r"|being) (?:here|alive|around)",
    r"(?:not|dont|didnt|doesnt|no longer) (?:want|wants|wanted|wanting|wish|wishing) to (?:wake up|live|go on living"
    r"|exist|go on)(?! (?:with|in|there|at|the|a|to))",
    r"not (?:be|being) (?:here|alive)(?: any ?more)?|not waking up|never wak(?:e|ing) up|(?:go"
    r"|going) to sleep and not wak(?:e|ing) up",
    r"no (?:point|reason)(?: in| to| for)? (?:living|live|going on|to go on)|point (?:of|in) (?:going on|living"
    r"|carrying on)",
    r"(?:life|living) (?:isnt|is not|wasnt|not|no longer)(?: \w+)? worth(?: living)?|worth living",
    r"better off without (?:me|him|her|them|you)|jump(?:ing)? (?:off|from|in front)|thinking (?:about|of) jumping",
    r"(?:thoughts?|thinking|think|thought|wish(?:es)?|ideas?|plans?|planning) (?:of|about|for|to)(?: \w+)? (?:death"
    r"|dying|die|being dead|not (?:being (?:alive|here|around)|waking up)|ending (?:it|things|your|my|his|her"
    r"|everything)|jumping|hanging)",
    r"(?:ending|end) things(?! (?:with|on))|do(?:ing)? something to yourself",
    r"(?:any|active|passive|current|recent|your|the|some|of) (?:si|suicidality|ideation)(?=$|, | (?:since|today|this"
    r"|at|or|lately|now))|(?:date|day|way|plan) to die|top(?:ped|ping)? (?:my|your)self",
    r"(?:as in|you mean|meaning|by that do you mean) (?:to )?(?:die|dying|dead|death)",
    rf"(?:counted|counting|saved up|stockpil\w+|hoard\w*)(?: \w+){{0,3}}? {MEDICINES}|(?:all"
    rf"|too many)(?: of)?(?: the| my| her| his| your)? (?:pills|tablets)",
)

WORDS = lexicon(_CLEAR, _DOUBTFUL, _NAMED, free=_FREE, loose=_LOOSE)
