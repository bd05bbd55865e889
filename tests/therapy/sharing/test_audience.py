"""The table of who is spared what."""

from app.therapy.sharing.audience import Audience, Place, Reason, When, withholding_rules


def test_the_clinician_reads_everything_and_a_crisis_stands_on_no_page() -> None:
    assert withholding_rules(Audience.CLINICIAN) == {}
    assert {withholding_rules(audience)[Reason.CRISIS] for audience in (Audience.PATIENT, Audience.SHAREABLE)} == {
        When.ALWAYS
    }


def test_what_the_patient_named_is_spared_where_they_alone_read_it() -> None:
    for reason in (Reason.NAME, Reason.DIAGNOSIS, Reason.JARGON):
        assert withholding_rules(Audience.PATIENT)[reason] is When.UNLESS_SAID
        assert withholding_rules(Audience.SHAREABLE)[reason] is When.ALWAYS


def test_each_place_has_its_audience() -> None:
    own = {place for place in Place if place.audience is Audience.PATIENT}
    assert own == {Place.LETTER, Place.JOURNEY}
    assert {place.audience for place in Place} - {Audience.PATIENT} == {Audience.SHAREABLE}


def test_a_reason_has_the_code_that_is_stored() -> None:
    assert Reason.CRISIS.code == "withheld_crisis"
