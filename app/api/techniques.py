"""The technique library, to read."""

from typing import Annotated, Any

from fastapi import Path, Query

from app.api.pagination import Cursor, Limit, paginate, parse_cursor
from app.api.strict_route import strict_router
from app.errors import InvalidRequest, NotFound
from app.therapy.techniques import Technique, find_technique, modalities, techniques, techniques_of_modality

router = strict_router("techniques", limited=False)

Modality = Annotated[str | None, Query(description="Only the techniques of this modality.")]
Name = Annotated[str, Path(description='A name, an alias, or "MODALITY - NAME"; matched exactly.')]


@router.get("/techniques")
async def list_techniques(limit: Limit = 50, cursor: Cursor = None, modality: Modality = None) -> dict[str, Any]:
    """The techniques that a topic extraction can name, modality by modality."""
    listed = techniques() if modality is None else _of(modality)
    begin = _after(cursor, listed)
    found = listed[begin : begin + limit + 1]
    return paginate([_item(technique) for technique in found], limit, [[technique.label] for technique in found])


@router.get("/techniques/{name}")
async def read_technique(name: Name) -> dict[str, Any]:
    """One technique. There is no search for a similar name: a near miss can be the opposite."""
    technique = find_technique(name)
    if technique is None:
        raise NotFound("No technique has exactly this name or alias. GET /v1/techniques lists them all.")
    return _item(technique)


def _of(modality: str) -> tuple[Technique, ...]:
    found = techniques_of_modality(modality)
    if not found:
        raise InvalidRequest(f"modality is one of: {', '.join(modalities())}.")
    return found


def _after(cursor: str | None, listed: tuple[Technique, ...]) -> int:
    """Where the next page begins in the list."""
    last = parse_cursor(cursor, 1)
    if last is None:
        return 0
    technique = find_technique(str(last[0]))
    if technique not in listed:
        raise InvalidRequest("cursor is the `next` of a page before, as it came.")
    return listed.index(technique) + 1


def _item(technique: Technique) -> dict[str, Any]:
    return {
        "name": technique.name,
        "modality": technique.modality,
        "aliases": list(technique.aliases),
        "definition": technique.definition,
    }
