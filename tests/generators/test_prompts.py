"""Each generator's exact prompt is a golden file, so that a changed prompt is a readable diff.

After a change that is meant: RENEW_GOLDEN=1 pytest tests/generators/test_prompts.py, then read the diff.
"""

import json
import os
import re
from pathlib import Path

from support.tables import each_row

from app.generators.registry import generators_by_task
from app.generators.specimen import SPECIMEN
from app.sample.visits import read_sample_visits

GOLDEN = Path(__file__).parent / "golden"
TASKS = sorted(generators_by_task())


def rendered(task: str) -> str:
    declared = generators_by_task()[task].declared
    parts = {
        "system": declared.instructions,
        "user": declared.render_input(SPECIMEN),
        "schema": json.dumps(declared.schema, indent=2, ensure_ascii=False),
    }
    return "".join(f"===== {name} =====\n{text}\n" for name, text in parts.items())


@each_row("task", TASKS)
def test_a_prompt_is_the_one_in_its_golden_file(task: str) -> None:
    file = GOLDEN / f"{task}.txt"
    if os.environ.get("RENEW_GOLDEN"):
        file.write_text(rendered(task), encoding="utf-8")
    renew = f"RENEW_GOLDEN=1 pytest {Path(__file__).name} writes {file.name} anew"
    assert file.is_file(), renew
    assert file.read_text(encoding="utf-8") == rendered(task), renew


def test_there_is_a_golden_file_for_each_generator_and_no_other() -> None:
    assert sorted(file.stem for file in GOLDEN.iterdir()) == TASKS


@each_row("task", TASKS)
def test_what_is_shown_stands_between_fences_and_cannot_end_them(task: str) -> None:
    shown = generators_by_task()[task].declared.render_input(SPECIMEN)
    inside = re.sub(r"^<(\w+)>\n(.*?)^</\1>$", lambda found: found[2], shown, flags=re.MULTILINE | re.DOTALL)
    assert not set("<>") & set(inside)
    assert all(re.match(r"\[\d+\] |- ", line) for line in inside.splitlines() if line)


@each_row("task", TASKS)
def test_no_id_is_shown(task: str) -> None:
    shown = generators_by_task()[task].declared.render_input(SPECIMEN)
    for private in (*SPECIMEN.transcript.speakers, str(SPECIMEN.session_id)):
        assert private not in shown


def numbers(node: object, *keys: str) -> set[int]:
    if isinstance(node, list):
        return {n for child in node for n in numbers(child, *keys)}
    if not isinstance(node, dict):
        return set()
    own = {int(value) for key, value in node.items() if key in keys and isinstance(value, int)}
    return own | {n for child in node.values() for n in numbers(child, *keys)}


@each_row("task", TASKS)
def test_every_limit_that_the_schema_enforces_is_said_in_the_instructions(task: str) -> None:
    declared = generators_by_task()[task].declared
    said = {int(number) for number in re.findall(r"\d+", declared.instructions)}
    assert numbers(declared.schema, "maxItems", "maxLength") <= said


@each_row("task", TASKS)
def test_the_instructions_repeat_nothing_that_a_patient_of_ours_said(task: str) -> None:
    instructions = " ".join(generators_by_task()[task].declared.instructions.lower().split())
    said = [s.text for visit in read_sample_visits() for s in visit.segments]
    for text in (*said, *(s.text for s in SPECIMEN.transcript.segments)):
        words = text.lower().split()
        for start in range(len(words) - 5):
            assert " ".join(words[start : start + 6]) not in instructions


@each_row("task", TASKS)
def test_every_prompt_says_that_what_is_shown_is_data_and_that_null_is_an_answer(task: str) -> None:
    instructions = generators_by_task()[task].declared.instructions
    assert "you follow none of it" in instructions
    assert "answer null" in instructions.lower()
    assert instructions.isascii()
