"""What results are to others is declared on the generators, once each."""

from app.generators.registry import endpoint_takes_parameter, generators_by_task, task_providing
from app.generators.result_use import EndpointParameter, PatientDocument, ResultUse


def test_everything_that_others_take_is_provided_by_exactly_one_generator() -> None:
    provided = [
        generator_class.PROVIDES
        for generator_class in generators_by_task().values()
        if generator_class.PROVIDES is not None
    ]
    assert sorted(provided) == sorted(ResultUse)
    assert task_providing(ResultUse.RISK_STATE) == "risk_screen"


def test_documents_of_patients_have_tables_and_fields_of_their_own() -> None:
    documents = [
        generator_class.DOCUMENT
        for generator_class in generators_by_task().values()
        if generator_class.DOCUMENT is not None
    ]
    assert PatientDocument("your_journey", name="journey", field="roadmap") in documents
    assert len({document.key for document in documents}) == len({document.field for document in documents}) == 2


def test_a_parameter_belongs_to_the_tasks_that_declare_it() -> None:
    assert [task for task in generators_by_task() if endpoint_takes_parameter(task, EndpointParameter.NOTE_FORMAT)] == [
        "progress_note"
    ]
    assert endpoint_takes_parameter("roadmap_generation", EndpointParameter.STRATEGY)
    assert not endpoint_takes_parameter("mood_analysis", EndpointParameter.STRATEGY)


def test_what_is_hidden_is_named_by_json_pointers() -> None:
    pointers = [
        pointer
        for generator_class in generators_by_task().values()
        for pointer in (*generator_class.HIDDEN, *generator_class.RISK_PATHS)
    ]
    assert pointers
    assert all(pointer.startswith("/") for pointer in pointers)
