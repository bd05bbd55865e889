"""Whether a stored result still rests on what is there."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from app.pipeline.graph import generator
from app.pipeline.input.staleness import fingerprint, is_stale
from app.store.models import Generation
from app.store.visits import Ground
from app.therapy.transcript import Role

OWN, EARLIER = UUID(int=1), UUID(int=2)
ROLES = {"A": Role.THERAPIST, "B": Role.PATIENT}


def ground(session: UUID = OWN, words: str = "f" * 64, roles: Any = None) -> Ground:
    return Ground(session, datetime(2026, 5, 7, tzinfo=UTC), words, roles)


def made(task: str, *grounds: Ground, prompt_version: str | None = None) -> Generation:
    version = prompt_version or generator(task).declared.prompt_version
    sources = {str(one.session_id): fingerprint(one, task) for one in grounds}
    return Generation(task=task, prompt_version=version, sources=sources)


def here(*grounds: Ground) -> dict[UUID, Ground]:
    return {one.session_id: one for one in grounds}


def test_the_same_words_roles_and_prompt_are_fresh() -> None:
    grounds = (ground(roles=ROLES), ground(EARLIER))
    assert not is_stale(made("deep_analysis", *grounds), here(*grounds))


@pytest.mark.parametrize(
    "now",
    [
        here(ground(words="e" * 64, roles=ROLES)),
        here(ground(roles={"A": Role.PATIENT, "B": Role.THERAPIST})),
        here(ground(roles=None)),
        here(),
    ],
    ids=["other words", "other roles", "no roles", "erased"],
)
def test_anything_else_is_stale(now: dict[UUID, Ground]) -> None:
    assert is_stale(made("mood_analysis", ground(roles=ROLES)), now)


def test_a_changed_prompt_is_stale() -> None:
    assert is_stale(made("mood_analysis", ground(), prompt_version="old"), here(ground()))


def test_a_remembered_visit_counts_too() -> None:
    row = made("deep_analysis", ground(), ground(EARLIER))
    assert is_stale(row, here(ground()))
    assert is_stale(row, here(ground(), ground(EARLIER, words="0" * 64)))


def test_who_is_who_rests_on_the_words_alone() -> None:
    assert not is_stale(made("speaker_labeling", ground(roles=ROLES)), here(ground()))


def test_the_order_in_which_roles_are_named_is_nothing() -> None:
    turned = dict(reversed(ROLES.items()))
    assert fingerprint(ground(roles=ROLES), "mood_analysis") == fingerprint(ground(roles=turned), "mood_analysis")
