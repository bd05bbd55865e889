"""Items keep their evidence and the place where the model wrote them."""

from dataclasses import replace

from app.generators.specimen import SPECIMEN
from app.therapy.evidence import Dropped, Evidence, Settled
from app.therapy.sharing.withholding import evidence_at, items, withhold

WORDS = SPECIMEN.notes[0].evidence[0]


def under(path: str) -> Evidence:
    return replace(WORDS, path=path)


SETTLED = Settled(
    {"topics": ["one", "two", "three"]},
    [under("/topics/0"), under("/topics/1"), under("/topics/2/evidence/0"), under("/topics/20")],
    [Dropped("/topics/1", "note_not_found")],
)


def test_an_item_knows_where_the_model_wrote_it_and_what_it_rests_on() -> None:
    found = items(SETTLED, "topics")
    assert [item.origin for item in found] == ["/topics/0", "/topics/2", "/topics/3"]
    assert [item.evidence for item in found] == [(under(f"/topics/{at}"),) for at in (0, 1)] + [
        (under("/topics/2/evidence/0"),)
    ]


def test_what_is_withheld_takes_its_evidence_along_and_the_others_move_up() -> None:
    kept, dropped = withhold(items(SETTLED, "topics"), lambda item: "withheld_name" if item.value == "one" else None)
    assert [item.value for item in kept] == ["two", "three"]
    assert dropped == [Dropped("/topics/0", "withheld_name")]
    assert [item.path for item in evidence_at("/page", kept)] == ["/page/0", "/page/1"]
