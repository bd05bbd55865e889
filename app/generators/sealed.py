"""Classes that stay as they were written: what a generator is when its file has been read, it is to the end."""

from abc import ABCMeta
from typing import Any

_SET_BY_PYTHON = frozenset({"__abstractmethods__", "__parameters__", "_abc_impl"})


class Sealed(ABCMeta):
    """Metaclass of the generators: nothing is put on a class or on an instance from outside."""

    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **kwargs: Any) -> "Sealed":
        # Without slots every instance of an heir would have a dict, in which a `generate` of its own fits.
        return super().__new__(mcls, name, bases, {"__slots__": (), **namespace}, **kwargs)

    def __setattr__(cls, name: str, value: Any) -> None:
        if name not in _SET_BY_PYTHON:
            raise TypeError(f"{cls.__name__}.{name} cannot be set: a generator is what its file says")
        super().__setattr__(name, value)

    def __delattr__(cls, name: str) -> None:
        raise TypeError(f"{cls.__name__}.{name} cannot be deleted: a generator is what its file says")
