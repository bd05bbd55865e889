"""What the guard withholds: of the patients' own sentences, of texts that must be withheld or kept, and what it costs.

`python -m benchmarks.guard [FILE]`; FILE is `{"withhold": [{place, text, turns?}], "keep": […]}`, and a place
may be "journey", read as the letter is, or "bridge", of which progress has all the rules. The patients' own
sentences are those of the sample and, where THERABRIDGE_TEST_DATA is set, of AnnoMI, turned to "you". Reach: at most
1 % of them withheld in letters, 2 % in bridges, quantities and the room left out; 95 % of what must be withheld.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from app.generators.specimen import SPECIMEN
from app.offline.notes_for_patient import change_first_person_to_you
from app.sample.visits import read_sample_visits
from app.terminal.check import judge_share
from app.therapy.sharing.audience import Place, Reason
from app.therapy.sharing.guard import Guard, Withheld
from app.therapy.transcript import Role, Roles, Segment, Transcript
from app.therapy.visit import Memory, Visit
from app.therapy.wording import sentences

MIN_WORDS = 3
PLACES = (Place.LETTER, Place.JOURNEY, Place.TOPIC, Place.PROGRESS, Place.PREPARATION)
SAME_RULES = {"journey": "letter", "bridge": "progress"}
NOT_COUNTED = {Reason.QUANTITY, Reason.ROOM}
VERBS = {"you am": "you are", "you was": "you were", "am you": "are you", "was you": "were you"}


@dataclass
class Count:
    """How many texts there were at a place, and what was withheld of them by reason."""

    texts: int = 0
    reasons: Counter[Reason] = field(default_factory=Counter)
    seconds: float = 0.0


def main() -> None:
    """Print the measures."""
    for place in PLACES:
        print_count(place, measured(place, with_turns=True))
    print_count(Place.LETTER, measured(Place.LETTER, with_turns=False), ", without the visit's words")
    for name in sys.argv[1:]:
        for kind, rows in json.loads(Path(name).read_text(encoding="utf-8")).items():
            print_texts(kind, rows)


def measured(place: Place, *, with_turns: bool) -> Count:
    """The patients' own sentences at a place. Without turns the guard knows nothing of what was said."""
    count = Count()
    for visit in (*annomi(), *sample()):
        guard = Guard(visit if with_turns else replace(visit, transcript=Transcript(())))
        texts = list(own_sentences(visit))
        began = time.process_time()
        withheld = [first(guard.review(text, place).withheld) for text in texts]
        count.seconds += time.process_time() - began
        count.texts += len(texts)
        count.reasons.update(reason for reason in withheld if reason)
    return count


def first(withheld: tuple[Withheld, ...]) -> Reason | None:
    """The reason of the first sentence that is withheld."""
    return withheld[0].reason if withheld else None


def print_count(place: Place, count: Count, note: str = "") -> None:
    """One line: the share withheld, the reasons, and the processor time of a text."""
    counted = sum(number for reason, number in count.reasons.items() if reason not in NOT_COUNTED)
    reasons = ", ".join(f"{reason} {number}" for reason, number in count.reasons.most_common())
    cost = count.seconds / max(1, count.texts) * 1e6
    print(f"{place}{note}: {counted / max(1, count.texts):.2%} of {count.texts} ({reasons}); {cost:.0f} µs a text")


def print_texts(kind: str, rows: list[dict[str, Any]]) -> None:
    """How many of some texts are withheld, and by which reason."""
    withheld = [judge_share({**row, "place": SAME_RULES.get(row["place"], row["place"])})["withheld"] for row in rows]
    reasons = Counter(found[0]["reason"] for found in withheld if found)
    print(f"{kind}: {sum(map(bool, withheld))} of {len(rows)} withheld {dict(reasons)}")


def own_sentences(visit: Visit) -> Iterator[str]:
    """What the patient said, told to them."""
    for segment in visit.transcript.segments:
        if (visit.roles or {}).get(segment.speaker) is Role.PATIENT:
            for start, end in sentences(segment.text):
                if len(segment.text[start:end].split()) >= MIN_WORDS:
                    yield told(segment.text[start:end])


def told(sentence: str) -> str:
    """A sentence in the second person."""
    text = change_first_person_to_you(sentence)
    for own, yours in VERBS.items():
        text = text.replace(own, yours)
    return text[:1].upper() + text[1:]


def annomi() -> Iterator[Visit]:
    """The conversations of AnnoMI, where they are there."""
    folder = Path(os.environ.get("THERABRIDGE_TEST_DATA", "")) / "annomi"
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8")) if folder.is_dir() else {}
    for number, about in truth.items():
        raw = json.loads((folder / f"{number}.json").read_text(encoding="utf-8"))["segments"]
        yield in_a_visit(tuple(Segment(**segment) for segment in raw), about["therapist"])


def sample() -> Iterator[Visit]:
    """The sample patient's visits."""
    expected = json.loads((files("app.sample") / "expected.json").read_text(encoding="utf-8"))["visits"]
    for visit, about in zip(read_sample_visits(), expected, strict=True):
        yield in_a_visit(visit.segments, about["therapist"])


def in_a_visit(segments: tuple[Segment, ...], therapist: str) -> Visit:
    """A visit of these words, without anything that was found in them."""
    roles: Roles = {s.speaker: Role.THERAPIST if s.speaker == therapist else Role.PATIENT for s in segments}
    return replace(SPECIMEN, transcript=Transcript(segments), roles=roles, notes=(), memory=Memory())


if __name__ == "__main__":
    main()
