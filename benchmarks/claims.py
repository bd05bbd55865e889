"""What the built-in engine claims, each claim beside the words it rests on: python -m benchmarks.claims

Reads AnnoMI below THERABRIDGE_TEST_DATA (default ../shared/data), each conversation as a patient's only visit, and the
sample patient's ten visits, and takes them through all generators. Counts the claims by heading; `--out FILE` writes
them as JSON, `--draw 200 --seed N --out FILE` so many at random, as pairs to be judged: `heading` and `claim` as a
person reads them, and `quote`. `--sentences FILE` measures which of the sentences in
`{"done": [...], "improved": [...], "skill": [...]}` become the claim that they are written for, and `--moods FILE` how
far mood scores follow the order of `[{"rank": 1, "turns": [["therapist"|"patient", text], ...]}, ...]`.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from math import sqrt
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
from openai import OpenAI

from app.generators.registry import generators
from app.offline.answers.mood_analysis import answer as mood_of
from app.offline.patient_statements import Kind, said_by_patient
from app.offline.prompt import read_prompt
from app.offline.transport import OfflineTransport
from app.sample.visits import sample_visits
from app.therapy.fence import fence, spoken_lines
from app.therapy.memory import PastVisit, notes_as_of, remember
from app.therapy.notes import notes_of
from app.therapy.roles import count_roles
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Memory, Note, Visit
from benchmarks.evidence import conversations, data_folder

_OWN_WORDS = re.compile(r"/evidence(?:/\d+)?$")
"""A claim's own quotations, which are no claim."""
LEFT_OUT = frozenset({"speaker_labeling", "risk_screen", "prose_generation"})
"""Roles are counted, the screen has measures of its own, and a letter takes a model."""
HIDDEN = "/therapeutic_relationship"
WANTED = {"done": {Kind.DONE, Kind.CHANGED}, "improved": {Kind.BETTER}, "skill": {Kind.SKILL}}
HEADINGS = {
    "mood_analysis": "Mood",
    "topic_extraction": "Topics and homework",
    "breakthrough_detection": "Breakthrough",
    "action_summary": "Homework card",
    "deep_analysis": "Deep analysis",
    "session_insights": "To remember of this visit",
    "progress_note": "Progress note",
    "roadmap_generation": "Your Journey",
    "session_bridge_generation": "Session Bridge",
}
UNREAD = frozenset({"evidence", "title", "start", "end", "confidence", "detected"})
"""Of an object: what is no text."""
Pair = dict[str, str]
Results = dict[str, Any]


def claims(visits: Sequence[Visit], source: str) -> Iterator[Pair]:
    """Every claim about one patient's visits, earliest first, with what was said."""
    past: list[PastVisit] = []
    for number, visit in enumerate(visits, 1):
        made = _taken_through(visit, past)
        for task, generation in made.items():
            quotes: dict[str, list[str]] = {}
            for item in generation.evidence if generation.result else []:
                quotes.setdefault(_OWN_WORDS.sub("", item.path), []).append(item.quote)
            for path, said in quotes.items():
                yield {"source": f"{source}/{number}", **_pair(task, generation.result, path, said)}
        told = made.get("session_insights")
        notes = notes_of(visit.session_id, "", told.result, told.evidence) if told and told.result else None
        past.insert(0, PastVisit(visit.session_id, tuple(notes) if notes else None))


def _taken_through(visit: Visit, past: Sequence[PastVisit]) -> Results:
    """The generations of one visit, each shown what stands before it as the pipeline shows it."""
    client = OpenAI(base_url="http://offline.invalid/v1", api_key="none", max_retries=0, http_client=_reached())
    made: Results = {}
    dates = [replace(one, notes=notes_as_of(one.notes, ago) if one.notes else None) for ago, one in enumerate(past, 1)]
    memory = remember("hierarchical", dates, (), lambda text: len(text) // 4, 10**6)
    for task, heir in generators().items():
        before = [need.task for need in heir.NEEDS if need.visit == "same" and not need.order_only]
        if task in LEFT_OUT or any(need in made and made[need].result is None for need in before if need in made):
            continue
        notes = tuple(note for need in before if need in made for note in _notes(visit, need, made[need]))
        shown = replace(visit, notes=notes, memory=memory if heir.REMEMBERS else Memory())
        asked: Any = heir
        made[task] = asked(client=client).generate(shown)
    return made


def _reached() -> httpx2.Client:
    return httpx2.Client(transport=OfflineTransport())


def _notes(visit: Visit, task: str, generation: Any) -> list[Note]:
    if generation.result is None:
        return []
    kept = [item for item in generation.evidence if not (task == "deep_analysis" and item.path.startswith(HIDDEN))]
    return notes_of(visit.session_id, "this visit", generation.result, kept)


def _pair(task: str, result: Any, path: str, said: Sequence[str]) -> Pair:
    """A claim as it is read: the names of the places it stands in, and the text there."""
    node, names = result, [HEADINGS[task]]
    for part in path.split("/")[1:]:
        node = node[int(part)] if isinstance(node, list) else node[part]
        names += [] if part.isdigit() else [part]
    if isinstance(node, dict) and "title" in node:
        names.append(str(node["title"]))
    heading = " > ".join(name.replace("_", " ") for name in names)
    return {"heading": heading, "claim": _text(node), "quote": " / ".join(dict.fromkeys(said))}


def _text(node: Any) -> str:
    if isinstance(node, dict):
        return "; ".join(f"{name}: {_text(value)}" for name, value in node.items() if name not in UNREAD)
    return "; ".join(map(_text, node)) if isinstance(node, list) else str(node)


def every_claim() -> list[Pair]:
    """Those of the real conversations, then those of the sample patient."""
    found: list[Pair] = []
    for number, talk in enumerate(conversations(data_folder())):
        found += claims([_visit(talk, number)], f"annomi {number}")
    visits = [_visit(visit.segments, visit.number) for visit in sample_visits()]
    return [*found, *claims(visits, "sample")]


def _visit(segments: tuple[Segment, ...], number: int) -> Visit:
    transcript = Transcript(segments)
    day = datetime(2026, 1, 1 + number % 28, tzinfo=UTC)
    return Visit(UUID(int=number + 1), day, transcript, count_roles(transcript).roles)


def measure_sentences(path: Path) -> None:
    """Print how many sentences of each kind become the claim that they are written for, alone in a visit."""
    told = json.loads(path.read_text(encoding="utf-8"))
    right = {kind: sum(bool(_kinds(text) & WANTED[kind]) for text in texts) for kind, texts in told.items()}
    for kind, texts in told.items():
        print(f"{kind:10}{right[kind]:4} of {len(texts)}")
    print(f"{'all':10}{sum(right.values()):4} of {sum(map(len, told.values()))}")


def _kinds(text: str) -> set[Kind]:
    lines = ["[0] Therapist: How have things been since last time?", f"[1] Patient: {text}"]
    return {one.kind for one in said_by_patient(read_prompt(fence("transcript", lines)))}


def measure_moods(path: Path) -> None:
    """Print Kendall's tau-b between the order meant and the scores."""
    visits = json.loads(path.read_text(encoding="utf-8"))
    scores = [_score(visit["turns"]) for visit in visits]
    ranked = [(visit["rank"], score) for visit, score in zip(visits, scores, strict=True) if score is not None]
    print(f"scored {len(ranked)} of {len(visits)}, tau-b {tau_b(ranked):.3f}")


def _score(turns: Sequence[tuple[str, str]]) -> float | None:
    segments = tuple(Segment(0.0, 1.0, text, speaker) for speaker, text in turns)
    roles = {"therapist": Role.THERAPIST, "patient": Role.PATIENT}
    mood = mood_of(read_prompt(fence("transcript", spoken_lines(Transcript(segments), roles, Role.PATIENT))))
    return mood["mood_score"] if isinstance(mood, dict) else None


def tau_b(pairs: Sequence[tuple[float, float]]) -> float:
    """Kendall's rank correlation, ties counted: 1 for the same order, -1 for the opposite one."""
    signs = [(_sign(a - c), _sign(b - d)) for (a, b), (c, d) in combinations(pairs, 2)]
    untied = sqrt(sum(one != 0 for one, _ in signs) * sum(other != 0 for _, other in signs))
    return sum(one * other for one, other in signs) / untied if untied else 0.0


def _sign(difference: float) -> int:
    return (difference > 0) - (difference < 0)


def main() -> None:
    """Count, write, draw or measure, as the arguments say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--draw", type=int)
    parser.add_argument("--seed", type=int, default=1)
    for name in ("--out", "--sentences", "--moods"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    if asked.sentences:
        return measure_sentences(asked.sentences)
    if asked.moods:
        return measure_moods(asked.moods)
    found = every_claim()
    for heading, count in sorted(Counter(pair["heading"] for pair in found).items()):
        print(f"{count:5}  {heading}")
    of_sample = sum(pair["source"].startswith("sample") for pair in found)
    print(f"{len(found):5}  in all, {of_sample} of them about the sample patient")
    if asked.out:
        drawn = random.Random(asked.seed).sample(found, min(asked.draw, len(found))) if asked.draw else found
        kept = (
            [{name: text for name, text in pair.items() if name != "source"} for pair in drawn] if asked.draw else found
        )
        asked.out.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
