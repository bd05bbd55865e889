"""JSON Merge Patch (RFC 7396): absent members stay unchanged, null removes a member."""

from collections.abc import Mapping
from typing import Any


def apply_merge_patch(target: Any, patch: Any) -> Any:
    """Return the target with the patch applied, as specified in section 2 of the RFC. Neither argument is changed.

    Objects are merged member by member at any depth. Everything else, including lists, replaces the target.
    """
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = apply_merge_patch(result.get(name), value)
    return result
