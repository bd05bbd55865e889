"""The ledger says whether an answer's JSON object was cut out of other text.

Revision ID: 027
Revises: 026
"""

from alembic import op

revision = "027"
down_revision = "026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE model_calls ADD COLUMN extracted boolean NOT NULL DEFAULT false")


def downgrade() -> None:
    op.execute("ALTER TABLE model_calls DROP COLUMN extracted")
