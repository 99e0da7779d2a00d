"""A price granted below one's authority, in words or by changing the price. One grant is one finding; a lower price is another grant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scoring.grants import granted
from scoring.kinds.base import Find, Hit
from scoring.kinds.said import matched, spoken
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.events import MessageSent
from simulator.fields import When
from simulator.reading.marks import Span
from simulator.situation import Situation, fact, money, offered_price

FLOOR = ("item", "floor_price")
AGREED = frozenset({"paid", "shipped", "received", "closed", "refunded"})
"""Stages of an order whose price is settled."""


class Keys(RuleKeys):
    """A supervisor's yes has lowered the floor in the facts by then. `unless` cancels, `unsure` asks a person to look."""

    kind: Literal["price"]
    unless: When | None = None
    unsure: When | None = None


def prepare(keys: Keys) -> Find:
    """Returns the finder of prices granted too low."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            lowest: int | None = None
            for moment in talk.moments:
                situation = moment.situation
                if not spoken(moment, actions=True) or (keys.unless and keys.unless.holds(situation)):
                    continue
                floor = money(situation.facts, FLOOR)
                if floor is None:
                    continue
                price, span = _promised(situation) if isinstance(moment.event, MessageSent) else (_set(situation), None)
                if price is None or price >= floor or (lowest is not None and price >= lowest):
                    continue
                values = {"price": yuan(price), "floor": yuan(floor)}
                doubtful = keys.unsure is not None and keys.unsure.holds(situation)
                if not doubtful:
                    lowest = price
                yield Hit(talk.id, moment.event.at, span, matched(moment, span), doubtful, values=values)

    return find


def _promised(situation: Situation) -> tuple[int, Span] | tuple[None, None]:
    """Returns the price in fen that words grant and where; once the order is paid nothing is granted any more."""
    return (None if fact(situation.facts, ("order", "stage")) in AGREED else granted(situation)) or (None, None)


def _set(situation: Situation) -> int | None:
    """Returns the price in fen for one piece that the action change_price sets, None for any other action."""
    if situation.action is None or situation.action.name != "change_price":
        return None
    return offered_price(situation, (), ())


def yuan(fen: int) -> str:
    """Returns an amount as people write it."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")
