"""How well quotes are found, on real conversations: python -m benchmarks.evidence

Reads AnnoMI below THERABRIDGE_TEST_DATA (default ../shared/data). Quotes are cut from its segments, altered
the way a model alters them, and looked up as the service does. One seed, so two runs agree but for the times.
`-v` lists up to 15 wrong verdicts a row. Exits 1 when a target other than the time is missed.
"""

import json
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.therapy.quotes import Span, locate_quote
from app.therapy.transcript import Segment

TARGETS = {
    "tidied": 0.98,
    "written out": 0.95,
    "substituted": 0.995,
    "stitched": 0.995,
    "another conversation": 0.995,
    "negation removed": 0.99,
    "negation added": 0.99,
}
MEDIAN_MS = 0.2
MOVED = "wrong segment, moved to its own"

_FULL = {"n't": " not", "'re": " are", "'m": " am", "'ll": " will", "'ve": " have"}
_CONTRACTED = re.compile(
    r"\b(?:(?P<word>can't|won't)|(?P<stem>(?!ain't|won't|can't)\w+?)(?P<end>n't|'re|'m|'ll|'ve))\b", re.I
)
_NUMBERS = {name: str(number) for number, name in enumerate("two three four five six seven eight nine ten".split(), 2)}

Conversation = tuple[Segment, ...]
Found = tuple[int, Span] | None

_UM = re.compile(r"(?:um+|uh+|uhm|hmm?|mm+|ah)[,.]?", re.I)
_ASIDE = re.compile(r", (?:you know|I mean|like)(?=, )")
_NEGATED = re.compile(r"n['’]t\b|\b(?:not|never|no|nothing|nobody|none|cannot)\b", re.I)
_AUXILIARY = frozenset({"is", "are", "was", "am", "do", "did", "have", "can", "will", "would", "should", "could"})


@dataclass(frozen=True)
class Quote:
    """Consecutive pieces (between spaces) of one segment: its pieces[first:last] joined by a space."""

    conversation: int
    segment: int
    first: int
    pieces: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.pieces)


@dataclass
class Tally:
    """Verdicts of one row of the table."""

    name: str
    right: int = 0
    total: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 0.0

    def add(self, verdict: bool, example: str) -> None:
        self.total += 1
        self.right += verdict
        if not verdict:
            self.wrong.append(example)


def data_folder() -> Path:
    return Path(os.environ.get("THERABRIDGE_TEST_DATA", "../shared/data")) / "annomi"


def conversations(folder: Path) -> list[Conversation]:
    """The segments of each conversation file, by file name."""
    files = sorted(path for path in folder.glob("*.json") if path.stem.isdigit())
    return [tuple(Segment(**row) for row in json.loads(path.read_text(encoding="utf-8"))["segments"]) for path in files]


def true_quotes(talks: list[Conversation], dice: random.Random) -> Iterator[Quote]:
    """Up to three runs of 4 to 15 pieces out of every segment that has as many."""
    for number, talk in enumerate(talks):
        for index, segment in enumerate(talk):
            pieces = segment.text.split()
            for _ in range(min(3, len(pieces) // 4)):
                size = dice.randint(4, min(15, len(pieces)))
                first = dice.randint(0, len(pieces) - size)
                yield Quote(number, index, first, tuple(pieces[first : first + size]))


def changed_case(text: str, dice: random.Random) -> str:
    return dice.choice((str.lower, str.upper, str.capitalize))(text)


def other_punctuation(text: str, dice: random.Random) -> str:
    """All marks but apostrophes and joining hyphens gone, or moved about."""
    bare = re.sub(r"[^\w\s'’-]|(?<!\w)-+|-+(?!\w)|--+", " ", text)
    return f"{' '.join(bare.split())}{dice.choice(('', '.', '!', '…', ' ...'))}"


def curly(text: str, _: random.Random) -> str:
    return f"“{text.replace(chr(39), '’').replace('--', '—')}”"


def without_fillers(text: str, _: random.Random) -> str:
    return " ".join(piece for piece in _ASIDE.sub("", text).split() if not _UM.fullmatch(piece))


def without_repeats(text: str, _: random.Random) -> str:
    kept: list[str] = []
    for piece in text.split():
        if kept and piece.strip(",.-").lower() == kept[-1].strip(",.-").lower():
            kept.pop()
        kept.append(piece)
    return " ".join(kept)


def all_at_once(text: str, dice: random.Random) -> str:
    for step in (without_fillers, without_repeats, other_punctuation, changed_case, curly):
        text = step(text, dice)
    return text


def written_out(text: str) -> str:
    """Contractions in full, small numbers as digits."""
    full = _CONTRACTED.sub(
        lambda m: {"c": "can not", "w": "will not"}[m[1][0].lower()] if m[1] else m[2] + _FULL[m[3].lower()],
        text.replace("’", "'"),
    )
    return " ".join(_NUMBERS.get(piece, piece) for piece in full.split())


TIDYINGS: dict[str, Callable[[str, random.Random], str]] = {
    "case": changed_case,
    "punctuation": other_punctuation,
    "curly quotes": curly,
    "fillers removed": without_fillers,
    "repeats removed": without_repeats,
    "all at once": all_at_once,
}


def is_content(piece: str) -> bool:
    """Four letters or more, no negation, and no word that may be filler."""
    plain = _plain(piece)
    return len(plain) >= 4 and plain not in {"like", "know", "mean"} and not _NEGATED.search(piece)


def _plain(piece: str) -> str:
    return re.sub(r"\W", "", piece).lower()


class Bench:
    """Looks quotes up, keeps the times and the verdicts."""

    def __init__(self, talks: list[Conversation], seed: int = 7) -> None:
        self.talks = talks
        self.dice = random.Random(seed)
        self.quotes = list(true_quotes(talks, self.dice))
        self.by_talk = {n: [quote for quote in self.quotes if quote.conversation == n] for n in range(len(talks))}
        self.times: list[float] = []
        names = ("tidied", *(f"  {how}" for how in TIDYINGS), *list(TARGETS)[1:], MOVED)
        self.rows = {name: Tally(name) for name in names}
        said = {piece.strip(".,?!-\"'[]").lower() for talk in talks for s in talk for piece in s.text.split()}
        self.vocabulary = sorted(word for word in said if word.isalpha() and is_content(word))

    def run(self) -> dict[str, Tally]:
        for quote in self.quotes:
            self.tidied(quote)
            self.in_full(quote)
            self.substituted(quote)
            self.stitched(quote)
            self.elsewhere(quote)
            self.negation_removed(quote)
            self.negation_added(quote)
        return self.rows

    def look_up(self, text: str, segment: int, talk: Conversation) -> Found:
        began = time.perf_counter()
        found = locate_quote(text, segment, talk)
        self.times.append(time.perf_counter() - began)
        return found

    def judge(self, name: str, verdict: bool, example: str) -> None:
        self.rows[name].add(verdict, example)

    def refused(self, name: str, text: str, quote: Quote) -> None:
        found = self.look_up(text, quote.segment, self.talks[quote.conversation])
        self.judge(name, found is None, text)

    def tidied(self, quote: Quote) -> None:
        """Right when found in the segment it comes from, or, standing there twice, at its twin."""
        for how, tidy in TIDYINGS.items():
            text = tidy(quote.text, self.dice)
            if text != quote.text and len(text.split()) >= 3:
                found = self.look_up(text, quote.segment, self.talks[quote.conversation])
                right = found is not None and found[0] == quote.segment
                self.judge("tidied", right, f"{quote.text} -> {text}")
                self.judge(f"  {how}", right, text)

    def in_full(self, quote: Quote) -> None:
        text = written_out(quote.text)
        if text != quote.text and len(text.split()) >= 3:
            found = self.look_up(text, quote.segment, self.talks[quote.conversation])
            self.judge("written out", found is not None and found[0] == quote.segment, f"{quote.text} -> {text}")

    def substituted(self, quote: Quote) -> None:
        at = [number for number, piece in enumerate(quote.pieces) if is_content(piece)]
        if not at:
            return
        place = self.dice.choice(at)
        old = _plain(quote.pieces[place])
        other = next(word for word in self.dice.sample(self.vocabulary, 2) if word != old)
        pieces = (*quote.pieces[:place], other, *quote.pieces[place + 1 :])
        self.refused("substituted", " ".join(pieces), quote)

    def stitched(self, quote: Quote) -> None:
        """The ends of a run whose middle, holding a content word said nowhere else in it, is left out; and
        runs of two segments."""
        middle = len(quote.pieces) // 2
        left, right = quote.pieces[: middle - 1], quote.pieces[middle + 1 :]
        glue = self.dice.choice((" ... ", "… ", ", ", " "))
        if is_content(quote.pieces[middle]) and _plain(quote.pieces[middle]) not in map(_plain, left + right):
            self.refused("stitched", " ".join(left) + glue + " ".join(right), quote)
        other = self.dice.choice(self.by_talk[quote.conversation])
        if abs(other.segment - quote.segment) > 1:
            self.refused("stitched", quote.text + glue + other.text, quote)

    def elsewhere(self, quote: Quote) -> None:
        other = self.dice.randrange(len(self.talks))
        if other != quote.conversation:
            talk = self.talks[other]
            found = self.look_up(quote.text, self.dice.randrange(len(talk)), talk)
            self.judge("another conversation", found is None, quote.text)
        talk = self.talks[quote.conversation]
        found = self.look_up(quote.text, self.dice.randrange(len(talk)), talk)
        self.judge(MOVED, found is not None and found[0] == quote.segment, quote.text)

    def negation_removed(self, quote: Quote) -> None:
        text = re.sub(r"\b(ca|wo)n['’]t\b", lambda m: {"ca": "can", "wo": "will"}[m[1].lower()], quote.text, flags=re.I)
        text = " ".join(_NEGATED.sub("", text, count=1).split()) if text == quote.text else text
        if text == quote.text or len(text.split()) < 3:
            return
        talk = self.talks[quote.conversation]
        found = self.look_up(text, quote.segment, talk)
        kept = found is None or _NEGATED.search(talk[found[0]].text[found[1].char_start : found[1].char_end])
        self.judge("negation removed", bool(kept), text)

    def negation_added(self, quote: Quote) -> None:
        at = [n for n, piece in enumerate(quote.pieces) if piece.lower() in _AUXILIARY]
        if at:
            place = self.dice.choice(at) + 1
            word = self.dice.choice(("not", "never"))
            self.refused("negation added", " ".join((*quote.pieces[:place], word, *quote.pieces[place:])), quote)


def main() -> int:
    talks = conversations(data_folder())
    if not talks:
        print(f"No conversations in {data_folder()}; set THERABRIDGE_TEST_DATA.")
        return 1
    bench = Bench(talks)
    rows = bench.run()
    print(f"{'quotes':34}{'right':>9}{'of':>8}{'target':>9}")
    for row in rows.values():
        target = f"{TARGETS[row.name]:.1%}" if row.name in TARGETS else ""
        print(f"{row.name:34}{row.share:9.2%}{row.total:8}{target:>9}")
        if "-v" in sys.argv:
            print("".join(f"    {example}\n" for example in row.wrong[:15]), end="")
    times = [seconds * 1000 for seconds in bench.times]
    print(
        f"\nmedian {statistics.median(times):.3f} ms (target {MEDIAN_MS}), "
        f"99th percentile {statistics.quantiles(times, n=100)[98]:.3f} ms, {len(times)} look-ups"
    )
    return int(any(rows[name].share < target for name, target in TARGETS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
