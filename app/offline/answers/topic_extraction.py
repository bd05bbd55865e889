"""What a visit was about: the things that both come back to, the tasks set, the technique named."""

import re
from collections import Counter
from itertools import pairwise
from typing import Any

from app.offline.cues import matches_cue
from app.offline.disfluency import with_straight_apostrophes, without_disfluencies
from app.offline.keywords import MIN_LETTERS, keywords
from app.offline.kinds import on_mind, unsaid
from app.offline.patient_statements import telling_word_count
from app.offline.prompt import Line, Prompt, Sentence
from app.offline.quoting import is_plain, quotation_of
from app.offline.tasks_set import PATIENT, THERAPIST, task_set_in
from app.therapy.evidence import MAX_QUOTE_CHARS
from app.therapy.techniques import Technique, techniques_named_in
from app.therapy.wording import as_words, sentences, words

FIELDS = frozenset({"topics", "action_items", "interventions", "summary", "confidence"})
MAX_TOPICS = 2
MAX_ACTION_ITEMS = 2
TOPIC_CHARS = 60
SUMMARY_CHARS = 150
MIN_TIMES = 2
"""Turns; a thing named in fewer is touched on, not come back to."""
SHORT, LONG = 5, 20
"""Words."""
MIN_TOLD = 3
"""Words of a topic's sentence that tell something."""
STEM_LETTERS = 5
"""Words that begin with the same letters, as drink and drinking, are no two topics."""
_NO_TOPIC = frozenset(
    """
    alive amount bits called came couple dear different difficult exactly fair fine five four forward front gets hand
    happen happened happens hear heard high hour hours huge important interested interesting kids later liked
    literally made mainly minute minutes moment month months morning mostly nice nine number obviously open places
    point possible pretty problem question ready reason second seconds seven side simply situation sorry started
    stay stop stopped suppose supposed talked talking term terms three times tried trying twenty twice understand
    usually week weekend weeks whatever won word words wrong yeah forty thirty fifty sixty seventy eighty ninety
    hundred dozen middle bullet pocket window door hands consequences information business rest world truth decision
    half better worse best worst easy hard great able absolutely actual agree alright anyways asked
    asking basically believe bring care certain certainly completely definitely else especially essentially
    example extra hang hope idea instead kind left live lots making matter mention normal normally noticed older
    opposed option ought page particular personally place planning plus prefer reading realistic regular remember
    saying saw sees sense show similar sometime sound sounds start starting still stuff telling terrible thinking
    told totally towards true turned type using waiting walked wanna watching ways willing wish wonder wondering
    wants worked working works years young break cause chuckles during laughs person room short step time
    together year options
    life ones majority exact across experience round clear days decided sign scariest timing
    """.split()
)
"""Words said in any visit, whatever it is about."""
_BESIDE = re.compile(
    r"\b(?:in|on|at|to|for|from|over|into|onto|by|through|near|behind|up|down|under|past|told|asked|got|off|around|round"
    r"|during|after|before|until|till|since|all) $",
    re.I,
)
"""Before a thing that a sentence only passes by: a place, an hour, whom one speaks to."""
_THING = re.compile(
    r"\b(?P<phrase>(?:my|the|our) (?:(?!same|other|only|first|last|next|whole|way|one|most|best"
    r"|worst)[a-z]{3,} )??(?P<noun>[a-z]{4,}))"
    r"(?=[.,;:!?]|$| (?:is|are|was|were|has|have|had|and|or|but|in|on|at|with|for|to|of|from|that|who|which|when"
    r"|where|because|about|by|into"
    r"|out|up|down|so|then|after|before|again|now|every|i|you|he|she|it|we|they|just|really|a|the|my|all|as|than"
    r"|this|not)\b|'s\b)",
)
"""A thing as it is named: behind "the" or "my", with one word before it at most, where its name is over."""

Entry = dict[str, Any]


def answer(prompt: Prompt) -> Entry | None:
    """The topics with all else; None where the patient comes back to nothing."""
    said = prompt.sentences(PATIENT)
    topics = _topics(said, prompt.sentences(THERAPIST))
    if not topics:
        return None
    return {
        "topics": topics,
        "action_items": action_items(prompt),
        "interventions": _interventions(prompt),
        "summary": _summary(topics),
        "confidence": round(min(0.6, 0.2 + 0.01 * len(said)), 2),
    }


def _topics(said: list[Sentence], answered: list[Sentence]) -> list[Entry]:
    """Each a thing as the patient names it, that both come back to, with the weightiest sentence that names it."""
    telling = [sentence for sentence in said if _is_telling(sentence)]
    named = [(sentence, phrase, thing) for sentence in telling for phrase, thing in named_things(sentence.text)]
    own = {thing for _, _, thing in named}
    weight = _spread([*said, *answered], own)
    phrases = Counter(phrase.lower() for _, phrase, _ in named)
    ranked = sorted(
        named, key=lambda one: (-weight[one[2]], -phrases[one[1].lower()], -_clarity(one[0]), said.index(one[0]))
    )
    topics: list[Entry] = []
    taken: set[str] = set()
    for sentence, phrase, thing in ranked:
        stems = {word[:STEM_LETTERS] for word in phrase.lower().split()[1:]}
        if len(topics) < MAX_TOPICS and weight[thing] >= MIN_TIMES and taken.isdisjoint(stems):
            taken |= stems
            topics.append({**quotation_of(sentence), "text": phrase[:1].upper() + phrase[1:]})
    return topics


def _is_telling(sentence: Sentence) -> bool:
    """Whether a sentence is a statement that tells enough to be understood alone."""
    text = without_disfluencies(sentence.text)
    return (
        len(words(text)) >= SHORT
        and not matches_cue((*unsaid.CUES, *on_mind.REFUSED), text)
        and telling_word_count(text) >= MIN_TOLD
    )


def _clarity(sentence: Sentence) -> int:
    """How well a sentence shows a thing: a whole statement of middling length does best."""
    statement = not matches_cue(unsaid.CUES, without_disfluencies(sentence.text))
    return 2 * statement + (SHORT <= len(sentence.text.split()) <= LONG)


def _spread(sentences: list[Sentence], wanted: set[str]) -> Counter[str]:
    """In how many turns of either speaker each thing is named: a topic is what both keep coming back to."""
    turns = {
        (word.form, sentence.segment) for sentence in sentences for word in words(sentence.text) if word.form in wanted
    }
    return Counter(form for form, _ in turns)


def named_things(text: str) -> list[tuple[str, str]]:
    """Each thing that a text names, as it stands there, and its noun: "the hill road" and "road"."""
    plain = with_straight_apostrophes(text)
    found = _THING.finditer(plain) if is_plain(text) else ()
    named = [(match["phrase"], match["noun"].lower()) for match in found if not _BESIDE.search(plain[: match.start()])]
    return [(phrase, noun) for phrase, noun in named if _is_thing(noun) and len(phrase) <= TOPIC_CHARS]


def _is_thing(noun: str) -> bool:
    return len(noun) >= MIN_LETTERS and noun not in _NO_TOPIC and bool(keywords(noun, 1))


def action_items(prompt: Prompt) -> list[Entry]:
    """The tasks set, the therapist's first, each once."""
    segments = {line.number: line.text for line in prompt.lines}
    replies = {line.number: after.text for line, after in pairwise(prompt.lines) if after.speaker == PATIENT}
    found: dict[str, Entry] = {}
    for speaker in (THERAPIST, PATIENT):
        for sentence in prompt.sentences(speaker):
            task = task_set_in(sentence, segments[sentence.segment], replies.get(sentence.segment, ""))
            if task and len(sentence.text) <= MAX_QUOTE_CHARS:
                found.setdefault(as_words(task), {**quotation_of(sentence), "text": task})
    return list(found.values())[:MAX_ACTION_ITEMS]


def _interventions(prompt: Prompt) -> list[Entry]:
    """The technique named, if there is one. What the patient made of it is not told from words alone."""
    found = _technique(prompt)
    if found is None:
        return []
    name = found.pop("name")
    return [{"words": found, "name": name, "response": None}]


def _technique(prompt: Prompt) -> Entry | None:
    """The technique that the therapist names and stays with longest, counted in segments until the next one is
    named; None where none is named, or two fit alike."""
    named = [(at, line, techniques_named_in(line.text)[-1]) for at, line in enumerate(prompt.lines) if _names_one(line)]
    ends = [*(at for at, _, _ in named), len(prompt.lines)][1:]
    stay: Counter[Technique] = Counter()
    for (at, _, technique), end in zip(named, ends, strict=True):
        stay[technique] += end - at
    ranked = stay.most_common(2)
    if not ranked or len({length for _, length in ranked}) < len(ranked):
        return None
    technique = ranked[0][0]
    return next((_naming(line, technique) for _, line, last in named if last == technique), None)


def _names_one(line: Line) -> bool:
    return line.speaker == THERAPIST and bool(techniques_named_in(line.text))


def _naming(line: Line, technique: Technique) -> Entry:
    """The sentence of a line that names it; the line where no single sentence does."""
    own = Prompt({"transcript": (f"[{line.number}] {line.speaker}: {line.text}",)}).sentences()
    sentence = next((s for s in own if technique in techniques_named_in(s.text)), Sentence(*line))
    return {**quotation_of(sentence), "name": technique.label}


def _summary(topics: list[Entry]) -> str:
    """The sentence of the first topic that fits, whole; else what was spoken of."""
    said = (without_disfluencies(topic["quote"]) for topic in topics)
    named = " and ".join(topic["text"][:1].lower() + topic["text"][1:] for topic in topics)
    return next((f"“{text}”" for text in said if _may_sum_up(text)), f"Spoken of: {named}.")


def _may_sum_up(text: str) -> bool:
    statement = is_plain(text) and not matches_cue(unsaid.CUES, text) and len(list(sentences(text))) == 1
    return statement and len(text.split()) >= SHORT and len(text) <= SUMMARY_CHARS - 2
