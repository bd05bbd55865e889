"""Names of third parties, as far as capitals and a list of given names tell. Relations ("your sister") are none.

In a language that writes many words with a capital (German), capitals tell nothing, and the list and titles alone
count.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from app.therapy.language import is_english
from app.therapy.techniques import techniques
from app.therapy.wording import words

RARE = 0.1
"""Of the words inside sentences, "I" left out, in the sample visits and AnnoMI at most 0.035 have a capital; in German
some 0.25."""
MIN_WORDS = 30
"""With fewer words inside sentences, capitals are taken to tell."""
MIN_LETTERS = 4
"""Of a name, to be read as one in small letters too."""

MAX_DISTANCE = 12
"""Characters before a word that show whether a sentence begins there: marks, spaces and an abbreviation."""

WORDS_KEPT = 10_000
"""Words whose bare form is kept: talk has few."""

MAX_DISTANCE_BEFORE = 60
"""Characters before a word that show whether it is a place or a thing."""

_WORD = re.compile(r"[^\W\d_](?:[\w'-]*\w)?(?:\.(?=\s[a-z]))?")
_OWN = re.compile(r"(?:I|I'\w+)(?:-I(?:'\w+)?)*", re.I)
_STOPPED = re.compile(r"""[.?!]+["')\]]*$""")
_ABBREVIATED = re.compile(r"(?:\b(?:mr|mrs|ms|dr|prof|rev|fr|st|jr|sr|vs|e\.g|i\.e)|(?<![\w'])[^\W\d_])\.$", re.I)
_TITLED = re.compile(
    r"\b(?=[A-Z])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Professor|Miss|Aunt|Auntie|Aunty|Uncle|Nurse|Coach|Sir|Dame|Reverend|Rabbi|Imam|Herr"
    r"|Frau|Señora?|Madame|Monsieur|Captain|Sergeant|Officer|Judge|Nana|Grandma|Grandpa|Granny|Cousin|Sister|Brother"
    r"|Father|Mother)\.? (?!I\b)(?:[A-Z][\w'.-]*|[A-Z]\.)"
)
_TITLED_SMALL = re.compile(
    r"\b(?=[md])(?:mr|mrs|ms)\.? [^\W\d_]|\bdr\.? (?!(?:who|said|told|and|or|at|for|is|was|has)\b)[^\W\d_]{3}"
)
_ALLOWED = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter eve boxing thanksgiving halloween ramadan eid diwali hanukkah
    passover lent pentecost advent new year's year's valentine's day days mother's father's bank holiday god bible quran
    lord torah english american british irish scottish welsh french german spanish italian portuguese dutch polish
    russian ukrainian turkish greek arabic chinese japanese korean indian african european asian mexican canadian
    australian swedish norwegian danish finnish swiss austrian czech hungarian romanian bulgarian serbian croatian
    persian hindi urdu punjabi bengali tamil vietnamese thai indonesian brazilian nigerian kenyan israeli jewish muslim
    christian catholic protestant buddhist hindu sikh islam latin europe africa asia america north south east west
    mediterranean atlantic pacific tv gp gps ok okay dvd cd pc it hr nhs uk us usa eu er id cv diy sms dj bbc phd mri
    am pm pe ai vr mot atm uv p.m a.m wifi wi-fi internet zoom whatsapp facebook google netflix youtube instagram tiktok
    spotify skype lego sudoku scrabble pilates skype email e-mail mum mom mommy mummy mama mam dad daddy papa grandma
    grandpa grandad granny gran nan nana auntie aunt uncle mr mrs ms dr prof ok x-ray t-shirt journey bridge your aa
    """.split()
)
_OPENERS = frozenset(
    """
    a about after again all also although always an and another any anything as ask at be because before being both
    bring but by can could did do does doing each either even every everyone everybody everything first for friends from
    give going had has have having he her here his how if in instead is it its it's just keep last later let let's life
    like look make many maybe me more most much my neither never next no nobody none not note nothing notice now of
    often on once one only or other others our over part people perhaps please remember say see she show since so some
    somebody someone something sometimes start still such take talk talking tell that that's the their them then there
    there's these they they're they've thing things think this those though through to today together tomorrow tonight
    too try two under until up use very walking was we we're were what what's when where whether which while who whoever
    why will with within without work write yes yesterday yet you you'd you'll you're you've your yours yourself today's
    life's nobody's everyone's someone's somebody's work's who's here's where's how's he's she's mother father sister
    brother parents family children kids son daughter partner wife husband neighbour neighbor well right oh
    thank thanks sleep may might should would must saying getting letting keeping making taking not than across during
    between against around along among back down off out away better gone done came went got put i'm we've
    um uh uhm mm hmm hm mhm ah huh wow yeah yep nope okay sure exactly basically actually honestly anyway alright hey
    right excuse wait know leave
    """.split()
)
"""What may begin a sentence, or have a capital after a colon or a bracket, and is no name."""
_AS_MONTH = re.compile(
    r"\b(?:it to be|it was|it is|in|since|until|till|by|last|next|this|of|early|late|mid|from|to|before|after|every"
    r"|each|through|during|over|\d+(?:st|nd|rd|th)?)[ -]$",
    re.I,
)
_MONTHS_TOO = frozenset({"april", "may", "june", "august"})
_NAMES_TOO = _MONTHS_TOO | {"will"}
_PERSON = re.compile(
    r"(?:'s\b(?! (?:been|not|a|an|the|to|okay|fine|good|hard|about|how|why|what|that)\b)|"
    r" (?:and (?:you|your|I)|(?:also |then |still |never |always |has |had |once )?(?:said|says|told"
    r"|tells|asked|asks|rang"
    r"|phoned|texted|messaged|emailed|wrote|writes|wants|wanted|thinks|thought|knows|knew|believes|loves|loved|hates"
    r"|hated|laughed|cried|smiled|agreed|promised|apologi[sz]ed|invited|offered|visited|listened|nodded"
    r"|shouted|yelled"
    r"|insisted|admitted|forgave|waved|hugged|kissed|replied|answered|called|calls|refused|remembers|remembered|lives"
    r"|moved|married|died|drinks|drank|argued|left you|hurt you|met you|met your))\b|, (?:your|who|whom"
    r"|the (?:one|man|woman|boy|girl|friend))\b)"
)
_CONTACT = re.compile(r"\+?\d(?:[ ()/.-]{0,2}\d){6,}|[\w.+-]+@[\w-]+\.\w+")
"""A telephone number, or an address for mail."""
_MAY_BE_CONTACT = re.compile(r"\d|@")
_ABBREVIATION = re.compile(r"[A-Z]{2,6}(?:'?s)?")
"""Capitals alone; a given name that is shouted is on the list."""
_AT_A_PLACE = re.compile(
    r"\b(?:(?:in|at|near|around|via|through|towards|outside|across|into)"
    r"|(?:mov|go|come|travel|driv|cycl|walk|fly|trip|train|bus|way|flight|journey|road|ferry|coach|holiday|made it"
    r"|get|got|went|drove|flew|came|back|ran)\w*(?: \w+){0,2} (?:to|from|for)"
    r"|(?:photo|picture|postcard|postcards|photos|letter|ticket|shell|stone|souvenir)s? (?:from|of)|live[ds]? in) $",
    re.I,
)
"""Before a word with a capital that no list of given names holds: it is where, not who."""
_OF_A_PLACE = re.compile(
    r" (?:station|street|road|park|hospital|school|college|university|church|caf[eé]|line|bridge|square|beach|hill|lane"
    r"|lake|avenue|airport|market|museum|library|hotel|pier|house|cent(?:er|re)|club|gym|team|break|shop|store|class"
    r"|company|sweets|game|match|league|cup|festival)\b",
    re.I,
)
"""After a word with a capital, a given name too: "Victoria station", "Union break"."""
_MARKS_AT_SCHOOL = re.compile(r"[A-F]s")
_A_THING = re.compile(r"\bthe $", re.I)
_SHORT_QUOTE = re.compile(r"""^["(\[]\s*\S+(?:\s\S+)?[")\]]""")


class Names:
    """The names that the words of a patient and their therapist, `texts`, tell of."""

    def __init__(self, texts: Iterable[str]) -> None:
        said = [_plain_marks(text) for text in texts]
        low, high, people = list[str](), 0, set[str]()
        for text in said:
            for found in _WORD.finditer(text):
                word = found[0]
                if word[0].islower():
                    low.append(word)
                elif not (_OWN.fullmatch(word) or _begins(text, found.start())):
                    high += 1
                    if not _is_no_person(word, text[max(0, found.start() - MAX_DISTANCE_BEFORE) : found.start()]):
                        people.add(_bare(word))
        self._small: dict[str, bool] = {}
        heard, small = len(low) + high, frozenset(map(_bare, set(low)))
        self._capitals_tell = heard < MIN_WORDS or high <= RARE * heard
        self._english = is_english(" ".join(said))
        self._heard = frozenset(
            word for word in people if self._capitals_tell and word not in small and not _is_no_name(word)
        )

    def found(self, text: str) -> list[str]:
        """The words of `text` that name somebody, or tell how to reach them. Straight quotation marks and apostrophes
        are expected."""
        reachable = (_CONTACT,) if _MAY_BE_CONTACT.search(text) else ()
        found = [match[0] for one in (_TITLED, _TITLED_SMALL, *reachable) for match in one.finditer(text)]
        if self._english and _of_another_script(text):
            found += [word for word in text.split() if _of_another_script(word)]
        known = self._small.get  # most words are small, and have been asked about
        words_in = (match for match in _WORD.finditer(text) if known(match[0]) is not False)
        named = (match[0] for match in words_in if self._names(match[0], text, match))
        return [*found, *named]

    def _names(self, word: str, text: str, found: re.Match[str]) -> bool:
        is_small = not word[0].isupper()
        return (self._names_small(word) if is_small else self._names_high(word, text, found)) and not _OF_A_PLACE.match(
            text, found.end()
        )

    def _names_small(self, word: str) -> bool:
        """A word in small letters names whoever the visit, or the list, names so."""
        if word not in self._small:
            long = {part for part in _parts(word) if len(part) >= MIN_LETTERS}
            self._small[word] = bool(long & self._heard) or (self._english and bool(long & _given().small))
        return self._small[word]

    def _names_high(self, word: str, text: str, found: re.Match[str]) -> bool:
        parts = _parts(word)
        is_no_person = _is_no_person(word, text[max(0, found.start() - MAX_DISTANCE_BEFORE) : found.start()])
        if not parts.isdisjoint(_given().capital):
            return not is_no_person
        if is_no_person or not parts.isdisjoint(self._heard):
            return not is_no_person
        if not self._capitals_tell or _OWN.fullmatch(word.rstrip(".")) or re.search(r"\d", word):
            return False
        if _begins(text, found.start()):
            known = _is_no_name(_bare(word)) and _bare(word) not in _NAMES_TOO
            return not known and _does_as_a_person(word, text, found.end())
        return not _has_a_capital_anyhow(word, text, found.start())


def _parts(word: str) -> frozenset[str]:
    """A word bare, and its parts between hyphens."""
    return frozenset({_bare(word), *map(_bare, word.split("-"))} if "-" in word else {_bare(word)})


def _is_no_person(word: str, before: str) -> bool:
    """Whether a word with a capital is an abbreviation, of a technique's name, or, as what stands before it tells, a
    place or a thing: "to Leeds", "the Tube"; not "the Hales"."""
    bare = _bare(word)
    if bare in _given().capital:
        return _A_THING.search(before) is not None
    if (
        _ABBREVIATION.fullmatch(word)
        or _MARKS_AT_SCHOOL.fullmatch(word)
        or not _of_techniques().isdisjoint([bare, *bare.split("-")])
    ):
        return True
    return _AT_A_PLACE.search(before) is not None or (_A_THING.search(before) is not None and not word.endswith("s"))


def _has_a_capital_anyhow(word: str, text: str, start: int) -> bool:
    bare, before = _bare(word), text[:start]
    if bare in _MONTHS_TOO:
        return _AS_MONTH.search(before) is not None
    if len(bare) == 1:
        return (
            re.search(
                r"\b(?:under|letter|plan|vitamin|type|grade|hepatitis|option|group|point|step|x)\s$", before, re.I
            )
            is not None
        )
    return _is_no_name(bare) and bare not in _NAMES_TOO


def _is_no_name(bare: str) -> bool:
    """Stammers ("it's-it's") are read part by part."""
    known = _ALLOWED | _OPENERS
    return bare in known or bare.removesuffix("s") in _ALLOWED or all(part in known for part in bare.split("-"))


def _does_as_a_person(word: str, text: str, end: int) -> bool:
    if word.endswith("."):
        return True
    possessive = word.endswith("'s") and len(word) > 2
    if word.endswith("ing's"):
        return False
    return _PERSON.match(text, end - 2 if possessive else end) is not None


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there. What stands in a short quotation or brackets begins none."""
    before = text[max(0, start - MAX_DISTANCE) : start]
    bare = before.rstrip(" \"'-*")
    if not bare:
        return start <= MAX_DISTANCE
    if _STOPPED.search(bare) and not _ABBREVIATED.search(bare):
        return True
    opened = before[-1:] in {'"', "'"}
    return opened and not _SHORT_QUOTE.match('"' + text[start:])


@lru_cache(maxsize=WORDS_KEPT)
def _bare(word: str) -> str:
    """Without accents, the possessive and case."""
    form = word.casefold().rstrip(".")
    if form not in _ALLOWED and form not in _OPENERS:
        form = form.removesuffix("'s").removesuffix("'")
    if form.isascii():
        return form
    return "".join(mark for mark in unicodedata.normalize("NFD", form) if unicodedata.category(mark) != "Mn")


def _plain_marks(text: str) -> str:
    return text.replace("’", "'").replace("“", '"').replace("”", '"')


def _of_another_script(text: str) -> bool:
    return any(mark.isalpha() and not unicodedata.name(mark, "").startswith("LATIN") for mark in text if mark > "ɏ")


class _Given:
    def __init__(self) -> None:
        raw = json.loads((files(__package__) / "given_names.json").read_text(encoding="utf-8"))
        self.small = frozenset(" ".join(raw["names"]).split())
        self.capital = self.small | frozenset(" ".join(raw["capitalised"]).split())


@cache
def _given() -> _Given:
    return _Given()


@cache
def _of_techniques() -> frozenset[str]:
    """The words of which names of techniques are made, save those that are people's too."""
    named = " ".join(name for one in techniques() for name in (one.name, one.modality, *one.aliases))
    return frozenset(word.form for word in words(named)) - _given().capital - _NAMES_TOO
