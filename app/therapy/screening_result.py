"""The result of a risk screening: findings with details and evidence, and the rule-based floor under them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.therapy.evidence import Dropped, Evidence, Settled
from app.therapy.risk import (
    DENIED_WHEN_ASKED,
    DISCLOSED,
    HOLDING,
    INDETERMINATE,
    NOT_ASSESSED,
    Sign,
    gravest_state,
    read_visit,
)
from app.therapy.transcript import Role
from app.therapy.visit import Visit

MAX_TURNS = 6
"""From a question to its answer; fillers and the question said again stand between."""
LANGUAGE_NOT_COVERED = "language_not_covered"
"""Why a screen that no model made is open: the rules read English only."""
NOT_ASKED, UNCLEAR = "not_asked", "unclear"
SUICIDAL_THOUGHTS = "suicidal_thoughts"
OF_SUICIDE = ("thoughts", "plan", "intent", "means", "preparation", "past_attempt")
OF_ALL = ("protective_factors", "safety_plan")
STATE_OF = {"disclosures": DISCLOSED, "unclear": INDETERMINATE, "denials": DENIED_WHEN_ASKED}
SAID_BY = {
    **{"question": Role.THERAPIST, "answer": Role.PATIENT, "disclosures": Role.PATIENT},
    **dict.fromkeys(("when", *OF_SUICIDE, "protective_factors"), Role.PATIENT),
}
"""Whose words evidence has to be, by a part of its path. What leaves something open may be anybody's, and so may what
says that a safety plan was agreed."""

Json = dict[str, Any]


def screening_findings(settled: Settled, visit: Visit) -> Settled:
    """One finding for each kind, in the gravest state that it was found in, with the words of that state, and its
    details. A claim whose words were not found, or were somebody else's, leaves it open."""
    heard = _heard(settled, visit)
    claims = [item for item in heard.evidence if _list_of(item.path) in STATE_OF]
    states: dict[str, str] = {}
    for item in claims:
        kind = _kind_at(heard, item.path)
        states[kind] = gravest_state([states.get(kind, _state_at(item.path)), _state_at(item.path)])
    places = {kind: f"/findings/{index}" for index, kind in enumerate(states)}
    words = [
        replace(item, path=places[kind])
        for item in claims
        if _state_at(item.path) == states[kind := _kind_at(heard, item.path)]
    ]
    found = {kind: {"kind": kind, "state": state} for kind, state in states.items()}
    details = [_detailed(heard, found, at) for at in range(len((heard.result or {}).get("details", [])))]
    result = _result(found, _at_least(heard.dropped))
    return Settled(result, [*words, *(item for some in details for item in some)], heard.dropped)


def with_floor(settled: Settled | None, visit: Visit) -> Settled:
    """A screening with the lexicon's signs put under it: nothing that a model says, or does not say, makes less of
    them. Where it is not known who is who nobody has read the visit, and the state is open whatever the signs."""
    reading = read_visit(visit.transcript, visit.roles)
    has_answered = settled is not None and visit.roles is not None and visit.patient_words > 0
    found = _open(settled if visit.roles is not None else None)
    if not has_answered and not reading.covered:
        found = replace(found, result=_result({}, INDETERMINATE), reason=LANGUAGE_NOT_COVERED)
    known = {finding["kind"] for finding in (found.result or {})["findings"] if finding["state"] in HOLDING}
    return _raised(found, [sign for sign in reading.signs if sign.kind not in known], visit)


def _heard(settled: Settled, visit: Visit) -> Settled:
    """Without the words that are not of whom they would have to be, and without the entries that need them."""
    wrong = [Dropped(item.path, reason) for item in settled.evidence if (reason := _not_said(item, visit))]
    said_wrong = {_entry(item.path) for item in wrong if _list_of(item.path) in STATE_OF}
    fitting = (item for item in settled.evidence if _entry(item.path) not in said_wrong)
    wrong += [Dropped(item.path, "no_answer_to_it") for item in fitting if not _answers(item, settled)]
    lost = {item.path for item in wrong} | {_entry(item.path) for item in wrong if "/denials/" in item.path}
    kept = [item for item in settled.evidence if not {item.path, _entry(item.path)} & lost]
    return replace(settled, evidence=kept, dropped=[*settled.dropped, *wrong])


def _not_said(item: Evidence, visit: Visit) -> str | None:
    wanted = next((role for part, role in SAID_BY.items() if f"/{part}" in item.path), None)
    fits = wanted is None or (visit.roles or {}).get(item.speaker) is wanted
    return None if fits else f"not_the_{wanted}s_words"


def _answers(item: Evidence, settled: Settled) -> bool:
    """Whether a denial's answer comes soon after its question; true of all other words."""
    if not item.path.endswith("/answer"):
        return True
    asked = (found for found in settled.evidence if found.path == f"{_entry(item.path)}/question")
    return all(0 < item.segment - question.segment <= MAX_TURNS for question in asked)


def _entry(path: str) -> str:
    """ "/denials/0" of "/denials/0/question"."""
    return "/".join(path.split("/")[:3])


def _list_of(path: str) -> str:
    """ "denials" of "/denials/0/question"."""
    return path.split("/")[1]


def _state_at(path: str) -> str:
    return STATE_OF[_list_of(path)]


def _kind_at(settled: Settled, path: str) -> str:
    _, name, index, *_ = path.split("/")
    return str((settled.result or {})[name][int(index)]["kind"])


def _detailed(heard: Settled, found: Mapping[str, Json], at: int) -> list[Evidence]:
    """Put the details of an entry into the finding of its kind, the first time; their words as they point into it."""
    told, origin = (heard.result or {})["details"][at], f"/details/{at}"
    finding = found.get(told["kind"])
    if finding is None or "details" in finding:
        return []
    names = (*(OF_SUICIDE if told["kind"] == SUICIDAL_THOUGHTS else ()), *OF_ALL)
    finding["when"] = _told(told["when"], f"{origin}/when", heard)
    finding["details"] = {name: _told(told[name], f"{origin}/{name}", heard) for name in names}
    place = f"/findings/{list(found).index(told['kind'])}"
    words = [_moved(item, f"{origin}/when", f"{place}/when") for item in _at(f"{origin}/when", heard)]
    for name in names:
        words += [_moved(item, origin, f"{place}/details") for item in _at(f"{origin}/{name}", heard)]
    return words


def _told(value: Any, path: str, heard: Settled) -> Any:
    """A detail with its words; `unclear` where it lost them, `not_asked` where it was none."""
    said = _at(path, heard)
    if said:
        return [item.quote for item in said] if isinstance(value, list) else value
    lost = value or any(item.path == path or item.path.startswith(f"{path}/") for item in heard.dropped)
    return UNCLEAR if lost else NOT_ASKED


def _at(path: str, heard: Settled) -> list[Evidence]:
    """The words of a place, those of a list numbered as they are left."""
    own = [item for item in heard.evidence if item.path == path]
    listed = [item for item in heard.evidence if item.path.startswith(f"{path}/")]
    return own or [replace(item, path=f"{path}/{number}") for number, item in enumerate(listed)]


def _moved(item: Evidence, origin: str, place: str) -> Evidence:
    return replace(item, path=f"{place}{item.path.removeprefix(origin)}")


def _at_least(dropped: Iterable[Dropped]) -> str:
    """A claim of danger that lost its words is no finding that there was none."""
    lost = any(item.path.startswith(("/disclosures", "/unclear")) for item in dropped)
    return INDETERMINATE if lost else NOT_ASSESSED


def _result(found: Mapping[str, Json], at_least: str) -> Json:
    """A screening by its kinds' findings, in their order, and the state it has at the least."""
    findings = list(found.values())
    return {"state": gravest_state([at_least, *(finding["state"] for finding in findings)]), "findings": findings}


def _open(settled: Settled | None) -> Settled:
    """An end as a screening: open where no model has read the visit, without findings where it said nothing."""
    if settled is None:
        return Settled(_result({}, INDETERMINATE))
    if settled.result is None:
        return replace(settled, result=_result({}, _at_least(settled.dropped)))
    return settled


def _raised(found: Settled, signs: Sequence[Sign], visit: Visit) -> Settled:
    """The signs' kinds as indeterminate findings, with the signs' sentences beside the words that were found."""
    result: Json = found.result or {}
    findings: dict[str, Json] = {finding["kind"]: finding for finding in result["findings"]}
    for sign in signs:
        kind = sign.kind.value
        findings[kind] = {**findings.get(kind, {}), "kind": kind, "state": INDETERMINATE}
    places = {kind: f"/findings/{index}" for index, kind in enumerate(findings)}
    words = [_words_of(sign, places[sign.kind], visit) for sign in signs]
    return replace(found, result=_result(findings, result["state"]), evidence=[*found.evidence, *words])


def _words_of(sign: Sign, path: str, visit: Visit) -> Evidence:
    said = visit.transcript.segments[sign.segment]
    quote = said.text[sign.char_start : sign.char_end]
    where = (sign.segment, sign.char_start, sign.char_end)
    return Evidence(path, visit.session_id, quote, *where, said.start, said.end, said.speaker)
