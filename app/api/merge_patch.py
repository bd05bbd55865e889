"""JSON Merge Patch, RFC 7396: what a patch leaves out stays, and null removes."""

from collections.abc import Mapping
from typing import Any


def apply_merge_patch(target: Any, patch: Any) -> Any:
    """The target with the patch applied, by section 2 of the RFC. Neither is changed.

    Objects are merged member by member, at any depth; anything else, lists too, takes the target's place as a whole.
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
