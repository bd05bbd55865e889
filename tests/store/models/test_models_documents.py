"""A document's tables follow from its key."""

import subprocess
import sys

import pytest
from support.command_process import PROJECT

pytestmark = pytest.mark.quick

PROGRAM = """
from app.store import versions
from app.store.models import GenerationMetadata

made = versions.document("care_plan")
assert versions.document("care_plan") is made and made in versions.documents()
print(made.owner.__tablename__, made.version.__tablename__, *sorted(made.version.__table__.columns.keys()))
print(GenerationMetadata.care_plan_version_id.property.columns[0].foreign_keys)
"""


def test_the_tables_and_columns_of_a_new_document_are_named_by_its_key() -> None:
    # In a process of its own, so that no other test meets the classes.
    ran = subprocess.run([sys.executable, "-c", PROGRAM], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    tables, keys = ran.stdout.splitlines()
    columns = "care_plan_data care_plan_id created_at id patient_id version_number"
    assert tables == f"patient_care_plan care_plan_versions {columns}"
    assert keys == "{ForeignKey('care_plan_versions.id')}"
