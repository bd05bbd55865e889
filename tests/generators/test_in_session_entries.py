"""What was understood in a visit is no progress between visits."""

from dataclasses import replace

from app.generators.in_session_entries import RETOLD, SEEN_IN_THE_ROOM, rests_on_session_alone
from app.generators.specimen import SPECIMEN
from app.therapy.sharing.withholding import ListItem


def test_an_entry_rests_on_the_room_alone_where_all_its_notes_do() -> None:
    seen, other, _ = SPECIMEN.notes
    for kinds, alone in (((SEEN_IN_THE_ROOM, RETOLD), True), ((SEEN_IN_THE_ROOM, "strength"), False)):
        notes = tuple(replace(note, kind=kind) for note, kind in zip((seen, other), kinds, strict=True))
        item = ListItem("You might share it.", "/suggestions/0", (*seen.evidence, *other.evidence))
        assert rests_on_session_alone(item, replace(SPECIMEN, notes=notes)) is alone


def test_an_insight_by_itself_is_not_of_the_room() -> None:
    note = replace(SPECIMEN.notes[0], kind=RETOLD)
    item = ListItem("You might share it.", "/suggestions/0", note.evidence)
    assert not rests_on_session_alone(item, replace(SPECIMEN, notes=(note,)))
