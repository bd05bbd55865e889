"""The weightiest of the reasons that hold whatever visit a text is about."""

from app.therapy.sharing.content import reason_within


def test_the_weightiest_reason_is_told() -> None:
    cases = [
        ("You spoke of suicide and of F32.1.", "withheld_crisis"),
        ("You hate your*elf.", "withheld_crisis"),
        ("F32.1 may be understood as grief.", "withheld_diagnosis"),
        ("Your avoidance suggests that you are afraid.", "withheld_interpretation"),
        ("Your avoidance at work.", "withheld_jargon"),
        ("You slept well.", None),
    ]
    assert [(text, reason) for text, reason in cases if reason_within(text) != reason] == []


def test_a_code_is_a_code_though_digits_may_stand_for_letters() -> None:
    assert reason_within("You read F41.1 there.") == "withheld_diagnosis"
    assert reason_within("You thought of su1c1de.") == "withheld_crisis"
