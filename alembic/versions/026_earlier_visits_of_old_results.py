"""Results that remember get the earlier visits that were there when they were made, where that was not kept.

Revision ID: 026
Revises: 025
"""

from alembic import op

revision = "026"
down_revision = "025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of a visit that has moved since, the place it had is not known: the one it has now is taken."""
    op.execute(
        """
        UPDATE generations AS made SET past = left(encode(sha256(coalesce((
            SELECT string_agg(uuid_send(earlier.id), ''::bytea ORDER BY earlier.session_date, earlier.id)
            FROM therapy_sessions AS earlier, therapy_sessions AS own
            WHERE own.id = made.session_id AND earlier.patient_id = own.patient_id AND earlier.erased_at IS NULL
                AND (earlier.session_date, earlier.id) < (own.session_date, own.id)
                AND earlier.created_at <= made.created_at
        ), ''::bytea)), 'hex'), 16)
        WHERE past IS NULL AND task IN (
            'deep_analysis', 'prose_generation', 'session_insights', 'roadmap_generation', 'session_bridge_generation'
        )
        """
    )


def downgrade() -> None:
    """What was added is right in the older shape too."""
