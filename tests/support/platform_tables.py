"""The platform's database at 013, in its two shapes, with as many rows as production holds."""

from alembic.config import Config
from sqlalchemy import Connection, text

from alembic import command
from app.store.database import connect
from app.store.migrations import PROJECT

SHAPES = ("A", "B")
JOURNEYS, VERSIONS = 10, 56

TO_SHAPE_B = (
    "ALTER TABLE roadmap_versions DROP COLUMN roadmap_id",
    "ALTER TABLE patient_roadmap DROP COLUMN id, DROP CONSTRAINT patient_roadmap_patient_id_key",
    "ALTER TABLE patient_roadmap ADD CONSTRAINT patient_roadmap_pkey PRIMARY KEY (patient_id)",
)

ROWS = (
    f"INSERT INTO patients (created_at) SELECT now() - i * interval '1 day' FROM generate_series(1, {JOURNEYS}) i",
    """
    INSERT INTO patient_roadmap (patient_id, roadmap_data, metadata, updated_at)
    SELECT id, jsonb_build_object('summary', 'für Zoë', 'n', 1.50, 'list', jsonb_build_array(1, null, 'x')),
        jsonb_build_object('compaction_strategy', 'full', 'sessions_analyzed', 7), created_at + interval '1 hour'
    FROM patients""",
)

VERSIONS_OF = """
INSERT INTO roadmap_versions (patient_id, {roadmap_id} version, roadmap_data, metadata, cost)
SELECT patient_id, {id} n, roadmap_data || jsonb_build_object('version', n), metadata, n / 3.0
FROM (SELECT *, row_number() OVER (ORDER BY patient_id) AS place FROM patient_roadmap) r,
    generate_series(1, 6) n
WHERE n <= CASE WHEN place <= 6 THEN 6 ELSE 5 END"""

COLUMNS = {
    "patient_roadmap": ["patient_id", "roadmap_data", "metadata", "created_at", "updated_at"],
    "roadmap_versions": [
        *("id", "patient_id", "version", "roadmap_data", "metadata", "generation_context", "cost"),
        *("generation_duration_ms", "created_at"),
    ],
}
NAMES_SINCE_014 = {"patient_roadmap": "patient_your_journey", "roadmap_versions": "your_journey_versions"}


def config_on(connection: Connection) -> Config:
    config = Config(PROJECT / "alembic.ini")
    config.attributes["connection"] = connection
    return config


async def upgrade(url: str, revision: str) -> None:
    async with connect(url) as connection:
        await connection.run_sync(lambda c: command.upgrade(config_on(c), revision))


async def downgrade(url: str, revision: str) -> None:
    async with connect(url) as connection:
        await connection.run_sync(lambda c: command.downgrade(config_on(c), revision))


async def run(url: str, *statements: str) -> None:
    async with connect(url) as connection:
        for statement in statements:
            await connection.execute(text(statement))
        await connection.commit()


async def values(url: str, statement: str) -> list[object]:
    """The first column of every row."""
    async with connect(url) as connection:
        return list((await connection.execute(text(statement))).scalars())


async def create_platform(url: str, shape: str) -> None:
    """A database at 013 with 10 journeys and 56 versions, stamped as alembic stamps it."""
    await upgrade(url, "013")
    if shape == "B":
        await run(url, *TO_SHAPE_B)
    own_id = {"roadmap_id": "roadmap_id,", "id": "id,"} if shape == "A" else {"roadmap_id": "", "id": ""}
    await run(url, *ROWS, VERSIONS_OF.format(**own_id))


async def create_unstamped_platform(url: str, shape: str) -> None:
    await create_platform(url, shape)
    await run(url, "DROP TABLE alembic_version")


async def fingerprints(url: str, shape: str) -> dict[str, tuple[object, object]]:
    """Number of rows and md5 over every column that 013 has, whatever the table is called by now."""
    found: dict[str, tuple[object, object]] = {}
    for old, columns in COLUMNS.items():
        keys = ["id" if old == "patient_roadmap" else "roadmap_id"] if shape == "A" else []
        (is_old,) = await values(url, f"SELECT to_regclass('{old}') IS NOT NULL")
        table = old if is_old else NAMES_SINCE_014[old]
        row = f"ROW({', '.join(columns + keys)})::text"
        (count,) = await values(url, f"SELECT count(*) FROM {table}")
        (digest,) = await values(url, f"SELECT md5(string_agg({row}, '|' ORDER BY {row})) FROM {table}")
        found[old] = (count, digest)
    return found
