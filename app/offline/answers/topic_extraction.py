"""What a visit was about: the words the patient comes back to, the tasks set, the technique named."""

from collections import Counter
from itertools import combinations, pairwise
from typing import Any

from app.offline.keywords import FEWEST_LETTERS, keywords
from app.offline.prompt import Line, Prompt, Sentence
from app.offline.quoting import quoted, shortened
from app.offline.tasks_set import PATIENT, THERAPIST, task_in
from app.therapy.evidence import LONGEST_QUOTE
from app.therapy.techniques import Technique, named_in
from app.therapy.wording import as_words, words

FIELDS = frozenset({"topics", "action_items", "interventions", "summary", "confidence"})
MOST_TOPICS = 2
MOST_ACTION_ITEMS = 2
TOPIC_CHARS = 60
SUMMARY_CHARS = 150
FEWEST_TIMES = 2
"""Turns; a word said in fewer is touched on, not come back to."""
STEM_LETTERS = 5
"""Words that begin with the same letters, as drink and drinking, are no two topics."""
_ALL = 40
_NO_TOPIC = frozenset(
    """
    alive amount bits called came couple dear different difficult exactly fair fine five four forward front gets hand
    happen happened happens hear heard high hour hours huge important interested interesting kids later liked
    literally made mainly minute minutes moment month months morning mostly nice nine number obviously open places
    point possible pretty problem question ready reason second seconds seven side simply situation sorry started
    stay stop stopped suppose supposed talked talking term terms three times tried trying twenty twice understand
    usually week weekend weeks whatever won word words wrong yeah forty thirty fifty sixty seventy eighty ninety
    hundred dozen half better worse best worst easy hard great able absolutely actual agree alright anyways asked
    asking basically believe bring care certain certainly completely definitely else especially essentially
    example extra hang hope idea instead kind left live lots making matter mention normal normally noticed older
    opposed option ought page particular personally place planning plus prefer reading realistic regular remember
    saying saw sees sense show similar sometime sound sounds start starting still stuff telling terrible thinking
    told totally towards true turned type using waiting walked wanna watching ways willing wish wonder wondering
    wants worked working works years young break cause chuckles during laughs person room short step time
    together year options majority exact across experience round clear days decided sign scariest timing
    """.split()
)
"""Words said in any visit, whatever it is about."""
_BEFORE_A_THING = frozenset("the a an my your his her its our their this these those no any some".split())
_NO_THING = frozenset("thing things what that with from just like been have were when because other same way".split())

Entry = dict[str, Any]


def answer(prompt: Prompt) -> Entry | None:
    """The topics with all else; None where the patient comes back to nothing."""
    said = prompt.sentences(PATIENT)
    topics = _topics(said, prompt.sentences(THERAPIST))
    if not topics:
        return None
    return {
        "topics": topics,
        "action_items": _action_items(prompt),
        "interventions": _interventions(prompt),
        "summary": _summary(topics),
        "confidence": round(min(0.6, 0.2 + 0.01 * len(said)), 2),
    }


def _topics(said: list[Sentence], answered: list[Sentence]) -> list[Entry]:
    """Each a pair of words that one sentence of the patient has, both of them come back to."""
    things = _things(said)
    told = [(sentence, [word for word in _content(sentence) if word in things]) for sentence in said]
    own = {word for _, found in told for word in found}
    weight = _spread([*said, *answered], own)
    topics: list[Entry] = []
    taken: set[str] = set()
    for first, second in _pairs(told, weight):
        if len(topics) < MOST_TOPICS and weight[first] + weight[second] >= FEWEST_TIMES + 1 + bool(topics):
            stems = {first[:STEM_LETTERS], second[:STEM_LETTERS]}
            if len(stems - taken) < 2:
                continue
            taken |= stems
            topics.append(_topic(first, second, told))
    return topics


def _spread(sentences: list[Sentence], wanted: set[str]) -> dict[str, int]:
    """In how many turns of either speaker each word is said: a topic is what both keep coming back to."""
    turns = {(word, sentence.segment) for sentence in sentences for word in _content(sentence) if word in wanted}
    return dict(Counter(word for word, _ in turns))


def _content(sentence: Sentence) -> list[str]:
    return [word for word in keywords(sentence.text, _ALL) if word not in _NO_TOPIC]


def _things(said: list[Sentence]) -> set[str]:
    """Words that stand behind "the", "my" and the like somewhere, as nouns do and most verbs do not."""
    spoken = [[word.form for word in words(sentence.text)] for sentence in said]
    return {after for forms in spoken for before, after in pairwise(forms) if before in _BEFORE_A_THING} | {
        third
        for forms in spoken
        for first, second, third in zip(forms, forms[1:], forms[2:], strict=False)
        if first in _BEFORE_A_THING and len(second) >= FEWEST_LETTERS and second not in _NO_THING
    }


def _pairs(told: list[tuple[Sentence, list[str]]], weight: dict[str, int]) -> list[tuple[str, str]]:
    """Pairs of words that share a sentence, those with the weightiest word first, then those said together most
    often, then those whose other word weighs more; alphabet decides between equals."""
    together = Counter(pair for _, found in told for pair in combinations(sorted(found), 2))

    def rank(pair: tuple[str, str]) -> tuple[object, ...]:
        lighter, heavier = sorted(weight[word] for word in pair)
        return -heavier, -together[pair], -lighter, pair

    return sorted(together, key=rank)


def _topic(first: str, second: str, told: list[tuple[Sentence, list[str]]]) -> Entry:
    """The two words in the order spoken, and the shortest sentence that has both."""
    both = [sentence for sentence, found in told if first in found and second in found]
    shown = min(both, key=lambda sentence: len(sentence.text))
    forms = [word.form for word in words(shown.text)]
    pair = sorted((first, second), key=forms.index)
    joined = " " if forms.index(pair[1]) == forms.index(pair[0]) + 1 else " and "
    return {**quoted(shown), "text": shortened(joined.join(pair).capitalize(), TOPIC_CHARS)}


def _action_items(prompt: Prompt) -> list[Entry]:
    """The tasks set, the therapist's first, each once."""
    segments = {line.number: line.text for line in prompt.lines}
    replies = {line.number: after.text for line, after in pairwise(prompt.lines) if after.speaker == PATIENT}
    found: dict[str, Entry] = {}
    for speaker in (THERAPIST, PATIENT):
        for sentence in prompt.sentences(speaker):
            task = task_in(sentence, segments[sentence.segment], replies.get(sentence.segment, ""))
            if task and len(sentence.text) <= LONGEST_QUOTE:
                found.setdefault(as_words(task), {**quoted(sentence), "text": task})
    return list(found.values())[:MOST_ACTION_ITEMS]


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
    named = [(at, line, named_in(line.text)[-1]) for at, line in enumerate(prompt.lines) if _names_one(line)]
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
    return line.speaker == THERAPIST and bool(named_in(line.text))


def _naming(line: Line, technique: Technique) -> Entry:
    """The sentence of a line that names it; the line where no single sentence does."""
    own = Prompt({"transcript": (f"[{line.number}] {line.speaker}: {line.text}",)}).sentences()
    sentence = next((s for s in own if technique in named_in(s.text)), Sentence(*line))
    return {**quoted(sentence), "name": technique.label}


def _summary(topics: list[Entry]) -> str:
    named = " and of ".join(topic["text"][0].lower() + topic["text"][1:] for topic in topics)
    summary = f"The patient speaks of {named}, and comes back to it."
    return shortened(summary, SUMMARY_CHARS)
