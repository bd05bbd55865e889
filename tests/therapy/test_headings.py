"""Every part of a journey has a heading that a patient can read."""

from typing import get_args

from app.generators.specimen import SPECIMEN
from app.generators.wave_3.roadmap_generator import HEADING_CHARS, Title
from app.therapy.headings import HEADINGS
from app.therapy.sharing.audience import Place
from app.therapy.sharing.guard import Guard


def test_each_title_has_a_heading_that_may_stand() -> None:
    assert tuple(HEADINGS) == get_args(Title)
    guard = Guard(SPECIMEN)
    for heading in HEADINGS.values():
        assert len(heading) <= HEADING_CHARS
        assert guard.review(heading, Place.JOURNEY).kept == heading
