"""The processing log takes Wave 3 events, and any wave."""

from alembic import op

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

VALUES = ("YOUR_JOURNEY_GENERATION", "SESSION_BRIDGE_GENERATION")
WAVES_OF_013 = "wave IN ('mood', 'topics', 'breakthrough', 'deep')"


def upgrade() -> None:
    # A value can be used only once the statement that adds it is committed.
    with op.get_context().autocommit_block():
        for value in VALUES:
            op.execute(f"""ALTER TYPE "LogEvent" ADD VALUE IF NOT EXISTS '{value}'""")
    op.execute("ALTER TABLE analysis_processing_log DROP CONSTRAINT IF EXISTS check_wave")


def downgrade() -> None:
    """The values stay, rows may hold them. So may rows of newer waves: NOT VALID where there are any."""
    op.execute(f"""
        DO $$ BEGIN
            ALTER TABLE analysis_processing_log ADD CONSTRAINT check_wave CHECK ({WAVES_OF_013}) NOT VALID;
            IF NOT EXISTS (SELECT FROM analysis_processing_log WHERE NOT ({WAVES_OF_013})) THEN
                ALTER TABLE analysis_processing_log VALIDATE CONSTRAINT check_wave;
            END IF;
        END $$""")
