"""What is on the speaker's mind: something that weighs on them, in a sentence about themselves."""

from app.offline.cues import Cue

CUES = (
    Cue(
        r"{says_I}|^(?:And |But |So |Well,? |Yeah,? )?My (?:head|heart|back|chest|stomach|body|mind|sleep|life|days"
        r"|nights|work|job|home)\b",
        "I have this terrible discomfort nearly all the time.",
        "He has this terrible discomfort nearly all the time.",
    ),
)
NOT_OWN = (
    Cue(
        r"\b(?:you(?! know\b)|your|yours)\b",
        "I'm sorry, I feel like I've made your afternoon a lot worse.",
        "I hate making phone calls, you know.",
    ),
    Cue(
        r"\bI (?:(?:don't|didn't|never|do not) (?:really |even |just )?(?:think|know|mean|believe|see|feel|remember"
        r"|care|want to say)|want to say|can hear"
        r"|can see|thought|said|told|heard|read|know (?:that |it|alcohol|he|she|they|people)|understand|had a"
        r" (?:beer|drink)|looked)\b",
        "I don't think what I'm doing is that bad.",
        "I think it's bad.",
    ),
)
"""Beside these it is said to the therapist, or held of something else."""
REFUSED = (
    Cue(
        r"\bI(?:'ve| have)? (?:never|not) (?:even |once |really )?(?:thought|considered|dreamed|wanted)\b"
        r"|\bI(?:'m| am) not"
        r" here (?:to|for)\b",
        "I've never even thought about using the hard drugs.",
        "I've often thought about using the hard drugs.",
    ),
)
"""What the speaker says is not the matter."""
