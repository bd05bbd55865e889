"""What this service needs of its own: one shape for the journey tables, generations, ledger, runs, events.

Until here two shapes of the journey tables are in use. Shape A: patient_your_journey has its own id and the
versions point to it. Shape B: its key is patient_id and the versions have no roadmap_id. From here on all
are A. A new version keeps its document once, in its version row, and its metadata in generation_metadata;
therefore the older columns may be null.
"""

from sqlalchemy import text

from alembic import op

revision = "017"
down_revision = "016"
branch_labels = None
depends_on = None

PLATFORM_COLUMNS = (
    """
    ALTER TABLE patients
        ADD COLUMN created_by_service boolean NOT NULL DEFAULT false,
        ADD COLUMN erased_at timestamptz
    """,
    """
    ALTER TABLE therapy_sessions
        ADD COLUMN created_by_service boolean NOT NULL DEFAULT false,
        ADD COLUMN erased_at timestamptz,
        ADD COLUMN speaker_roles jsonb,
        ADD COLUMN transcript_hash varchar(64)""",
)

PRIMARY_KEY_OF_JOURNEYS = """
SELECT conname FROM pg_constraint WHERE conrelid = 'patient_your_journey'::regclass AND contype = 'p'"""

HAS_ID = """
SELECT count(*) > 0 FROM pg_attribute
WHERE attrelid = 'patient_your_journey'::regclass AND attname = 'id' AND NOT attisdropped"""

SHAPE_B_TO_A = (
    """
    ALTER TABLE patient_your_journey
        ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
        ADD CONSTRAINT patient_roadmap_pkey PRIMARY KEY (id),
        ADD CONSTRAINT patient_roadmap_patient_id_key UNIQUE (patient_id),
        ALTER COLUMN patient_id SET NOT NULL""",
    # In shape B nothing ties a version to a journey row.
    """
    INSERT INTO patient_your_journey (patient_id, roadmap_data, metadata, created_at, updated_at)
    SELECT DISTINCT ON (patient_id) patient_id, roadmap_data, metadata, created_at, created_at
    FROM your_journey_versions v
    WHERE NOT EXISTS (SELECT FROM patient_your_journey j WHERE j.patient_id = v.patient_id)
    ORDER BY patient_id, version DESC""",
    "ALTER TABLE your_journey_versions ADD COLUMN roadmap_id uuid",
    """
    UPDATE your_journey_versions v SET roadmap_id = j.id
    FROM patient_your_journey j WHERE j.patient_id = v.patient_id""",
    """
    ALTER TABLE your_journey_versions
        ALTER COLUMN roadmap_id SET NOT NULL,
        ADD CONSTRAINT your_journey_versions_roadmap_id_fkey
            FOREIGN KEY (roadmap_id) REFERENCES patient_your_journey(id) ON DELETE CASCADE""",
)

JOURNEYS = (
    "CREATE INDEX IF NOT EXISTS idx_roadmap_patient ON patient_your_journey(patient_id)",
    "CREATE INDEX IF NOT EXISTS idx_roadmap_updated ON patient_your_journey(updated_at)",
    "CREATE INDEX IF NOT EXISTS idx_roadmap_versions_patient ON your_journey_versions(patient_id)",
    "CREATE INDEX IF NOT EXISTS idx_roadmap_versions_created ON your_journey_versions(created_at)",
    """
    INSERT INTO your_journey_versions (patient_id, roadmap_id, version, roadmap_data, metadata, created_at)
    SELECT patient_id, id, 1, roadmap_data, metadata, coalesce(updated_at, created_at, now())
    FROM patient_your_journey j
    WHERE NOT EXISTS (SELECT FROM your_journey_versions v WHERE v.patient_id = j.patient_id)""",
    """
    ALTER TABLE patient_your_journey
        ADD COLUMN current_version_id uuid CONSTRAINT patient_your_journey_current_version_id_fkey
            REFERENCES your_journey_versions(id) ON DELETE SET NULL,
        ALTER COLUMN roadmap_data DROP NOT NULL,
        ALTER COLUMN metadata DROP NOT NULL""",
    "ALTER TABLE your_journey_versions ALTER COLUMN metadata DROP NOT NULL",
    """
    UPDATE patient_your_journey j SET current_version_id = (
        SELECT v.id FROM your_journey_versions v WHERE v.patient_id = j.patient_id
        ORDER BY v.version DESC LIMIT 1)""",
)

RUNS = (
    """
    CREATE TABLE runs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        patient_id uuid NOT NULL REFERENCES patients(id) ON DELETE CASCADE,
        status varchar(20) NOT NULL
            CHECK (status IN ('queued', 'running', 'completed', 'partial', 'failed', 'cancelled')),
        model_tier varchar(20) NOT NULL,
        force boolean NOT NULL DEFAULT false,
        executor varchar(100),
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz
    )""",
    "CREATE INDEX idx_runs_patient ON runs(patient_id, created_at)",
)

GENERATIONS = (
    """
    CREATE TABLE generations (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        patient_id uuid NOT NULL REFERENCES patients(id) ON DELETE CASCADE,
        session_id uuid NOT NULL REFERENCES therapy_sessions(id) ON DELETE CASCADE,
        task varchar(50) NOT NULL,
        state varchar(20) NOT NULL CHECK (state IN ('success', 'insufficient')),
        result jsonb,
        reason varchar(50),
        evidence jsonb NOT NULL DEFAULT '[]',
        dropped jsonb NOT NULL DEFAULT '[]',
        sources jsonb NOT NULL,
        memory jsonb,
        choices jsonb NOT NULL DEFAULT '{}',
        prompt_version varchar(64) NOT NULL,
        model varchar(100),
        model_asked varchar(100) NOT NULL,
        model_tier varchar(20) NOT NULL,
        engine varchar(20) NOT NULL,
        reasoning_effort varchar(20),
        service_tier varchar(20),
        attempts integer NOT NULL,
        duration_ms integer NOT NULL,
        input_tokens integer NOT NULL DEFAULT 0,
        cached_input_tokens integer NOT NULL DEFAULT 0,
        output_tokens integer NOT NULL DEFAULT 0,
        reasoning_tokens integer NOT NULL DEFAULT 0,
        cost_usd numeric(14,8),
        generation_metadata_id uuid REFERENCES generation_metadata(id) ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now()
    )""",
    "CREATE INDEX idx_generations_session_task ON generations(session_id, task, number DESC)",
    "CREATE INDEX idx_generations_patient_task ON generations(patient_id, task, number DESC)",
    "CREATE INDEX idx_generations_sources ON generations USING gin (sources)",
    "CREATE INDEX idx_generations_generation_metadata ON generations(generation_metadata_id)",
)

MODEL_CALLS = (
    """
    CREATE TABLE model_calls (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        patient_id uuid REFERENCES patients(id) ON DELETE SET NULL,
        session_id uuid REFERENCES therapy_sessions(id) ON DELETE SET NULL,
        run_id uuid REFERENCES runs(id) ON DELETE SET NULL,
        generation_id uuid REFERENCES generations(id) ON DELETE SET NULL,
        task varchar(50) NOT NULL,
        model_tier varchar(20) NOT NULL,
        model_asked varchar(100) NOT NULL,
        model varchar(100),
        engine varchar(20) NOT NULL,
        reasoning_effort varchar(20),
        service_tier_asked varchar(20),
        service_tier varchar(20),
        attempt integer NOT NULL,
        state varchar(20) NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'failed')),
        outcome varchar(40),
        input_tokens integer,
        cached_input_tokens integer,
        output_tokens integer,
        reasoning_tokens integer,
        cost_usd numeric(14,8),
        opened_at timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz
    )""",
    "CREATE INDEX idx_model_calls_patient ON model_calls(patient_id)",
    "CREATE INDEX idx_model_calls_opened ON model_calls(opened_at)",
)

STEPS = (
    """
    CREATE TABLE run_steps (
        run_id uuid NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
        session_id uuid NOT NULL REFERENCES therapy_sessions(id) ON DELETE CASCADE,
        task varchar(50) NOT NULL,
        wave integer NOT NULL,
        position integer NOT NULL,
        status varchar(20) NOT NULL CHECK (status IN
            ('waiting', 'running', 'success', 'insufficient', 'reused', 'failed', 'skipped', 'cancelled')),
        attempt integer NOT NULL DEFAULT 0,
        error_code varchar(50),
        generation_id uuid REFERENCES generations(id) ON DELETE SET NULL,
        started_at timestamptz,
        ended_at timestamptz,
        PRIMARY KEY (run_id, session_id, task)
    )""",
    "CREATE TABLE executors (id varchar(100) PRIMARY KEY, seen_at timestamptz NOT NULL DEFAULT now())",
    """
    CREATE TABLE claims (
        session_id uuid NOT NULL REFERENCES therapy_sessions(id) ON DELETE CASCADE,
        task varchar(50) NOT NULL,
        executor varchar(100) NOT NULL,
        claimed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (session_id, task)
    )""",
)

EVENTS = (
    """
    CREATE TABLE patient_event_counters (
        patient_id uuid PRIMARY KEY REFERENCES patients(id) ON DELETE CASCADE,
        last bigint NOT NULL
    )""",
    """
    ALTER TABLE pipeline_events
        ADD COLUMN number bigint,
        ADD COLUMN run_id uuid CONSTRAINT pipeline_events_run_id_fkey REFERENCES runs(id) ON DELETE CASCADE,
        ADD COLUMN attempt integer,
        ADD COLUMN wave varchar(50),
        ADD CONSTRAINT pipeline_events_patient_id_number_key UNIQUE (patient_id, number)""",
    "CREATE INDEX idx_pipeline_events_run ON pipeline_events(run_id, number)",
)

SERVICE_KEYS = """
CREATE TABLE service_keys (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(100) NOT NULL,
    key_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
)"""

TABLES_OF_OURS = (
    "service_keys",
    "patient_event_counters",
    "claims",
    "executors",
    "run_steps",
    "model_calls",
    "generations",
    "runs",
)

# Rows of ours hold nothing in the older columns; the downgrade fills what it can and never loses a row.
JOURNEYS_BACK = (
    """
    UPDATE patient_your_journey j SET roadmap_data = v.roadmap_data
    FROM your_journey_versions v WHERE v.id = j.current_version_id AND j.roadmap_data IS NULL""",
    "UPDATE patient_your_journey SET roadmap_data = '{}' WHERE roadmap_data IS NULL",
    "UPDATE patient_your_journey SET metadata = '{}' WHERE metadata IS NULL",
    "UPDATE your_journey_versions SET metadata = '{}' WHERE metadata IS NULL",
    """
    ALTER TABLE patient_your_journey
        DROP COLUMN current_version_id,
        ALTER COLUMN roadmap_data SET NOT NULL,
        ALTER COLUMN metadata SET NOT NULL""",
    "ALTER TABLE your_journey_versions ALTER COLUMN metadata SET NOT NULL",
)


def bring_shape_b_to_a() -> None:
    bind = op.get_bind()
    if bind.scalar(text(HAS_ID)):
        return
    primary_key = bind.scalar(text(PRIMARY_KEY_OF_JOURNEYS))
    op.execute(f'ALTER TABLE patient_your_journey DROP CONSTRAINT "{primary_key}"')
    for statement in SHAPE_B_TO_A:
        op.execute(statement)


def upgrade() -> None:
    bring_shape_b_to_a()
    statements = (
        *PLATFORM_COLUMNS,
        *JOURNEYS,
        *RUNS,
        *GENERATIONS,
        *MODEL_CALLS,
        *STEPS,
        *EVENTS,
        SERVICE_KEYS,
    )
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    """Leaves shape A: what told the shapes apart is gone, and both hold the same rows."""
    op.execute("ALTER TABLE pipeline_events DROP CONSTRAINT pipeline_events_patient_id_number_key")
    for column in ("number", "run_id", "attempt", "wave"):
        op.execute(f"ALTER TABLE pipeline_events DROP COLUMN {column}")
    for table in TABLES_OF_OURS:
        op.execute(f"DROP TABLE {table}")
    for statement in JOURNEYS_BACK:
        op.execute(statement)
    for column in ("created_by_service", "erased_at", "speaker_roles", "transcript_hash"):
        op.execute(f"ALTER TABLE therapy_sessions DROP COLUMN {column}")
    op.execute("ALTER TABLE patients DROP COLUMN created_by_service, DROP COLUMN erased_at")
