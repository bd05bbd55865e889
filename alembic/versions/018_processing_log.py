"""A function that writes entries of the processing log and never fails: what it cannot write, it warns of.

The log is told in the transaction that stores a result, in the statement that tells the event. Without this, a fault of
the log would undo the result it is about; a savepoint of the client's would cost two more round trips each time.
"""

from alembic import op

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE FUNCTION log_processing(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO analysis_processing_log
                (session_id, wave, event, status, started_at, completed_at, error_message, retry_count,
                 processing_duration_ms)
            SELECT (entry->>'session_id')::uuid, entry->>'wave', (entry->>'event')::"LogEvent", entry->>'status',
                now() - make_interval(secs => coalesce((entry->>'duration_ms')::float, 0) / 1000),
                CASE WHEN entry->>'status' <> 'started' THEN now() END,
                entry->>'error', (entry->>'retry_count')::int, (entry->>'duration_ms')::int
            FROM jsonb_array_elements(entries) AS given(entry);
        EXCEPTION WHEN OTHERS THEN
            RAISE WARNING 'the processing log was not written (%)', SQLSTATE;
        END
        $$
        """
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION log_processing(jsonb)")
