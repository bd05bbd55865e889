"""One JSON object is found in whatever text stands around it. Most forms are in test_model_server_answers.py."""

from support.tables import each_row

from app.llm.json_extraction import Extraction, extract_json

GOOD = '{"answer": {"text": "a } b { c", "more": ["]"]}}'


def test_an_object_alone_is_left_as_it_is() -> None:
    assert extract_json(GOOD) == Extraction(GOOD, False)


@each_row("text", [f"Note {{that}} is no JSON: {GOOD}", f"{{}} {GOOD}", f"<think>{GOOD[:20]}</think>{GOOD}",
                   f"{GOOD}<|im_end|>\n<|endoftext|>", f"```json\n{GOOD}\n```\n{{see above}}"])  # fmt: skip
def test_what_stands_around_an_object_is_cut_off(text: str) -> None:
    assert extract_json(text) == Extraction(GOOD, True)


@each_row("text", ["", "  ", "no object", "{broken", f"{GOOD[:-2]}", f'{GOOD} {{"answer": 2}}', "[1, 2]", "{" * 5_000])
def test_a_text_without_one_clear_object_is_returned_whole(text: str) -> None:
    assert extract_json(text) == Extraction(text, False)
