"""Letters that are held back until a clinician releases them, as versions are.

Revision ID: 024
Revises: 023
"""

from alembic import op

revision = "024"
down_revision = "023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE generations
            ADD COLUMN held boolean NOT NULL DEFAULT false,
            ADD COLUMN released_at timestamptz
        """
    )


def downgrade() -> None:
    op.execute("ALTER TABLE generations DROP COLUMN held, DROP COLUMN released_at")
