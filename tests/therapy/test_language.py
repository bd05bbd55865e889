from app.sample.visits import read_sample_visits
from app.therapy.language import are_english, is_english

FOREIGN = [
    "Ich habe die ganze Woche kaum geschlafen und war am Morgen so müde, dass ich im Bett blieb. Was soll ich tun?",
    "No he dormido en toda la semana, y cuando me levanto por la mañana me siento muy cansado y no quiero ver a nadie.",
    "Je n'ai presque pas dormi cette semaine, et le matin je me sens si fatigué que je ne veux voir personne du tout.",
    "Ik heb deze week bijna niet geslapen en was elke ochtend zo moe dat ik in bed bleef, wat moet ik nu doen dan.",
    "今週はほとんど眠れませんでした。毎朝とても疲れていて、誰にも会いたくありません。",
]


def test_other_languages_are_told_apart() -> None:
    assert [text for text in FOREIGN if is_english(text)] == []


def test_short_english_is_english() -> None:
    said = [
        "So no thoughts of suicide at all since we last met? That's right, none.",
        "Nobody sat near me at the quiz.",
    ]
    assert [text for text in said if not is_english(text)] == []


def test_words_that_are_at_hand_are_told_apart_too() -> None:
    assert are_english("i have been up with the baby all night and it is raining again".split())
    assert not are_english("ich habe die ganze woche kaum geschlafen und war am morgen so müde".split())


def test_a_few_words_are_taken_for_english() -> None:
    assert is_english("Ja, gut.")


def test_every_sample_visit_is_english() -> None:
    for visit in read_sample_visits():
        assert is_english(" ".join(segment.text for segment in visit.segments)), visit.number
