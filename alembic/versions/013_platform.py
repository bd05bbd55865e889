"""The platform's tables that AI generation reads and writes, as they stood at 013 (shape A).

An empty database gets them from here. A platform database has them already and is stamped 013.
"""

from alembic import op

revision = "013"
down_revision = None
branch_labels = None
depends_on = None

USERS = """
CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email varchar(255) UNIQUE,
    first_name varchar(100),
    last_name varchar(100),
    role varchar(20),
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
)"""

PATIENTS = """
CREATE TABLE patients (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES users(id) ON DELETE CASCADE,
    therapist_id uuid REFERENCES users(id) ON DELETE SET NULL,
    date_of_birth date,
    phone varchar(20),
    emergency_contact varchar(255),
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
)"""

THERAPY_SESSIONS = """
CREATE TABLE therapy_sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid REFERENCES patients(id) ON DELETE CASCADE,
    therapist_id uuid REFERENCES users(id) ON DELETE SET NULL,
    session_date timestamptz NOT NULL,
    duration_minutes integer,
    transcript jsonb,
    processing_status varchar(20) DEFAULT 'pending'
        CHECK (processing_status IN ('pending', 'processing', 'completed', 'failed')),
    mood_score numeric(3,1) CHECK (mood_score BETWEEN 0 AND 10),
    mood_confidence numeric(3,2) CHECK (mood_confidence BETWEEN 0 AND 1),
    mood_rationale text,
    mood_indicators jsonb,
    emotional_tone text,
    mood_analyzed_at timestamptz,
    topics text[],
    action_items text[],
    action_items_summary text,
    technique varchar(255),
    summary text,
    extraction_confidence numeric(3,2),
    raw_meta_summary text,
    topics_extracted_at timestamptz,
    has_breakthrough boolean DEFAULT false,
    breakthrough_data jsonb,
    breakthrough_label varchar(50),
    breakthrough_analyzed_at timestamptz,
    wave1_completed_at timestamptz,
    deep_analysis jsonb,
    analysis_confidence numeric(3,2),
    deep_analyzed_at timestamptz,
    prose_analysis text,
    prose_generated_at timestamptz,
    analysis_status varchar(20) DEFAULT 'pending'
        CHECK (analysis_status IN
            ('pending', 'wave1_running', 'wave1_complete', 'wave2_running', 'complete', 'failed')),
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
)"""

LOG_EVENT = """
CREATE TYPE "LogEvent" AS ENUM (
    'START', 'COMPLETE', 'FAILED', 'FILE_LOAD', 'DB_UPDATE', 'MOOD_ANALYSIS', 'TOPIC_EXTRACTION',
    'BREAKTHROUGH_DETECTION', 'DEEP_ANALYSIS', 'PROSE_GENERATION'
)"""

PROCESSING_LOG = """
CREATE TABLE analysis_processing_log (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    session_id uuid NOT NULL REFERENCES therapy_sessions(id) ON DELETE CASCADE,
    wave varchar(20) NOT NULL,
    event "LogEvent",
    status varchar(20) NOT NULL CHECK (status IN ('started', 'completed', 'failed')),
    started_at timestamptz DEFAULT now(),
    completed_at timestamptz,
    error_message text,
    retry_count integer DEFAULT 0,
    processing_duration_ms integer,
    CONSTRAINT check_wave CHECK (wave IN ('mood', 'topics', 'breakthrough', 'deep'))
)"""

PIPELINE_EVENTS = """
CREATE TABLE pipeline_events (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid NOT NULL REFERENCES patients(id) ON DELETE CASCADE,
    session_id uuid REFERENCES therapy_sessions(id) ON DELETE CASCADE,
    session_date varchar(50),
    phase varchar(20) NOT NULL,
    event varchar(50) NOT NULL,
    status varchar(20) NOT NULL,
    message text,
    metadata jsonb,
    created_at timestamptz DEFAULT now(),
    consumed boolean DEFAULT false
)"""

GENERATION_COSTS = """
CREATE TABLE generation_costs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    task varchar(100) NOT NULL,
    model varchar(100) NOT NULL,
    input_tokens integer,
    output_tokens integer,
    cost double precision,
    duration_ms integer,
    session_id uuid REFERENCES therapy_sessions(id) ON DELETE SET NULL,
    patient_id uuid REFERENCES patients(id) ON DELETE SET NULL,
    metadata jsonb,
    created_at timestamptz DEFAULT now()
)"""

PATIENT_ROADMAP = """
CREATE TABLE patient_roadmap (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid NOT NULL UNIQUE
        CONSTRAINT patient_roadmap_patient_id_fkey REFERENCES patients(id) ON DELETE CASCADE,
    roadmap_data jsonb NOT NULL,
    metadata jsonb NOT NULL,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
)"""

ROADMAP_VERSIONS = """
CREATE TABLE roadmap_versions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    patient_id uuid NOT NULL
        CONSTRAINT roadmap_versions_patient_id_fkey REFERENCES patients(id) ON DELETE CASCADE,
    roadmap_id uuid NOT NULL
        CONSTRAINT roadmap_versions_roadmap_id_fkey REFERENCES patient_roadmap(id) ON DELETE CASCADE,
    version integer NOT NULL,
    roadmap_data jsonb NOT NULL,
    metadata jsonb NOT NULL,
    generation_context jsonb,
    cost double precision,
    generation_duration_ms integer,
    created_at timestamptz DEFAULT now(),
    UNIQUE (patient_id, version)
)"""

STATEMENTS = (
    USERS,
    PATIENTS,
    THERAPY_SESSIONS,
    "CREATE INDEX idx_therapy_sessions_patient_id ON therapy_sessions(patient_id)",
    LOG_EVENT,
    PROCESSING_LOG,
    PIPELINE_EVENTS,
    GENERATION_COSTS,
    PATIENT_ROADMAP,
    ROADMAP_VERSIONS,
    "CREATE INDEX idx_roadmap_patient ON patient_roadmap(patient_id)",
    "CREATE INDEX idx_roadmap_updated ON patient_roadmap(updated_at)",
    "CREATE INDEX idx_roadmap_versions_patient ON roadmap_versions(patient_id)",
    "CREATE INDEX idx_roadmap_versions_created ON roadmap_versions(created_at)",
)

TABLES = (
    "roadmap_versions",
    "patient_roadmap",
    "generation_costs",
    "pipeline_events",
    "analysis_processing_log",
    "therapy_sessions",
    "patients",
    "users",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute('DROP TYPE "LogEvent"')
