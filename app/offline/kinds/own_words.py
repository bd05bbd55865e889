"""What the speaker used to get through something, part two: with their own mind and words."""

from app.offline.cues import Cue

CUES = (
    Cue(
        r"^(?:And |So |But )?Instead of (?:\w+ing)\b.{2,60}\bI (?:\w+ )?(?:went|wrote|called|rang|walked|took|put"
        r"|sat|made|said|told|used|did|had|counted|played|asked|let|just)\b",
        "Instead of ringing him I wrote it all out and tore it up.",
        "Instead of ringing him I cried.",
    ),
    Cue(
        r"{I}.{0,60}\b(?:ran the (?:tap|water) over my|(?:walked|ran|shook|danced) it off|\w+[- ]minute rule|(?:till"
        r"|until) my (?:chest|breathing|breath|heart|hands|shoulders|head|jaw|stomach"
        r"|mind) \w+|from (?:his|her|their) (?:side|point of view)|helpline|hotline|(?:instead of|rather than) the"
        r" (?:dealer|bottle|bar|pub|fridge|razor|fags|casino)|not a fact|just a thought"
        r"|asked for (?:five|ten|a few|two) minutes|broke it down|stuck to the (?:plan|list|script)|took myself off"
        r" (?:to|for)|closed the book on|one after the other, letting go)",
        "I hummed till my chest loosened.",
        "I waited till my brother came.",
    ),
    Cue(
        r"\bI (?:let (?:him|her|them|it) be .{2,20}\band|touched|sent|left|walked past|sat with"
        r"|opened).{0,40}\bdidn't (?:fix|wash|check|go back|look|text|answer|google|say sorry|apologi[sz]e|explain"
        r"|run|rescue|ask)\b",
        "I touched the door handle and didn't wash for an hour.",
        "I touched the wall and didn't notice.",
    ),
    Cue(
        r"\bI (?:said|say|go|went|told (?:myself|meself)|tell myself|asked (?:myself|meself)"
        r"|thought)\b.{0,30}\b(?:this is (?:hard|just|only|a (?:wave|feeling))|that's"
        r" (?:shame|fear|anxiety|grief|panic|just|only|the \w+ talking)|it's (?:just|only) (?:a|the)|hello|what"
        r" (?:was|is|'s) the worst|what would I (?:say|tell)|where's"
        r" (?:the|your) evidence|is (?:it|that) true)",
        "I go, okay, that's shame, hello shame, and I carried on buttering the toast.",
        "I go, okay, see you later.",
    ),
    Cue(
        r"\b[Ii]n for (?:two|three|four|five|six),? (?:and )?out for (?:four|five|six|seven|eight)\b|\bbreath(?:ed"
        r"|ing)? (?:in|out)\b"
        r".{0,40}\b(?:slow\w*|count\w*|through|nose|belly|tunnel)",
        "In for four, out for six, the whole way through the tunnel.",
        "She was out for four hours.",
    ),
    Cue(
        r"{I}.{0,30}\b(?:(?:two|three) columns|pros and cons|(?:come|came) up with other|other (?:reasons"
        r"|explanations)|the worst that could|the likeliest|(?:three|two|five|one) (?:decent"
        r"|good|nice|kind|small) things?|what's mine to)",
        "I tried to come up with other reasons, you know, maybe she was busy.",
        "I tried to come up with money.",
    ),
    Cue(
        r"{I}.{0,60}\b(?:slowly,? (?:feeling|noticing|and felt)|feeling the (?:warm|water|ground|floor|air|sun|grass)"
        r"|(?:fetched|brought|pulled) (?:it|my mind|myself|my attention)"
        r" back|gave (?:myself|meself) (?:till|until|an? (?:hour|day|minute)|the (?:night|evening|morning))|(?:go"
        r"|went) to voicemail|saved it|silly voice|funny voice"
        r"|(?:sitting|sat) on my hands|alone after one|ran through it|(?:hand|hands) (?:here|on my (?:chest|heart"
        r"|breastbone|belly)))",
        "I let her call go to voicemail and gave myself till the morning.",
        "I let her call me.",
    ),
    Cue(
        r"\bI (?:just )?(?:stayed|stood|sat|kept (?:going|walking|still)|held on|carried on)\b.{0,60}\b(?:until|till)"
        r" (?:it|they|the|my|I)\b(?!.{0,12}\b(?:bus|train|shop|rain|doctor|end))"
        r"|\b(?:telling me to|wanted me to|wanted to|urge to|screaming to)\b.{0,60}\b(?:and|but|so) I (?:just"
        r" )?(?:stayed|stood|sat|kept|didn't|walked|carried on)",
        "My legs were telling me to run out of the shop and I stayed by the cereals until they got tired of telling"
        " me.",
        "I stayed until the shop closed.",
    ),
    Cue(
        r"\b(?:(?:all I wanted was|I felt like|I wanted)\b.{2,60}\b(?:so|but) I (?:got (?:in|up|out|dressed)|went|put"
        r" (?:on|my)|did|made (?:the|my|a)|called|took (?:a|the)|walked|had a"
        r" shower)|can you (?:come )?(?:sit|stay|talk)|could you (?:come )?(?:sit|stay|talk))",
        "All I wanted was the duvet over me, so I got in the shower and put my good shirt on.",
        "All I wanted was a coat, so they got me one.",
    ),
    Cue(
        r"\b(?:I'd worked out|I had worked out|I(?:'d| had)? planned|I(?:'d| had)? decided) (?:beforehand|ahead|in"
        r" advance|what I'd (?:say|do))|\bI'd like us to talk (?:after|later)|\bwhen you"
        r" \w+ I (?:get|feel) \w+",
        "I told him, when you shout I get frightened.",
        "I told him when you call.",
    ),
)
