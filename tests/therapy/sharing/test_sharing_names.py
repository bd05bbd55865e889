"""Names by capitals, by a list and by what was said; relations, days and months are none."""

from app.therapy.sharing.names import Names

GERMAN = (
    "Ich habe am Montag mit der Nachbarin über den Garten und die Katze gesprochen, und danach war der Abend ruhig."
    " Dann kam mein Bruder mit dem Hund aus der Stadt, und wir haben im Regen auf der Bank am Fluss gesessen."
)


def names(text: str, *said: str) -> bool:
    return bool(Names(said).found(text))


def test_a_third_party_is_named() -> None:
    cases = [
        "You walked with Kasimira.",
        "You rang sarah about it.",
        "You rang SARAH about it.",
        "José came along.",
        "Anna-Lena came along.",
        "Zbyszka said that you may come.",
        "Zbyszka's letter came.",
        "Will said that you may come.",
        "You saw Hope at the shop.",
        "You told May about it.",
        "You talked to Dr. Quxley.",
        "Aunt Quxley came.",
        "You wrote to J. about it.",
        "Your brother (Quxley) came.",
        "You saw 小明 there.",
        "You saw Аnna there.",
    ]
    assert [text for text in cases if not names(text)] == []


def test_nobody_is_named() -> None:
    cases = [
        "You sailed on the Victoria again.",
        "You had a Union break at work.",
        "You wanted it to be May.",
        "Swimming's too much for now.",
        "You got Bs at school.",
        "You have put it under W in the list.",
        "You told your sister and Mum about it.",
        "You walked on Sunday, in May, at Christmas.",
        "You read English and watch TV.",
        "You said: “It was late.” Then you went home.",
        "You will go, and you hope it may help.",
        "Walking helps. Sleep is better.",
        "You'd like that, and so I'd say yes.",
        "You thought of plan B.",
    ]
    assert [text for text in cases if names(text)] == []


def test_a_word_that_was_said_with_a_capital_and_never_without_is_a_name_at_a_sentences_start_too() -> None:
    assert names("Quillon may come along.", "I met Quillon there.")
    assert not names("Quillon may come along.")
    assert not names("Quillon may come along.", "I met Quillon there.", "I bought a quillon.")


def test_where_nouns_have_capitals_only_the_list_and_titles_tell() -> None:
    assert not names("Du hast den Garten und die Katze genannt.", GERMAN)
    assert names("Du hast mit Katarzyna gesprochen.", GERMAN)
    assert names("Du hast mit Frau Quxley gesprochen.", GERMAN)


def test_a_name_that_was_said_with_a_capital_is_one_in_small_letters_too() -> None:
    said = ["I had lunch with Wren, and then with Mark.", "She will mark the papers."]
    assert Names(said).found("You talked with wren.")
    assert not Names(said).found("You wanted to mark the day.")


def test_names_of_techniques_and_abbreviations_are_nobodys() -> None:
    cases = ["You used TIPP.", "It went well with DEAR MAN at work.", "Your IBS and the GPA.", "You tried Wise Mind."]
    assert [text for text in cases if names(text)] == []
    assert names("You rang SARAH about it.")


def test_a_place_or_a_thing_is_nobody() -> None:
    cases = [
        "You made it to Whitby, and back.",
        "You moved to Quxley.",
        "You live in Quxley.",
        "You bring the photo from Quxley.",
        "You took the Tube.",
        "You saw the Polo mints.",
        "You went up at Victoria station.",
    ]
    assert [text for text in cases if names(text)] == []
    assert names("Before you see the Quxleys, you rest.")
    assert names("You talked to Quxley.")


def test_how_somebody_is_reached_names_them() -> None:
    assert names("You called +44 7700 900123.")
    assert names("You wrote to a.b@example.org.")
    assert not names("You read chapter 3 of 120 pages.")


def test_the_words_are_told() -> None:
    assert Names([]).found("You walked with Kasimira and Mr Quxley now.") == ["Mr Quxley", "Kasimira", "Quxley"]
