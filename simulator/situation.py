"""A situation: all that a cue can ask about when something was said or done. Facts hold yuan; prices worked out here are in fen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, overload

from simulator.offers import fen, lowest_offer
from simulator.reading.marks import Amount, Reading


@dataclass(frozen=True, slots=True)
class Doing:
    """Something done at the desk or something that happened, with its arguments; amounts among them are in yuan."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a cue can ask about. `proposed` are the amounts the buyer named last; `heard` counts acts, this message included."""

    reading: Reading | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    mood: Mapping[str, int] = field(default_factory=dict)
    open_asks: tuple[str, ...] = ()
    proposed: tuple[Amount, ...] = ()
    action: Doing | None = None
    event: Doing | None = None
    heard: Mapping[str, int] = field(default_factory=dict)
    visits: int = 0
    sender: Literal["", "buyer", "agent"] = ""
    """Who wrote the message, where it is one."""
    buyer: tuple[Reading, ...] = ()
    """The buyer's lines that this message answers; only rules look at them."""
    earlier: Past = field(default_factory=lambda: Past())
    """What happened before in this talk, messages of both sides among it; only rules look at it."""
    suspected: dict[str, float] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What `simulator.suspicion` found of this message, kept because every rule asks for it."""


class Past(Sequence[Situation]):
    """The situations of a talk up to a moment, oldest first: a view on one growing list, so that a long talk holds no copies."""

    __slots__ = ("_first", "_length", "_situations")

    def __init__(self, situations: list[Situation] | None = None, first: dict[int, tuple[int, int | None]] | None = None) -> None:
        self._situations = situations if situations is not None else []
        self._first = first if first is not None else {}
        self._length: int | None = None

    def now(self) -> Past:
        """Returns what is past now; it does not grow with the talk."""
        past = Past(self._situations, self._first)
        past._length = len(self._situations)
        return past

    def add(self, situation: Situation) -> None:
        """Takes in what happened next."""
        self._situations.append(situation)

    def ever(self, key: int, holds: Callable[[Situation], bool]) -> bool:
        """Returns whether `holds` was true of any of these situations. `key` names the question, so that each situation is asked once."""
        asked, first = self._first.get(key, (0, None))
        length = len(self)
        while first is None and asked < length:
            first = asked if holds(self._situations[asked]) else None
            asked += 1
        self._first[key] = (asked, first)
        return first is not None and first < length

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Past) and self[:] == other[:]

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._situations) if self._length is None else self._length

    @overload
    def __getitem__(self, index: int) -> Situation: ...
    @overload
    def __getitem__(self, index: slice) -> list[Situation]: ...
    def __getitem__(self, index: int | slice) -> Situation | list[Situation]:
        return self._situations[: len(self)][index] if isinstance(index, slice) else self._situations[range(len(self))[index]]


def fact(facts: Mapping[str, Any], path: Iterable[str]) -> Any:
    """Returns the fact at `path`, None where it is not known."""
    found: Any = facts
    for step in path:
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def money(facts: Mapping[str, Any], path: Iterable[str]) -> int | None:
    """Returns the amount of money at `path` in fen (facts hold yuan), None where it is not known."""
    found = fact(facts, path)
    return fen(found) if isinstance(found, (int, float)) and not isinstance(found, bool) else None


def offered_price(situation: Situation, acts: Collection[str], granting: Collection[str]) -> int | None:
    """Returns the price for one piece, in fen, that the action sets or the words offer; a bare yes takes the price the buyer named."""
    if situation.action is not None:
        to = situation.action.args.get("to")
        if not isinstance(to, (int, float)) or isinstance(to, bool):
            return None
        pieces = fact(situation.facts, ("order", "pieces"))
        return fen(to) // (pieces if isinstance(pieces, int) and pieces > 0 else 1)
    reading = situation.reading
    if reading is None:
        return None
    list_price = money(situation.facts, ("item", "list_price"))
    offered = lowest_offer(reading.amounts, list_price, reading.spans_of(acts))
    if offered is None and reading.has(*granting):
        offered = lowest_offer(situation.proposed, list_price)
    return offered
