"""Words that tell a mood, with weights, and the mood of a sentence made of them.

Our own list, English only. A weight runs from -3 (unbearable) to 3 (thriving). Words are in the form that
app.therapy.wording gives: small letters, no apostrophes.
"""

from typing import NamedTuple

from app.therapy.wording import words

_WEIGHTED = {
    3.0: """
    amazing ecstatic elated fantastic joy joyful overjoyed thrilled thriving wonderful delighted blessed euphoric
    """,
    2.0: """
    awesome brilliant celebrate celebrated cheerful content energetic energised energized enjoy enjoyed enjoying
    excited
    exciting fun glad grateful great happier happiest happily happiness happy hopeful laugh laughed laughing laughs
    lovely loved love peaceful playful pleased proud proudly refreshed relaxed rested smile smiled smiling strong
    stronger succeeded success thankful thrive triumph upbeat
    """,
    1.0: """
    able accept accepted accepting achieved better bright calm calmed calmer clear clearer comfortable confident cope
    coped coping cozy cosy ease easier easily encouraged encouraging excellent fine forgave free freer gentle good
    healed healthier healthy helped helpful helps hope improved improvement improving kindly kinder lighter
    lucky manage managed managing motivated nice optimistic positive progress relief relieved recovered
    recovering
    safe safer satisfied settled smooth smoother steady supported supportive sweet welcome welcomed warm warmth worth
    worthwhile slept
    """,
    -1.0: """
    abandoned ache aching annoyed annoying anxious anxiety argue argued arguing argument ashamed avoid avoided
    avoiding
    awkward bad blame blamed bored boring bother bothered bothers burden cold complain complained concern
    concerned confused confusing craving cravings cried cry crying cranky dark difficult disappointed disappointing
    discouraged distant distracted doubt drained drinking dull embarrassed embarrassing empty fault fear fears fight
    fights fighting flat foolish frustrated frustrating guilty guilt hard harder hate hated hurt hurts idiot
    impatient insecure insomnia irritable irritated jealous lazy lonely lost mad mess mistake moody nervous numb
    overwhelming pain pains painful pressure problem problems quiet rough sad sadness scared shame shaky shouted
    shouting
    sick sore stress stressed stressful struggle struggled struggling stuck stupid tense tension terrible tired
    tough trouble troubled uncomfortable uneasy unfair unhappy unsure upset upsetting useless weak weird worn worried
    worries worry worrying worrier worse wrong yelled yelling alone nothing
    """,
    -2.0: """
    afraid agony angry anger awful broken collapse collapsed crisis crushed depressed depressing depression
    desperate despair devastated disaster disgusted disgusting dread dreaded dreading exhausted exhausting failed
    failing
    failure frightened furious grief grieving helpless hell horrible hopeless humiliated miserable misery nightmare
    nightmares numbness overwhelmed panic panicked panicking pathetic ruined sleepless sobbing sobbed terrified
    terrifying traumatic trauma trapped unloved unwanted worst worthless tears
    """,
    -3.0: """
    suicide suicidal unbearable tortured torment
    """,
}
_PHRASES = {
    2.0: "looking forward to; feel good; felt good; feeling good; good week; good day; been good; sleep through; "
    "slept through; feel better; felt better; feeling better; proud of; good company; at peace; "
    "going well; went well; doing well; felt lighter; feel lighter",
    1.0: "its okay; its all right; all right; not so bad; getting there; adds up; out of the house; did it; "
    "comes down; came down; i managed; i like",
    -1.0: "not great; not good; go quiet; went quiet; on my own; gave up; give up; lost weight; cant be bothered; "
    "by myself; stayed home; stayed in bed; in bed; "
    "didnt do it; let down; dont eat; dont sleep; cant sleep; not sleeping; couldnt sleep; no energy; "
    "nobody asked; dont know what i did; i shouted; couldnt face; cant face; stopped asking; three in the morning; "
    " cold all the time",
    -2.0: "fall apart; falling apart; fell apart; no point; whats the point; whats the use; no use; cant feel; "
    "cant go on; fed up; cant stop; hate myself; my fault; nothing left; break down; broke down; low mood; "
    "without me; cant cope; lying there; dont need me",
    -3.0: "not being here; kill myself; killing myself; end it; want to die; better off without me; didnt wake up; "
    "wanted to die; hurt myself; harm myself; end my life; take my life; wish i was dead; dont want to live",
}
_STRONGER = frozenset("very really so extremely totally completely absolutely incredibly awfully always".split())
_WEAKER = frozenset("bit little slightly somewhat sort kind maybe kinda fairly".split())
_NOT = frozenset(
    "not no never dont doesnt didnt isnt wasnt arent wont wouldnt cant couldnt hardly without aint".split()
)
_REACH = 3
"""How many words back a "not" or a "very" still counts."""
_NEGATED = -0.5
""" "Not happy" is half as sad as "happy" is glad, and "not bad" half as glad."""


def _table(groups: dict[float, str], separator: str | None) -> dict[tuple[str, ...], float]:
    return {tuple(entry.split()): weight for weight, text in groups.items() for entry in text.split(separator)}


WEIGHTS = _table(_WEIGHTED, None) | _table(_PHRASES, ";")
_LONGEST = max(map(len, WEIGHTS))


class Feeling(NamedTuple):
    """What a stretch of words weighs, and the words that weigh, pleasant and unpleasant apart."""

    good: float
    bad: float
    pleasant: tuple[str, ...] = ()
    unpleasant: tuple[str, ...] = ()

    @property
    def strength(self) -> float:
        """How much of a feeling it is, of whichever kind."""
        return self.good + self.bad


def feeling(text: str) -> Feeling:
    """The feeling that `text`, best one sentence, is worded with."""
    forms = [word.form for word in words(text)]
    found: list[tuple[float, str]] = []
    at = 0
    while at < len(forms):
        size, weight = _entry_at(forms, at)
        if weight:
            words_before = forms[max(0, at - _REACH) : at]
            found.append((weight * _manner(words_before), " ".join(forms[at : at + size])))
        at += size
    good, bad = [item for item in found if item[0] > 0], [item for item in found if item[0] < 0]
    return Feeling(
        good=sum(weight for weight, _ in good),
        bad=-sum(weight for weight, _ in bad),
        pleasant=tuple(dict.fromkeys(word for _, word in good)),
        unpleasant=tuple(dict.fromkeys(word for _, word in bad)),
    )


def _entry_at(forms: list[str], at: int) -> tuple[int, float]:
    """Length and weight of the longest entry that begins at word `at`; (1, 0) where none does."""
    for size in range(min(_LONGEST, len(forms) - at), 0, -1):
        weight = WEIGHTS.get(tuple(forms[at : at + size]))
        if weight is not None:
            return size, weight
    return 1, 0.0


def _manner(before: list[str]) -> float:
    """What the words just before do to a weight: turn it round, strengthen or weaken it."""
    factor = _NEGATED if any(form in _NOT for form in before) else 1.0
    if any(form in _STRONGER for form in before):
        factor *= 1.5
    if any(form in _WEAKER for form in before[-2:]):
        factor *= 0.6
    return factor
