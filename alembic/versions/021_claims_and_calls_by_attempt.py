"""A claim and a ledger line name the attempt that they belong to, a line also the process that made the call.

Revision ID: 021
Revises: 020
"""

from alembic import op

revision = "021"
down_revision = "020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Claims that are held at the moment get an attempt that nobody has: they end with their executor or by time."""
    op.execute("ALTER TABLE claims ADD COLUMN attempt_id uuid NOT NULL DEFAULT gen_random_uuid()")
    op.execute(
        """
        ALTER TABLE model_calls
            ADD COLUMN executor varchar(100),
            ADD COLUMN attempt_id uuid,
            ADD COLUMN step_attempt integer
        """
    )
    op.execute("CREATE INDEX idx_model_calls_open ON model_calls(executor) WHERE state = 'open'")


def downgrade() -> None:
    """Older lines never named a process."""
    op.execute("DROP INDEX idx_model_calls_open")
    op.execute("ALTER TABLE model_calls DROP COLUMN executor, DROP COLUMN attempt_id, DROP COLUMN step_attempt")
    op.execute("ALTER TABLE claims DROP COLUMN attempt_id")
