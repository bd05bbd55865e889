"""A result names the earlier visits that it could remember, so that a visit that comes late or moves makes it stale.

Revision ID: 022
Revises: 021
"""

from alembic import op

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Results from before stay null: of which visits they were made is not known."""
    op.execute("ALTER TABLE generations ADD COLUMN past varchar(16)")


def downgrade() -> None:
    op.execute("ALTER TABLE generations DROP COLUMN past")
