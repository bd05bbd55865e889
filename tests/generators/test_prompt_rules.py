"""The sentences that prompts share."""

from app.generators.prompt_rules import DATA_ONLY, PLAINLY, QUOTING, ROOM_FOR_NOTHING, prompt, quoted
from app.generators.registry import generators
from app.therapy.evidence import MAX_QUOTE_CHARS, Grounded, Quotation


def test_paragraphs_stand_apart() -> None:
    assert prompt("a", "b") == "a\n\nb"


def test_the_limit_of_a_quote_is_the_one_that_is_enforced() -> None:
    assert f"at most {MAX_QUOTE_CHARS} characters" in QUOTING
    assert Quotation.model_json_schema()["properties"]["quote"]["maxLength"] == MAX_QUOTE_CHARS


WHOLE_OR_NOTHING = {"action_summary", "prose_generation", "speaker_labeling", "breakthrough_detection"}
"""They give one line, one finding, or a letter, and say themselves what null means."""


WORDS_APART = {"risk_screen", "progress_note"}
"""One points out words, and writes none of its own; the other names persons as the clinician's record does."""


def test_every_generator_keeps_the_shared_rules_and_ends_with_the_one_about_data() -> None:
    for task, heir in generators().items():
        instructions = heir.declared.instructions
        assert (ROOM_FOR_NOTHING in instructions) is (task not in WHOLE_OR_NOTHING)
        assert (PLAINLY in instructions) is (task not in WORDS_APART)
        assert instructions.endswith(DATA_ONLY)


TELLS_HOW_BY_ITSELF = {"prose_generation"}
"""It makes no findings, and its paragraphs rest on several quotations each."""


def test_who_has_to_quote_is_told_how() -> None:
    for task, heir in generators().items():
        schema = str(heir.declared.schema)
        assert (QUOTING in heir.declared.instructions) is ("'quote'" in schema and task not in TELLS_HOW_BY_ITSELF)
        assert ("'notes'" in schema) is ("numbers of the notes" in heir.declared.instructions)


def test_who_words_it_by_itself_says_as_much() -> None:
    for task in TELLS_HOW_BY_ITSELF:
        instructions = generators()[task].declared.instructions
        for rule in ("the number of one segment", "word for word", f"at most {MAX_QUOTE_CHARS} characters"):
            assert rule in instructions


def test_a_claim_rests_on_words_or_on_notes() -> None:
    assert not issubclass(Grounded, Quotation)


def test_examples_stand_in_quotation_marks() -> None:
    assert quoted(("tears", "the room")) == "'tears', 'the room'"
