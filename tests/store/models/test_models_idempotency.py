"""The rows of idempotency keys."""

import uuid

from support.visit_rows import Visit, a_generation, a_visit, add

from app.store.database import Database
from app.store.models import IdempotencyKey


def a_key(visit: Visit) -> IdempotencyKey:
    owner = {"patient_id": visit.patient_id, "session_id": visit.session_id}
    return IdempotencyKey(id=uuid.uuid4().bytes, request=b"digest", executor="web", attempt_id=uuid.uuid4(), **owner)


async def test_a_key_is_pending_until_it_has_an_answer_and_goes_with_it(module_database: Database) -> None:
    visit = await a_visit(module_database)
    row, made = a_key(visit), a_generation(visit)
    await add(module_database, made, row)
    assert row.is_pending
    async with module_database.transaction() as db:
        kept = await db.get_one(IdempotencyKey, row.id)
        kept.generation_id = made.id
        await db.flush()
        assert not kept.is_pending
        await db.delete(await db.get_one(type(made), made.id))
        await db.flush()
        db.expunge(kept)
        assert await db.get(IdempotencyKey, row.id) is None
