"""What the speaker wants for their life."""

from app.offline.cues import Cue

_NOT_A_GOAL = (
    r"(?!say|tell|speak|let|ask|talk|know|hear|mention|add|thank|see (?:if|what|how|you|why|a|my doctor)|start"
    r" (?:with|by)|begin|go (?:back|over|home"
    r"|there|ahead|through|to bed)|come (?:back|here|in|off)|think|believe|point|be (?:honest|clear|here|dead|alone"
    r"|rude|mean|a (?:burden|bother))"
    r"|make (?:sure|it clear|a point)|die|kill|hurt|hit|punch|slap|scream|yell|cry|run|leave|disappear|throw|lie"
    r"|apologi[sz]e|give up|show|hide"
    r"|end it|waste|sound|seem|put|look|have (?:a|another|my) (?:drink|cigarette|smoke|beer|joint)|smoke|drink|use\b"
    r"|get (?:high|drunk|out of here"
    r"|it over|back to|into|rid of (?:him|her|you))|do (?:it|that|this)\b|use drugs|deal|admit|blame|bother|clarify"
    r"|understand (?:why|how|what)"
    r"|be in (?:trouble|here))"
)
CUES = (
    Cue(
        rf"(?<!did ){{I}}(?<!did )(?:really )?want to (?:be able to |try to |try and |learn (?:how )?to |get (?:back"
        rf" )?to (?:where|\w+ing) |start"
        rf" |keep |stop |quit )?{_NOT_A_GOAL}\w+",
        "I want to be able to eat lunch with the others.",
        "I don't want to eat lunch with the others.",
    ),
    Cue(
        rf"(?:^|(?<=[,;] )|(?<=\band )|(?<=\bbut )|(?<=\bso )|(?<=\bwell )|(?<=\byeah ))I(?:'d| would) (?:really "
        rf"|just )*(?:like|love) to (?:be able to |try to |try and |get to |start |learn (?:how )?to |stop |quit"
        rf" )?{_NOT_A_GOAL}\w+",
        "I'd love to swim again.",
        "I'd like to tell you something.",
    ),
    Cue(
        r"\b(?:my (?:main |big |only )?(?:goal|aim|hope|plan) is to|I(?:'m| am) (?:working towards?|determined to)"
        r"|(?<!what )I hope (?:to|I can)) (?!see you|hear)\w+",
        "My goal is to drive again.",
        "His goal is to drive again.",
    ),
)
NOT_WANTED = (
    Cue(
        r"\b(?:used to|wanted to|don't want|part of me|but I (?:don't|can't|won't|couldn't)|not because I|what I want"
        r" to|whatever|all I want to"
        r"|I want to (?:but|though)|before I want|when I want|I want to (?:kill|die|hurt)|makes me want|made me want"
        r"|the last thing|do you)\b",
        "That makes me want to leave.",
        "I want to swim.",
    ),
)
"""Beside these it is no wish of theirs."""
