"""Fits the models of a therapist's turn (question_weights.json): `python -m benchmarks.question_weights`, some minutes.

Over the features of app.therapy.dangers.asking: the questions of the talks in tests/texts/ that end in a denial, a
qualified answer or an admission, the lexicons' own questions, and ordinary turns of therapists. The thresholds are set
at turns of authors that were left out of the fit, one author after another.
"""

from collections.abc import Iterator, Sequence

from app.therapy.danger import ASKED, HINTED, NAMED, Kind
from app.therapy.dangers.asking import ASKS, question_features
from app.therapy.dangers.files import lexicon_of
from app.therapy.risk_question_wording import kinds_asked
from app.therapy.utterance import utterances
from benchmarks.floor_weights import AUTHORS, EXAMPLE_WEIGHT, of_sample, of_short_talks, read
from benchmarks.linear_fit import Text, fitted, held_out, threshold, write_models

FALSE_ALARMS = {"may": 0.2, "asks": 0.05, "affirmed": 0.02, "surely": 0.003}
"""The share of the other turns of therapists that reach each threshold, by weights fitted without their author."""
PARTS = 8
"""Parts of the turns without an author, each of them left out once too."""
Turns = Sequence[Sequence[str]]


def texts() -> Iterator[tuple[str, Text]]:
    """All that is learned from, with the words."""
    for name in AUTHORS:
        yield from ((text, _turn(text, asks, author=name)) for text, asks in _of_author(name))
    of_sample_visits = (text for text in of_sample(therapist=True) if not _names(text))
    for number, text in enumerate((*read("therapist_turns"), *of_short_talks("T"), *of_sample_visits)):
        yield text, _turn(text, False, author=f"part {number % PARTS}")
    yield from _examples()


def _of_author(name: str) -> Iterator[tuple[str, bool]]:
    told = read(name)
    asked = [one["turns"] for one in told["others"] if one["denial"]] + told["qualified"] + told["admissions"]
    for turns in asked:
        last = _last_asked(turns)
        yield from ((text, number == last) for number, text in _therapists(turns) if number == last or not _names(text))
    for one in told["disclosures"]:
        # What came right before a disclosure may have asked after it, in whatever words.
        last = _last_asked(one["turns"])
        therapists = _therapists(one["turns"])
        yield from ((text, False) for number, text in therapists if number != last and not _names(text))
    for one in told["others"]:
        if not one["denial"]:
            yield from ((text, False) for _, text in _therapists(one["turns"]))


def _therapists(turns: Turns) -> list[tuple[int, str]]:
    return [(number, text) for number, (who, text) in enumerate(turns) if who == "therapist"]


def _last_asked(turns: Turns) -> int | None:
    """The last turn of the therapist's that somebody answers."""
    return max((number for number, _ in _therapists(turns) if number + 1 < len(turns)), default=None)


def _names(text: str) -> bool:
    return any(map(kinds_asked, utterances(text)))


def _examples() -> Iterator[tuple[str, Text]]:
    for kind in Kind:
        for entry in lexicon_of(kind).entries:
            if entry.certainty in {NAMED, ASKED, HINTED}:
                yield entry.finds, _turn(entry.finds, True, EXAMPLE_WEIGHT)
                yield entry.spares, _turn(entry.spares, False, EXAMPLE_WEIGHT)


def _turn(text: str, asks: bool, weight: float = 1, author: str = "") -> Text:
    return Text(question_features(tuple(utterances(text))), asks, weight, author)


def of_kind(learned: Sequence[tuple[str, Text]], kind: Kind) -> list[Text]:
    """The questions of which the rules know the kind, sought where it is this one."""
    asked = [(frozenset().union(*map(kinds_asked, utterances(words))), text) for words, text in learned if text.sought]
    return [text._replace(sought=kind in kinds) for kinds, text in asked if kinds]


def main() -> None:
    """Write question_weights.json beside the lexicons."""
    learned = list(texts())
    turns = [text for _, text in learned]
    unseen = list(held_out(turns, (*AUTHORS, *(f"part {part}" for part in range(PARTS)))))
    thresholds = {name: threshold(unseen, share) for name, share in FALSE_ALARMS.items()}
    models = {ASKS: fitted(turns)._replace(thresholds=thresholds)}
    models |= {kind.value: fitted(of_kind(learned, kind)) for kind in Kind}
    print(f"{len(turns)} turns, {write_models('question_weights', models)} weights, thresholds {thresholds}")
    for name, least in thresholds.items():
        caught = [score >= least for score, text in unseen if text.sought]
        other = [score >= least for score, text in unseen if not text.sought]
        print(f"{name}: {sum(caught)} of {len(caught)} questions, {sum(other)} of {len(other)} other turns")


if __name__ == "__main__":
    main()
