"""Session Bridge, and one metadata row for each version of either document."""

from alembic import op

revision = "015"
down_revision = "014"
branch_labels = None
depends_on = None

PATIENT_SESSION_BRIDGE = """
CREATE TABLE patient_session_bridge (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid NOT NULL UNIQUE REFERENCES patients(id) ON DELETE CASCADE,
    current_version_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
)"""

SESSION_BRIDGE_VERSIONS = """
CREATE TABLE session_bridge_versions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid NOT NULL REFERENCES patients(id) ON DELETE CASCADE,
    session_bridge_id uuid NOT NULL REFERENCES patient_session_bridge(id) ON DELETE CASCADE,
    version_number integer NOT NULL,
    bridge_data jsonb NOT NULL,
    model_used varchar(50),
    generation_metadata_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (patient_id, version_number)
)"""

GENERATION_METADATA = """
CREATE TABLE generation_metadata (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    your_journey_version_id uuid REFERENCES your_journey_versions(id) ON DELETE CASCADE,
    session_bridge_version_id uuid REFERENCES session_bridge_versions(id) ON DELETE CASCADE,
    sessions_analyzed integer,
    total_sessions integer,
    model_used varchar(50),
    generation_timestamp timestamptz,
    last_session_id uuid REFERENCES therapy_sessions(id) ON DELETE SET NULL,
    compaction_strategy varchar(20),
    prompt_tokens integer,
    completion_tokens integer,
    total_tokens integer,
    api_cost numeric(10,6),
    model_tier varchar(20),
    generation_duration_ms integer,
    metadata_json jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT generation_metadata_one_version_check
        CHECK (num_nonnulls(your_journey_version_id, session_bridge_version_id) = 1)
)"""

INDEXES = (
    "CREATE INDEX idx_session_bridge_versions_patient ON session_bridge_versions(patient_id)",
    "CREATE INDEX idx_session_bridge_versions_session_bridge ON session_bridge_versions(session_bridge_id)",
    "CREATE UNIQUE INDEX idx_generation_metadata_your_journey ON generation_metadata(your_journey_version_id)",
    "CREATE UNIQUE INDEX idx_generation_metadata_session_bridge ON generation_metadata(session_bridge_version_id)",
)

CIRCULAR_KEYS = (
    """
    ALTER TABLE patient_session_bridge ADD CONSTRAINT patient_session_bridge_current_version_id_fkey
        FOREIGN KEY (current_version_id) REFERENCES session_bridge_versions(id) ON DELETE SET NULL""",
    """
    ALTER TABLE session_bridge_versions ADD CONSTRAINT session_bridge_versions_generation_metadata_id_fkey
        FOREIGN KEY (generation_metadata_id) REFERENCES generation_metadata(id) ON DELETE SET NULL""",
)


def upgrade() -> None:
    tables = (PATIENT_SESSION_BRIDGE, SESSION_BRIDGE_VERSIONS, GENERATION_METADATA)
    for statement in (*tables, *INDEXES, *CIRCULAR_KEYS):
        op.execute(statement)


def downgrade() -> None:
    op.drop_constraint("patient_session_bridge_current_version_id_fkey", "patient_session_bridge")
    op.drop_constraint("session_bridge_versions_generation_metadata_id_fkey", "session_bridge_versions")
    for table in ("generation_metadata", "session_bridge_versions", "patient_session_bridge"):
        op.execute(f"DROP TABLE {table}")
