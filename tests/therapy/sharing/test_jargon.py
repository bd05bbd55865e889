from app.therapy.sharing.jargon import is_jargon


def test_words_of_the_trade_are_jargon() -> None:
    cases = [
        "maladaptive habits",
        "mal-adaptive habits",
        "transference",
        "emotional dysregulation",
        "cognitive distortions",
        "your avoidant attachment",
        "comorbid worries",
        "psychomotor slowing",
        "the rumination cycle",
        "the exposure hierarchy",
        "a core belief",
        "your thought-record",
        "CBT",
    ]
    assert [word for word in cases if not is_jargon(f"You noticed {word} again.")] == []


def test_everyday_words_are_not() -> None:
    cases = (
        "therapy therapist anxious anxiety stress mood breathing exercise boundary trigger panic depressed worry"
        " grounding mindfulness sleep treatment perfectionism"
    ).split()
    assert [word for word in cases if is_jargon(f"You noticed {word} again.")] == []
