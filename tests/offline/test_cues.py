from app.offline.cues import Cue, compile_cue, matches_cue

SLEPT = [Cue("{I}slept", "", "")]
CALM = [Cue("{I_am}{very}calm", "", "")]


def test_an_i_begins_a_main_clause_with_nothing_between_it_and_its_verb() -> None:
    found = ["I slept.", "And I really slept.", "On Monday I finally slept.", "It rained, so I slept.", "I’ve slept."]
    assert [text for text in found if not matches_cue(SLEPT, text)] == []
    spared = [
        "I never slept.",
        "She said I slept.",
        "If I slept.",
        "When I slept it rained.",
        "He thinks I slept.",
        "I'd slept.",
    ]
    assert [text for text in spared if matches_cue(SLEPT, text)] == []


def test_how_much_may_stand_before_a_state_and_a_not_may_not() -> None:
    assert matches_cue(CALM, "I'm so very calm.")
    assert not matches_cue(CALM, "I'm not calm.")


def test_a_count_in_braces_stays_what_it_is() -> None:
    assert compile_cue("a{2,3}").fullmatch("aaa")
