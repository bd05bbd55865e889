"""Roadmap becomes Your Journey: names only, no row is touched, in either shape of the tables."""

from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None

TABLES = (
    ("patient_roadmap", "patient_your_journey"),
    ("roadmap_versions", "your_journey_versions"),
)
# By the table's new name. The last one exists in shape A only.
CONSTRAINTS = (
    ("patient_your_journey", "patient_roadmap_patient_id_fkey", "patient_your_journey_patient_id_fkey"),
    ("your_journey_versions", "roadmap_versions_patient_id_fkey", "your_journey_versions_patient_id_fkey"),
    ("your_journey_versions", "roadmap_versions_roadmap_id_fkey", "your_journey_versions_roadmap_id_fkey"),
)


def rename_constraint_if_exists(table: str, old: str, new: str) -> None:
    op.execute(f"""
        DO $$ BEGIN
            IF EXISTS (
                SELECT FROM pg_constraint WHERE conrelid = '{table}'::regclass AND conname = '{old}'
            ) THEN
                ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new};
            END IF;
        END $$""")


def upgrade() -> None:
    for old, new in TABLES:
        op.execute(f"ALTER TABLE {old} RENAME TO {new}")
    for table, old, new in CONSTRAINTS:
        rename_constraint_if_exists(table, old, new)


def downgrade() -> None:
    for table, old, new in CONSTRAINTS:
        rename_constraint_if_exists(table, new, old)
    for old, new in TABLES:
        op.execute(f"ALTER TABLE {new} RENAME TO {old}")
