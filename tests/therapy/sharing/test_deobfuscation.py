from app.therapy.sharing.deobfuscation import deobfuscated, is_starred


def test_tricks_of_writing_are_undone_and_codes_and_stammers_stay() -> None:
    cases = [
        ("su1c1de", "suicide"),
        ("5uicide", "suicide"),
        ("s-u-i-c-i-d-e", "suicide"),
        ("s u i c i d e", "suicide"),
        ("toler\u00adance", "tolerance"),
        ("Ｓａｒａ", "Sara"),
        ("“you’re”", '"you\'re"'),
        ("F32.1 on the 4th", "F32.1 on the 4th"),
        ("I-I-I-I smoke", "I-I-I-I smoke"),
        ("a  line\nbreak", "a line break"),
    ]
    assert [(written, read) for written, read in cases if deobfuscated(written) != read] == []


def test_a_word_with_stars_for_letters_is_starred() -> None:
    assert is_starred("k*ll")
    assert not is_starred("a * b")
