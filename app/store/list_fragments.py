"""SQL that the lists over all patients share. `made` is a row of generations, `card` its version's metadata."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HELD_ROWS = """
    SELECT made.id FROM generations AS made
    WHERE made.held AND made.released_at IS NULL AND made.task = ANY(:tasks)
    UNION ALL
    SELECT made.id FROM generation_metadata AS card JOIN generations AS made ON made.generation_metadata_id = card.id
    WHERE card.held AND card.released_at IS NULL AND made.task = ANY(:tasks)
"""
"""The ids of what is held, by the indexes of what is held."""

IS_SUPERSEDED = """EXISTS (
    SELECT FROM generations AS newer
    WHERE newer.session_id = made.session_id AND newer.task = made.task AND newer.number > made.number
        AND (newer.state = 'success' OR (made.generation_metadata_id IS NULL
            AND (newer.prompt_version, newer.sources) IS DISTINCT FROM (made.prompt_version, made.sources)))
)"""
"""Whether the same visit has a newer result of the same task. An empty one takes the place of a letter only if it was
made from other words or with another prompt; versions it never replaces."""


@dataclass(frozen=True, slots=True)
class ListedTasks:
    """The tasks that write for patients, and the one that screens visits, with its current prompt; "" where it is
    switched off.
    """

    written: Sequence[str]
    screen: str
    screen_prompt: str

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the fragments."""
        return {"tasks": list(self.written), "screen": self.screen, "screen_prompt": self.screen_prompt}


def screen_state(session_id: str) -> str:
    """Return the SQL of the state of a visit's screen, null without one. One that was made without a model counts only
    if no model has screened the same words.
    """
    newest = f"""(
        SELECT newest.sources FROM generations AS newest
        WHERE newest.session_id = {session_id} AND newest.task = :screen ORDER BY newest.number DESC LIMIT 1
    )"""
    by_model = f"screen.state = 'success' AND screen.prompt_version = :screen_prompt AND screen.sources = {newest}"
    return f"""(
        SELECT coalesce(screen.result->>'state', 'indeterminate') FROM generations AS screen
        WHERE screen.session_id = {session_id} AND screen.task = :screen
        ORDER BY ({by_model}) DESC, screen.number DESC LIMIT 1
    )"""
