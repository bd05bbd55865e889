"""A screening has the gravest state of what was found, and never less than the floor."""

import json
from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError
from support.scripted_model import Model
from support.tables import each_row

from app.errors import DeadlineExceeded, ModelFailed, ModelUnavailable
from app.generators.generation import Generation
from app.generators.generation_attempt import AttemptTerms
from app.generators.specimen import SPECIMEN
from app.generators.wave_1.risk_screener import MAX_QUOTES, RiskScreen, RiskScreener
from app.sample.visits import read_sample_visits
from app.therapy.evidence import Dropped
from app.therapy.transcript import Role, Segment, Transcript
from app.therapy.visit import Visit

TURNS = (
    ("T", "Have you had thoughts of ending your life?"),
    ("P", "No, never."),
    ("T", "Does he hit you?"),
    ("P", "Let us talk about work."),
    ("P", "I cut my arm with a razor on Monday."),
)
QUESTION, NO, HIT, WORK, CUT = ({"segment": number, "quote": text} for number, (_, text) in enumerate(TURNS))
NEVER = {"segment": 1, "quote": "I jumped from a bridge of gold."}
NOTHING: dict[str, Any] = {"disclosures": [], "denials": [], "unclear": [], "details": []}
DENIED = {"kind": "suicidal_thoughts", "question": QUESTION, "answer": NO}


def visit_of(*turns: tuple[str, str], roles: Any = "known") -> Visit:
    segments = tuple(Segment(5.0 * n, 5.0 * n + 4.0, text, who) for n, (who, text) in enumerate(turns))
    named = {"T": Role.THERAPIST, "P": Role.PATIENT} if roles == "known" else roles
    return replace(SPECIMEN, transcript=Transcript(segments), roles=named)


VISIT = visit_of(*TURNS)
QUIET = visit_of(("T", "How was the week?"), ("P", "We had soup and it rained twice."))


def screened(answer: Any, visit: Visit = VISIT) -> Generation[Any]:
    return Model([answer]).generate("risk_screen", visit)


def states(made: Generation[Any]) -> dict[str, str]:
    assert made.result is not None
    return {finding["kind"]: finding["state"] for finding in made.result["findings"]}


def fallen_back(visit: Visit, failure: Any) -> Generation[Any]:
    screener: Any = RiskScreener
    least: Generation[Any] | None = screener().fallback(visit, AttemptTerms(), failure)
    assert least is not None
    return least


def words_at(made: Generation[Any], kind: str) -> list[str]:
    place = list(states(made)).index(kind)
    return [item.quote for item in made.evidence if item.path == f"/findings/{place}"]


def test_a_disclosure_has_the_patients_words() -> None:
    made = screened({**NOTHING, "disclosures": [{"kind": "self_harm", "words": [CUT]}]})
    assert made.result is not None
    assert made.result["state"] == "disclosed"
    assert states(made)["self_harm"] == "disclosed"
    assert words_at(made, "self_harm") == [CUT["quote"]]


def test_a_denial_has_the_question_and_the_answer() -> None:
    visit = visit_of(*TURNS[:2])
    made = screened({**NOTHING, "denials": [DENIED]}, visit)
    finding = {"kind": "suicidal_thoughts", "state": "denied_when_asked"}
    assert made.result == {"state": "denied_when_asked", "findings": [finding]}
    assert words_at(made, "suicidal_thoughts") == [QUESTION["quote"], NO["quote"]]


@each_row("changed", [{"question": {**NEVER, "segment": 0}}, {"answer": NEVER}, {"question": NO}, {"answer": QUESTION}])
def test_a_denial_without_both_is_none(changed: dict[str, Any]) -> None:
    made = screened({**NOTHING, "denials": [{**DENIED, **changed}]}, visit_of(*TURNS[:2]))
    assert made.result == {"state": "not_assessed", "findings": []}
    assert made.evidence == []
    assert [item.path for item in made.dropped] == [f"/denials/0/{next(iter(changed))}"]


@each_row("between", [(("P", "No, never."),), (("T", "I see."), ("P", "Yes, it rained.")) * 4])
def test_an_answer_before_its_question_or_long_after_it_denies_nothing(between: tuple[tuple[str, str], ...]) -> None:
    answer = {"segment": 0 if len(between) == 1 else 9, "quote": "No, never."}
    turns = [*between, TURNS[0]] if len(between) == 1 else [TURNS[0], *between, TURNS[1]]
    question = {**QUESTION, "segment": turns.index(TURNS[0])}
    denied = {**DENIED, "question": question, "answer": answer}
    made = screened({**NOTHING, "denials": [denied]}, visit_of(*turns))
    assert (made.result or {})["state"] != "denied_when_asked"
    assert made.dropped == [Dropped("/denials/0/answer", "no_answer_to_it")]


def test_nothing_was_assessed_where_nothing_was_said() -> None:
    assert screened(NOTHING, QUIET).result == {"state": "not_assessed", "findings": []}


@each_row("name", ["disclosures", "unclear"])
def test_a_claim_without_its_words_leaves_it_open(name: str) -> None:
    made = screened({**NOTHING, name: [{"kind": "abuse", "words": [NEVER]}]}, QUIET)
    assert made.result == {"state": "indeterminate", "findings": []}
    assert made.dropped == [Dropped(f"/{name}/0/words/0", "quote_not_found")]


def test_the_therapists_words_disclose_nothing_and_leave_it_open() -> None:
    said = {"segment": 0, "quote": "How was the week?"}
    made = screened({**NOTHING, "disclosures": [{"kind": "abuse", "words": [said]}]}, QUIET)
    assert made.result == {"state": "indeterminate", "findings": []}
    assert made.dropped == [Dropped("/disclosures/0/words/0", "not_the_patients_words")]


def test_a_lost_quotation_beside_a_found_one_changes_nothing() -> None:
    made = screened({**NOTHING, "disclosures": [{"kind": "self_harm", "words": [NEVER, CUT]}]})
    assert made.result is not None
    assert made.result["state"] == "disclosed"
    assert words_at(made, "self_harm") == [CUT["quote"]]


def test_the_gravest_state_of_a_kind_counts() -> None:
    claims = {**NOTHING, "disclosures": [{"kind": "suicidal_thoughts", "words": [CUT]}], "denials": [DENIED]}
    made = screened(claims)
    assert states(made)["suicidal_thoughts"] == "disclosed"
    assert words_at(made, "suicidal_thoughts") == [CUT["quote"]]


@each_row("answer", [NOTHING, None, {**NOTHING, "denials": [{**DENIED, "kind": "self_harm"}]}])
def test_what_a_model_does_not_see_stays_open(answer: Any) -> None:
    made = screened(answer)
    assert made.result is not None
    assert made.result["state"] == "indeterminate"
    assert states(made) == {"self_harm": "indeterminate", "abuse": "indeterminate"}
    assert CUT["quote"] in words_at(made, "self_harm")
    assert words_at(made, "abuse") == [WORK["quote"]]


def test_what_a_model_discloses_stays_disclosed_beside_a_sign() -> None:
    made = screened({**NOTHING, "disclosures": [{"kind": "self_harm", "words": [CUT]}]})
    assert states(made) == {"self_harm": "disclosed", "abuse": "indeterminate"}


def test_all_evidence_is_the_transcripts_own() -> None:
    for item in screened(NOTHING).evidence:
        said = VISIT.transcript.segments[item.segment]
        assert said.text[item.char_start : item.char_end] == item.quote
        assert (item.start, item.end, item.speaker, item.session_id) == (
            said.start,
            said.end,
            said.speaker,
            VISIT.session_id,
        )


def test_without_words_of_the_patient_no_model_is_asked() -> None:
    made = Model([]).generate("risk_screen", visit_of(("T", "Can you hear me?")))
    assert made.result == {"state": "not_assessed", "findings": []}
    assert (made.reason, made.made.attempts) == (None, 0)


def test_while_roles_are_unknown_the_state_is_open_and_the_findings_are_the_floors() -> None:
    made = Model([]).generate("risk_screen", replace(VISIT, roles=None))
    assert made.result is not None
    assert made.result["state"] == "indeterminate"
    assert made.result["findings"] != []
    quiet = Model([]).generate("risk_screen", replace(QUIET, roles=None))
    assert (quiet.result, quiet.reason) == ({"state": "indeterminate", "findings": []}, None)
    assert quiet.made.prompt_version != ""


def test_where_telling_who_is_who_failed_the_screen_is_to_be_made_again() -> None:
    failed = Model([]).generate("risk_screen", replace(QUIET, roles=None, roles_failed=True))
    assert (failed.result, failed.reason) == ({"state": "indeterminate", "findings": []}, "labeling_failed")
    assert failed.made.prompt_version == ""


@each_row("failure", [ModelFailed("refusal"), ModelUnavailable("overloaded"), DeadlineExceeded()])
def test_a_failed_model_is_no_finding(failure: Any) -> None:
    least = fallen_back(QUIET, failure)
    assert least.result == {"state": "indeterminate", "findings": []}
    assert (least.reason, least.made.prompt_version, least.answer) == (failure.code, "", None)


GERMAN = visit_of(
    ("T", "Wie war die Woche, und wie haben Sie in den letzten Nächten geschlafen?"),
    ("P", "Nicht besonders gut, ich lag wieder lange wach und habe über die Arbeit nachgedacht."),
)


def test_a_language_the_rules_do_not_cover_is_open_where_no_model_answered() -> None:
    failed = fallen_back(GERMAN, ModelFailed("refused"))
    unknown = Model([]).generate("risk_screen", replace(GERMAN, roles=None))
    for made in (failed, unknown):
        assert made.result == {"state": "indeterminate", "findings": []}
        assert made.reason == "language_not_covered"


def test_in_any_language_a_models_answer_counts() -> None:
    made = screened(NOTHING, GERMAN)
    assert (made.result, made.reason) == ({"state": "not_assessed", "findings": []}, None)


def test_the_model_is_told_which_lines_to_read_again_and_they_raise_nothing_by_themselves() -> None:
    hinted = visit_of(("T", "How are the nights?"), ("P", "I stand on the landing and I think, nobody wants me here."))
    shown = RiskScreener.declared.render_input(hinted)
    assert shown.endswith("<read_again>\n- 1\n</read_again>")
    assert "read_again" not in RiskScreener.declared.render_input(QUIET)
    made = screened(NOTHING, hinted)
    assert made.result == {"state": "not_assessed", "findings": []}


def test_a_failed_model_leaves_the_signs() -> None:
    least = fallen_back(VISIT, ModelFailed("refusal"))
    assert states(least) == {"self_harm": "indeterminate", "abuse": "indeterminate"}


@each_row(
    "raw",
    [
        {},
        {**NOTHING, "state": "disclosed"},
        {**NOTHING, "disclosures": [{"kind": "drinking", "words": [CUT]}]},
        {**NOTHING, "disclosures": [{"kind": "abuse", "words": []}]},
        {**NOTHING, "disclosures": [{"kind": "abuse", "words": [CUT] * (MAX_QUOTES + 1)}]},
        {**NOTHING, "denials": [{"kind": "abuse", "question": HIT}]},
    ],
)
def test_anything_else_is_rejected(raw: Any) -> None:
    with pytest.raises(ValidationError):
        RiskScreen.model_validate_json(json.dumps(raw), strict=True)


def test_its_examples_are_of_no_visit_of_ours() -> None:
    said = " ".join(s.text.lower() for visit in read_sample_visits() for s in visit.segments)
    for words in ("that meeting was murder", "when the curtain went up", "my neighbour tried it"):
        assert words in RiskScreener.declared.instructions.lower()
        assert words not in said


def test_the_prompt_says_who_reads_it_and_asks_for_no_score() -> None:
    instructions = RiskScreener.declared.instructions
    assert "read by the therapist first, never by the patient" in instructions
    assert "no score" in instructions
