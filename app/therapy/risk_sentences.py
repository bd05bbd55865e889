"""Describes a risk screen in sentences for the record: findings, their details, and what was not asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.therapy.risk import DENIED_WHEN_ASKED, DISCLOSED, INDETERMINATE, NOT_ASSESSED

NOT_ASKED = "not_asked"
STATES = {
    DISCLOSED: "disclosed",
    INDETERMINATE: "indeterminate, to be read by the clinician",
    DENIED_WHEN_ASKED: "denied when asked",
    NOT_ASSESSED: "not assessed",
}


@dataclass(frozen=True, slots=True)
class RiskSentences:
    """A sentence about a screening. The words under it are those at `path`, a JSON pointer into the screening; None
    where it rests on the screening alone."""

    text: str
    path: str | None = None


def risk_sentences(screening: Mapping[str, Any] | None) -> list[RiskSentences]:
    """The sentences of a screening in its order; that there is none is one too."""
    if screening is None:
        return [RiskSentences("No risk screen stands for this visit.")]
    if not screening["findings"]:
        return [RiskSentences(f"Risk screen: {STATES[screening['state']]}.")]
    return [one for at, found in enumerate(screening["findings"]) for one in _of(found, f"/findings/{at}")]


def _of(finding: Mapping[str, Any], path: str) -> Iterator[RiskSentences]:
    """A finding of an older screen, or of the rules alone, has no details."""
    kind = _plain(finding["kind"])
    yield RiskSentences(f"{kind.capitalize()}: {STATES[finding['state']]}.", path)
    details: Mapping[str, Any] | None = finding.get("details")
    if details is None:
        return
    if (when := finding.get("when")) not in (None, NOT_ASKED):
        yield RiskSentences(f"{kind.capitalize()}, when: {when}.", f"{path}/when")
    open_ones = [name for name, value in details.items() if value == NOT_ASKED]
    for name, value in details.items():
        if isinstance(value, list):
            said = "; ".join(f"“{words}”" for words in value)
            yield RiskSentences(f"{kind.capitalize()}, {_plain(name)}: {said}", f"{path}/details/{name}")
        elif value != NOT_ASKED:
            # "Suicidal thoughts: passive", since the kind names them already.
            about = "" if name == "thoughts" else f", {_plain(name)}"
            yield RiskSentences(f"{kind.capitalize()}{about}: {value}.", f"{path}/details/{name}")
    if open_ones:
        yield RiskSentences(f"{kind.capitalize()}, not asked: {', '.join(map(_plain, open_ones))}.")


def _plain(name: str) -> str:
    return name.replace("_", " ")
