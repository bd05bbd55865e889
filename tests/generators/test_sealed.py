"""A sealed class stays as it was written."""

from abc import abstractmethod
from typing import Any, Generic, TypeVar

import pytest
from support.tables import each_row

from app.generators.sealed import Sealed

ValueT = TypeVar("ValueT")


class Contract(Generic[ValueT], metaclass=Sealed):
    """A contract."""

    __slots__ = ("__kept",)

    def __init__(self, kept: int) -> None:
        self.__kept = kept

    @abstractmethod
    def show(self) -> str: ...

    def kept(self) -> int:
        return self.__kept


class Heir(Contract[int]):
    """An heir."""

    def show(self) -> str:
        return "shown"


ANY: Any = Heir


def test_a_sealed_class_works_like_any_other() -> None:
    assert (Heir(3).kept(), Heir(3).show()) == (3, "shown")
    contract: Any = Contract
    assert contract[int] is not None
    with pytest.raises(TypeError, match="abstract"):
        contract(3)


@each_row("name", ["show", "kept", "other", "__init__", "__doc__", "__class__"])
def test_nothing_is_put_on_it_or_taken_from_it(name: str) -> None:
    for owner in (ANY, Contract):
        with pytest.raises(TypeError, match="cannot be set"):
            setattr(owner, name, None)
        with pytest.raises(TypeError, match="cannot be deleted"):
            delattr(owner, name)


def test_its_instances_have_no_room_for_anything_else() -> None:
    heir: Any = Heir(3)
    for put in (setattr, object.__setattr__):
        with pytest.raises(AttributeError):
            put(heir, "show", None)
    assert not hasattr(heir, "__dict__")
