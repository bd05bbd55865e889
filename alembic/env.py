"""Runs the migrations, on the connection that `app.store.migrations` hands over or on DATABASE_URL."""

import asyncio

from alembic.util import CommandError
from sqlalchemy import Connection

from alembic import context
from app.settings import get_settings
from app.store.migrations import migration_lock
from app.store.models import Base


def of_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether autogenerate looks at it: the platform has tables that this service never touches."""
    return kind != "table" or name in Base.metadata.tables


def run(connection: Connection) -> None:
    """A transaction per migration: a value that 016 adds cannot be used before it is committed."""
    connection.commit()  # in a transaction begun elsewhere alembic would not begin its own
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        include_name=of_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_on_settings() -> None:
    """What the bare `alembic` command runs on."""
    settings = get_settings()
    url = settings.database_direct_url or settings.database_url
    if url is None:
        raise CommandError("alembic needs DATABASE_URL; `therabridge migrate` also serves the embedded database.")
    async with migration_lock(url.get_secret_value()) as connection:
        await connection.run_sync(run)


given = context.config.attributes.get("connection")
if given is None:
    asyncio.run(run_on_settings())
else:
    run(given)
