"""Disclosures that are retold to whoever made them."""

from app.therapy.sharing.disclosures import as_the_patient_says, disclosing_words


def test_a_retold_disclosure_is_heard_as_if_the_patient_said_it() -> None:
    cases = [
        "You told me that you want to kill yourself.",
        "You said that you had cut yourself again on Sunday night.",
        "You described how your husband hits you when he has been drinking.",
    ]
    assert [text for text in cases if disclosing_words(text) != [text]] == []


def test_ordinary_sentences_are_none() -> None:
    cases = [
        "You burned the soup and started again.",
        "You said the walk by the canal was the first hour in weeks that felt like yours.",
        "You worry about being a burden, and it helps you to hear that you're not.",
        "You beat your own time on the parkrun.",
    ]
    assert [text for text in cases if disclosing_words(text)] == []


def test_whom_a_sentence_speaks_to_becomes_who_says_it() -> None:
    assert as_the_patient_says("You told me that he hit you, and you hid your arms.") == "he hit me, and i hid my arms."
    assert as_the_patient_says("In March, you said that you're tired of him.") == "im tired of him."
    assert as_the_patient_says("You are glad that he asks you.") == "i am glad that he asks me."
