from app.therapy.sharing.interpretations import interprets


def test_what_something_means_or_comes_from_is_an_interpretation() -> None:
    cases = [
        "Your therapist thinks that you hide.",
        "Your therapist suggested that you were angry.",
        "According to your therapist, it is grief.",
        "This stems from your childhood.",
        "It is rooted in an old loss.",
        "It goes back to your father.",
        "Underneath, there is fear.",
        "You do it unconsciously.",
        "Joking is a defence.",
        "This suggests that you are lonely.",
        "You are strict because your mother was cold.",
        "The quarrel is really about respect.",
        "It is a way of avoiding closeness.",
        "What you really want is rest.",
    ]
    assert [text for text in cases if not interprets(text)] == []


def test_what_was_said_and_done_is_none() -> None:
    cases = [
        "Your therapist asked about the boat.",
        "You could ask your therapist about it.",
        "You came home from work.",
        "You stayed at home because your mother was ill.",
        "You found a way to say no.",
        "You said that you still want to go.",
        "You told how he taught you to whistle.",
        "You were under the table.",
        "You are afraid of the dark.",
    ]
    assert [text for text in cases if interprets(text)] == []
