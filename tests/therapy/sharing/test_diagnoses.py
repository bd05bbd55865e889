import pytest

from app.therapy.sharing.diagnoses import names_a_diagnosis


@pytest.mark.parametrize(
    "code", ["F32.1", "F33", "F 43.10", "(F331)", "Z63.0", "6A70", "6B00.1", "296.2x", "300.02", "DSM-5", "ICD-11"]
)
def test_a_code_is_one_with_and_without_its_dot(code: str) -> None:
    assert names_a_diagnosis(f"You read {code} on the form.")


@pytest.mark.parametrize("name", ["your diagnosis", "bipolar", "PTSD", "a depressive episode", "an anxiety disorder"])
def test_a_name_is_one(name: str) -> None:
    assert names_a_diagnosis(f"You spoke of {name}.")


@pytest.mark.parametrize(
    "text",
    [
        "You swam 296 metres.",
        "You read page 29.",
        "You took the A6 road, and F sharp.",
        "Add a walk.",
        "You felt sad, and did it anyway.",
        "You were depressed and anxious.",
    ],
)
def test_other_numbers_and_words_are_not(text: str) -> None:
    assert not names_a_diagnosis(text)
