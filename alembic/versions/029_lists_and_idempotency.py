"""Indexes for the lists over all patients, and the keys under which callers repeat a request without paying twice.

Revision ID: 029
Revises: 028
"""

from alembic import op

revision = "029"
down_revision = "028"
branch_labels = None
depends_on = None

INDEXES = {
    "idx_patients_listed": """patients
        (coalesce(created_at, '1970-01-01 00:00:00+00'::timestamptz) DESC, id DESC) WHERE erased_at IS NULL""",
    "idx_runs_created": "runs (created_at DESC, id DESC)",
    "idx_runs_status": "runs (status, created_at DESC, id DESC)",
    "idx_model_calls_run": "model_calls (run_id)",
    "idx_generations_held": "generations (number) WHERE held AND released_at IS NULL",
    "idx_generation_metadata_held": "generation_metadata (id) WHERE held AND released_at IS NULL",
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON {columns}")
    op.execute(
        """
        CREATE TABLE idempotency_keys (
            id bytea PRIMARY KEY,
            request bytea NOT NULL,
            patient_id uuid NOT NULL REFERENCES patients (id) ON DELETE CASCADE,
            session_id uuid REFERENCES therapy_sessions (id) ON DELETE CASCADE,
            executor varchar(100) NOT NULL,
            attempt_id uuid NOT NULL,
            generation_id uuid REFERENCES generations (id) ON DELETE CASCADE,
            run_id uuid REFERENCES runs (id) ON DELETE CASCADE,
            failure jsonb,
            reused boolean NOT NULL DEFAULT false,
            prerequisites jsonb NOT NULL DEFAULT '[]',
            claimed_at timestamptz NOT NULL DEFAULT now(),
            created_at timestamptz NOT NULL DEFAULT now()
        )
        """
    )
    for column in ("patient_id", "session_id", "generation_id", "run_id", "created_at"):
        op.execute(f"CREATE INDEX idx_idempotency_keys_{column} ON idempotency_keys ({column})")


def downgrade() -> None:
    op.execute("DROP TABLE idempotency_keys")
    for name in reversed(INDEXES):
        op.execute(f"DROP INDEX {name}")
