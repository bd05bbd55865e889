"""The clinician's progress notes and their versions.

Revision ID: 025
Revises: 024
"""

from alembic import op

revision = "025"
down_revision = "024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE progress_notes (
            session_id uuid PRIMARY KEY REFERENCES therapy_sessions (id) ON DELETE CASCADE,
            versions_made integer NOT NULL DEFAULT 0
        )
        """
    )
    op.execute(
        """
        CREATE TABLE progress_note_versions (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            patient_id uuid NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
            session_id uuid NOT NULL REFERENCES progress_notes (session_id) ON DELETE CASCADE,
            generation_id uuid NOT NULL REFERENCES generations (id) ON DELETE CASCADE,
            version_number integer NOT NULL,
            format varchar(10) NOT NULL,
            note jsonb NOT NULL,
            evidence jsonb NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            UNIQUE (session_id, version_number),
            UNIQUE (generation_id, format)
        )
        """
    )
    op.execute("CREATE INDEX idx_progress_note_versions_patient ON progress_note_versions (patient_id)")


def downgrade() -> None:
    op.execute("DROP TABLE progress_note_versions")
    op.execute("DROP TABLE progress_notes")
