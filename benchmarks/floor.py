"""How right the risk floor is about people, by kind: `python -m benchmarks.floor FILE [--misses]`.

FILE holds texts written without sight of the floor: {"disclosures": [{"kind", "turns"}], "others": [{"turns",
"denial": bool}], "ordinary": [text], "qualified": [turns], "admissions": [turns]}, turns being [["therapist" or
"patient", text], …], or {"turns"} of them. `--misses` prints the texts that it was wrong about. Reach of the strict
list: recall 62 %, 45 % in each kind; at most 3 % of the others and of the ordinary sentences raised, none disclosed; no
denial lost, and no qualified answer or admission called one. Of the wide list: 80 % recall at 15 %.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from app.therapy.risk import DENIED_WHEN_ASKED, DISCLOSED, HOLDING, assess, pointed_at
from app.therapy.transcript import Role, Segment, Transcript

ROLES = {role.value: role for role in (Role.THERAPIST, Role.PATIENT)}
Turns = Sequence[Sequence[str]]


class Judged(NamedTuple):
    """One talk, the state it has by the strict list, and whether either list points at any of its lines."""

    turns: Turns
    state: str
    pointed: bool


def judged(talk: Turns | dict[str, Turns]) -> Judged:
    """One talk as the floor has it."""
    turns = talk["turns"] if isinstance(talk, dict) else talk
    transcript = Transcript(tuple(Segment(float(n), n + 1.0, text, who) for n, (who, text) in enumerate(turns)))
    state = assess(transcript, ROLES).state
    return Judged(turns, state, state in HOLDING or bool(pointed_at(transcript, ROLES)))


Wrong = Callable[[Judged], bool]


def printed(name: str, talks: Iterable[Judged], wrong: Wrong, misses: bool) -> None:
    """One row of the table, and the talks that are wrong."""
    rows = list(talks)
    raised, disclosed = (sum(row.state in states for row in rows) for states in (HOLDING, {DISCLOSED}))
    denied, pointed = sum(row.state == DENIED_WHEN_ASKED for row in rows), sum(row.pointed for row in rows)
    share = [f"{100 * count / max(1, len(rows)):6.1f} %" for count in (raised, pointed)]
    print(f"{name:24}{len(rows):5}{raised:8}{share[0]}{disclosed:11}{denied:8}{pointed:9}{share[1]}")
    for row in filter(wrong, rows) if misses else ():
        print(f"      {row.state}{', pointed at' * row.pointed}: {' / '.join(text for _, text in row.turns)}")


def print_table(texts: dict[str, Any], misses: bool) -> None:
    """The figures of a file, one row a group."""
    disclosures = [(one["kind"], judged(one["turns"])) for one in texts["disclosures"]]
    others = [(one["denial"], judged(one["turns"])) for one in texts["others"]]
    groups: list[tuple[str, list[Judged], Wrong]] = [
        *((kind, [row for other, row in disclosures if other == kind], not_raised) for kind in kinds(disclosures)),
        ("all disclosures", [row for _, row in disclosures], never),
        ("others, denials", [row for denial, row in others if denial], lambda row: row.state != DENIED_WHEN_ASKED),
        ("others, no denials", [row for denial, row in others if not denial], raised_or_pointed),
        ("all others", [row for _, row in others], never),
        ("ordinary sentences", [judged([["patient", text]]) for text in texts["ordinary"]], raised_or_pointed),
        ("qualified answers", [judged(turns) for turns in texts["qualified"]], not_indeterminate),
        ("admissions", [judged(turns) for turns in texts["admissions"]], not_raised),
    ]
    print(f"{'':24}{'talks':>5}{'raised':>8}{'':8}{'disclosed':>11}{'denied':>8}{'pointed at':>12}")
    for name, rows, wrong in groups:
        printed(name, rows, wrong, misses)


def kinds(disclosures: Iterable[tuple[str, Judged]]) -> list[str]:
    """The kinds in the order in which they come."""
    return list(dict.fromkeys(kind for kind, _ in disclosures))


def never(row: Judged) -> bool:  # noqa: ARG001 - of a row that only sums up
    """Where the rows above list them."""
    return False


def not_raised(row: Judged) -> bool:
    """Where something was disclosed."""
    return row.state not in HOLDING


def raised_or_pointed(row: Judged) -> bool:
    """Where nothing was said."""
    return row.state in HOLDING or row.pointed


def not_indeterminate(row: Judged) -> bool:
    """Where it was left open."""
    return row.state not in HOLDING or row.state == DISCLOSED


def main() -> None:
    """Print the table of one file, and the processor time it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    begun = time.process_time()
    print_table(json.loads(asked.file.read_text(encoding="utf-8")), asked.misses)
    print(f"processor time: {time.process_time() - begun:.2f} s")


if __name__ == "__main__":
    main()
