"""Items keep their evidence and the place where the model wrote them."""

from dataclasses import replace

from app.generators.specimen import SPECIMEN
from app.therapy.evidence import Dropped, Evidence, Settled
from app.therapy.sharing.audience import Place
from app.therapy.sharing.guard import Guard, Reviewed
from app.therapy.sharing.withholding import ListItem, evidence_at, list_items, withhold_sentences

NAMED = ["You told Robert.", "You slept.", "You ate. You told Robert."]
GUARD = Guard(SPECIMEN)
WORDS = SPECIMEN.notes[0].evidence[0]


def under(path: str) -> Evidence:
    return replace(WORDS, path=path)


SETTLED = Settled(
    {"topics": ["one", "two", "three"]},
    [under("/topics/0"), under("/topics/1"), under("/topics/2/evidence/0"), under("/topics/20")],
    [Dropped("/topics/1", "note_not_found")],
)


def test_an_item_knows_where_the_model_wrote_it_and_what_it_rests_on() -> None:
    found = list_items(SETTLED, "topics")
    assert [item.origin for item in found] == ["/topics/0", "/topics/2", "/topics/3"]
    assert [item.evidence for item in found] == [(under(f"/topics/{at}"),) for at in (0, 1)] + [
        (under("/topics/2/evidence/0"),)
    ]


def without_names(item: ListItem) -> Reviewed:
    return GUARD.review(item.value["text"] if isinstance(item.value, dict) else item.value, Place.LETTER)


def test_what_is_withheld_takes_its_evidence_along_and_the_others_move_up() -> None:
    found = [replace(item, value=text) for item, text in zip(list_items(SETTLED, "topics"), NAMED, strict=True)]
    kept, dropped = withhold_sentences(found, without_names)
    assert [item.value for item in kept] == ["You slept.", "You ate."]
    assert dropped == [Dropped("/topics/0", "withheld_name"), Dropped("/topics/3", "withheld_name")]
    assert [item.path for item in evidence_at("/page", kept)] == ["/page/0", "/page/1"]


def test_the_text_of_an_object_is_shortened_in_its_place() -> None:
    item = ListItem({"title": "Rest", "text": "You told Robert. You slept."}, "/topics/0", ())
    kept, dropped = withhold_sentences([item], without_names, "text")
    assert [one.value for one in kept] == [{"title": "Rest", "text": "You slept."}]
    assert dropped == [Dropped("/topics/0", "withheld_name")]


def test_evidence_that_speaks_of_a_crisis_does_not_stay_under_what_was_shortened() -> None:
    grave = replace(WORDS, quote="I wanted to die.")
    whole, shortened = (
        ListItem("You slept.", "/topics/0", (grave,)),
        ListItem("You slept. Robert.", "/topics/1", (grave, WORDS)),
    )
    kept, _ = withhold_sentences([whole, replace(shortened, value="You slept. You told Robert.")], without_names)
    assert [item.evidence for item in kept] == [(grave,), (WORDS,)]
