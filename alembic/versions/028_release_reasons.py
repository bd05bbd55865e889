"""Why a held version or letter was released, in the words of whoever released it.

Revision ID: 028
Revises: 027
"""

from alembic import op

revision = "028"
down_revision = "027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE generations ADD COLUMN release_reason text")
    op.execute("ALTER TABLE generation_metadata ADD COLUMN release_reason text")


def downgrade() -> None:
    op.execute("ALTER TABLE generations DROP COLUMN release_reason")
    op.execute("ALTER TABLE generation_metadata DROP COLUMN release_reason")
