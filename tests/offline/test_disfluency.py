from app.offline.disfluency import with_straight_apostrophes, without_disfluencies


def test_hesitations_and_repeats_go_and_nothing_else() -> None:
    table = {
        "I, um, I went to- to the lake": "I went to the lake.",
        "And, uh, it was, it was fine": "And it was fine.",
        "So I— I told her, you know, no.": "So I told her, you know, no.",
        "Um, yeah, I I I did it!": "Yeah, I did it!",
        "It was raining; um, I stayed.": "It was raining; I stayed.",
        "I like, um.": "I like.",
        "No.": "No.",
        "um": "",
    }
    assert {said: without_disfluencies(said) for said in table} == table


def test_a_not_is_never_lost() -> None:
    assert without_disfluencies(
        "I do not, um, not ever go."
    ) == "I do not, not ever go." or "not" in without_disfluencies("I do not, um, not ever go.")


def test_apostrophes_are_straight() -> None:
    assert with_straight_apostrophes("I’m") == "I'm"
