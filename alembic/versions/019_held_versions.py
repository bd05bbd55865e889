"""Versions that are held back until a clinician releases them, and numbers that are never given twice."""

from alembic import op

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None

OWNERS = {
    "patient_your_journey": ("your_journey_versions", "version"),
    "patient_session_bridge": ("session_bridge_versions", "version_number"),
}


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE generation_metadata
            ADD COLUMN held boolean NOT NULL DEFAULT false,
            ADD COLUMN released_at timestamptz
        """
    )
    for owner, (versions, number) in OWNERS.items():
        op.execute(f"ALTER TABLE {owner} ADD COLUMN versions_made integer NOT NULL DEFAULT 0")
        op.execute(
            f"""
            UPDATE {owner} o SET versions_made = made.number
            FROM (SELECT patient_id, max({number}) AS number FROM {versions} GROUP BY patient_id) AS made
            WHERE made.patient_id = o.patient_id
            """
        )


def downgrade() -> None:
    for owner in OWNERS:
        op.execute(f"ALTER TABLE {owner} DROP COLUMN versions_made")
    op.execute("ALTER TABLE generation_metadata DROP COLUMN held, DROP COLUMN released_at")
