"""Fits the model of a patient's turn (turn_weights.json): `python -m benchmarks.floor_weights`, some minutes.

Over the features of app.therapy.dangers.pointing: the talks in tests/texts/ that were written before, ordinary turns of
patients, and the lexicons' own example sentences. The thresholds are set at talks of authors that were left out of the
fit, one author after another.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.sample.visits import read_sample_visits
from app.therapy.danger import STRICT, Kind
from app.therapy.dangers.files import lexicon_of
from app.therapy.dangers.pointing import DANGER, WINDOW
from app.therapy.dangers.pointing import turn_features as features_of
from app.therapy.utterance import utterances
from benchmarks.linear_fit import Text, fitted, held_out, threshold, write_models

TEXTS = Path(__file__).parents[1] / "tests" / "texts"
KINDS = {"suicidal_ideation": Kind.SUICIDAL_THOUGHTS.value}
"""Kinds that some authors call otherwise."""
EXAMPLE_WEIGHT = 0.4
"""Of a lexicon's example, which is a sentence and no talk."""
FALSE_ALARMS = {"points": 0.07, "doubts": 0.23, "raises": 0.03}
"""The share of the harmless talks that reach each threshold, by weights fitted without their author. Talks of authors
whom nobody has read reach it twice as often."""
AUTHORS = tuple(
    f"risk_talks{n}" for n in ("", "_second", "_third", "_fourth", "_fifth", "_sixth", "_seventh", "_eighth")
)


def read(name: str) -> Any:
    """A file of texts."""
    return json.loads((TEXTS / f"{name}.json").read_text(encoding="utf-8"))


def texts() -> Iterator[Text]:
    """All that is learned from."""
    for name in (*AUTHORS, "risk_lines", "risk_lines_second"):
        told = read(name)
        yield from (Text(_longest(one["turns"]), True, 1, name) for one in told["disclosures"])
        yield from (Text(_longest(turns), True, 1, name) for turns in told["admissions"])
        yield from (Text(_longest(one["turns"]), False, 1, name) for one in told["others"])
        yield from (Text(features(line), False, 1, name) for line in told["ordinary"])
    for name in ("risk_snippets", "risk_snippets_second"):
        yield from _snippets(read(name))
    for name in ("guard_honest", "guard_honest_second"):
        yield from (Text(features(line), False) for line in _strings(read(name)))
    for turn in (*of_sample(therapist=False), *of_short_talks("P"), *read("patient_turns")):
        yield from (Text(window, False) for window in _windows(turn))
    yield from _examples()


def of_sample(*, therapist: bool) -> Iterator[str]:
    """What the sample patient says in visits in which nothing was disclosed; or what the therapist says in all."""
    expected = json.loads((files("app.sample") / "expected.json").read_text(encoding="utf-8"))["visits"]
    for visit, about in zip(read_sample_visits(), expected, strict=True):
        if therapist or about["risk"] != "disclosed":
            yield from (one.text for one in visit.segments if (one.speaker == about["therapist"]) is therapist)


def of_short_talks(speaker: str) -> Iterator[str]:
    """What the therapist "T" or the patient "P" says in the short conversations."""
    turns = (turn for talk in read("short_conversations") for turn in talk["turns"])
    yield from (turn["text"] for turn in turns if turn["speaker"] == speaker)


def _snippets(told: list[dict[str, Any]]) -> Iterator[Text]:
    for one in told:
        if one["state"] != "indeterminate":
            turns = [["patient" if turn["speaker"] == "P" else "therapist", turn["text"]] for turn in one["turns"]]
            yield Text(_longest(turns), one["state"] == "disclosed", 1)


def of_kind(kind: Kind) -> list[Text]:
    """All that speaks of danger, sought where it is of this kind."""
    told = [one for name in (*AUTHORS, "risk_lines", "risk_lines_second") for one in read(name)["disclosures"]]
    talks = [Text(_longest(one["turns"]), KINDS.get(one["kind"], one["kind"]) == kind) for one in told]
    strict = [(other, entry) for other in Kind for entry in lexicon_of(other).entries if entry.certainty in STRICT]
    return talks + [Text(features(entry.finds), other is kind, EXAMPLE_WEIGHT) for other, entry in strict]


def _examples() -> Iterator[Text]:
    for kind in Kind:
        for entry in lexicon_of(kind).entries:
            if entry.certainty in STRICT:
                yield Text(features(entry.finds), True, EXAMPLE_WEIGHT)
                yield Text(features(entry.spares), False, EXAMPLE_WEIGHT)
    yield from (Text(features(entry.finds), False, EXAMPLE_WEIGHT) for entry in lexicon_of("idioms").entries)


def features(text: str) -> frozenset[str]:
    """What the model sees of a turn."""
    return features_of(utterances(text))


def _longest(turns: list[list[str]]) -> frozenset[str]:
    said = [text for who, text in turns if who == "patient"] or [turns[0][1]]
    return max((window for text in said for window in _windows(text)), key=len)


def _windows(text: str) -> Iterator[frozenset[str]]:
    """What the model sees of so many sentences in a row, as it reads them."""
    said = [one for one in utterances(text) if one.line]
    yield from (features_of(said[start : start + WINDOW]) for start in range(max(1, len(said) - WINDOW + 1)))


def _strings(told: Any) -> Iterator[str]:
    if isinstance(told, str) and " " in told:
        yield told
    elif isinstance(told, list | dict):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _strings(one)


def main() -> None:
    """Write turn_weights.json beside the lexicons."""
    learned = list(texts())
    unseen = list(held_out(learned, AUTHORS))
    thresholds = {name: threshold(unseen, share) for name, share in FALSE_ALARMS.items()}
    models = {DANGER: fitted(learned)._replace(thresholds=thresholds)}
    many = write_models("turn_weights", models | {kind.value: fitted(of_kind(kind)) for kind in Kind})
    print(f"{len(learned)} texts, {many} weights, thresholds {thresholds}")
    for name, least in thresholds.items():
        caught = [score >= least for score, text in unseen if text.sought]
        harmless = [score >= least for score, text in unseen if not text.sought]
        print(f"{name}: {sum(caught)} of {len(caught)}, {sum(harmless)} of {len(harmless)} harmless ones")


if __name__ == "__main__":
    main()
