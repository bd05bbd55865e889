from support.cue_examples import missed_examples

from app.offline.kinds import on_mind


def test_each_cue_finds_its_sentence_and_spares_the_one_beside_it() -> None:
    assert missed_examples(on_mind) == []
