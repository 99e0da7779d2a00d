"""Immutable value classes as `dataclass(frozen=True, slots=True)` makes them; importing dataclasses would double the time to start."""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_):
        return lambda made: made


@dataclass_transform(frozen_default=True)
def value(cls: type[T]) -> type[T]:
    """Returns `cls` with a slot for each annotated name (two at least), set once by position or keyword; equal by type and content."""
    names = tuple(cls.__annotations__)
    defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
    content: Any = attrgetter(*names)

    def equal(self: Any, other: object) -> Any:
        return content(self) == content(other) if type(other) is type(self) else NotImplemented

    def shown(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={held!r}' for name, held in zip(names, content(self), strict=True))})"

    def refuse(self: Any, name: str, *_: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} can not be changed")

    body = {name: held for name, held in cls.__dict__.items() if name not in (*defaults, "__dict__", "__weakref__")}
    made: Any = type(cls.__name__, cls.__bases__, {**body, "__slots__": names, "__match_args__": names})
    # Written out, as dataclasses and named tuples do it too: a loop over the slots takes three times as long.
    heads = ", ".join(f"{name}=kept[{name!r}]" if name in defaults else name for name in names)
    puts = "; ".join(f"put_{name}(self, {name})" for name in names)
    scope: dict[str, Any] = {"kept": defaults, **{f"put_{name}": made.__dict__[name].__set__ for name in names}}
    exec(f"def __init__(self, {heads}): {puts}", scope)
    made.__init__ = scope["__init__"]
    made.__eq__ = equal
    made.__hash__ = lambda self: hash(content(self))
    made.__repr__ = shown
    made.__reduce__ = lambda self: (made, content(self))
    made.__setattr__ = made.__delattr__ = refuse
    return made  # type: ignore[no-any-return]
