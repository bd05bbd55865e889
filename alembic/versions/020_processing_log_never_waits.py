"""The processing log is not waited for: whoever locks its table for long would stop every generation.

Revision ID: 020
Revises: 019
"""

from alembic import op

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """An entry that would have to wait for longer is left out, as one that cannot be written is."""
    op.execute("ALTER FUNCTION log_processing(jsonb) SET lock_timeout = '200ms'")


def downgrade() -> None:
    """Waits again."""
    op.execute("ALTER FUNCTION log_processing(jsonb) RESET lock_timeout")
