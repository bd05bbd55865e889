"""What results are to others is declared on the generators, once each."""

from app.generators.registry import generators, provider_of, takes_parameter
from app.generators.result_use import Parameter, PatientDocument, ResultUse


def test_everything_that_others_take_is_provided_by_exactly_one_generator() -> None:
    provided = [heir.PROVIDES for heir in generators().values() if heir.PROVIDES is not None]
    assert sorted(provided) == sorted(ResultUse)
    assert provider_of(ResultUse.RISK_STATE) == "risk_screen"


def test_documents_of_patients_have_tables_and_fields_of_their_own() -> None:
    documents = [heir.DOCUMENT for heir in generators().values() if heir.DOCUMENT is not None]
    assert PatientDocument("your_journey", name="journey", field="roadmap") in documents
    assert len({document.key for document in documents}) == len({document.field for document in documents}) == 2


def test_a_parameter_belongs_to_the_tasks_that_declare_it() -> None:
    assert [task for task in generators() if takes_parameter(task, Parameter.NOTE_FORMAT)] == ["progress_note"]
    assert takes_parameter("roadmap_generation", Parameter.STRATEGY)
    assert not takes_parameter("mood_analysis", Parameter.STRATEGY)


def test_what_is_hidden_is_named_by_json_pointers() -> None:
    pointers = [pointer for heir in generators().values() for pointer in (*heir.HIDDEN, *heir.RISK_PATHS)]
    assert pointers
    assert all(pointer.startswith("/") for pointer in pointers)
