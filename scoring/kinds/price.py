"""A price granted below one's authority, in words or by changing the price. One grant is one finding; a lower price is another grant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scoring.kinds.base import Find, Hit
from scoring.kinds.said import matched, spoken
from scoring.kinds.suspected import Suspected
from scoring.timeline import Timeline
from simulator.events import MessageSent
from simulator.grants import granted, priced, proposal
from simulator.offers import lowest_offer
from simulator.reading.marks import Span
from simulator.situation import Situation, fact, money, offered_price
from simulator.suspicion import telling_words

FLOOR = ("item", "floor_price")
AGREED = frozenset({"paid", "shipped", "received", "closed", "refunded"})
"""Stages of an order whose price is settled."""


class Keys(Suspected):
    """A supervisor's yes has lowered the floor in the facts by then. What the desk sets needs no suspicion: the number is there."""

    kind: Literal["price"]

    def applies(self, situation: Situation) -> bool:
        """Returns whether there is a price to grant: a floor, and an order not yet paid."""
        settled = fact(situation.facts, ("order", "stage")) in AGREED
        return not settled and money(situation.facts, FLOOR) is not None and super().applies(situation)


def prepare(keys: Keys) -> Find:
    """Returns the finder of prices granted too low."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            lowest: int | None = None
            for moment in talk.moments:
                situation, floor = moment.situation, money(moment.situation.facts, FLOOR)
                if floor is None or not spoken(moment, actions=True):
                    continue
                if isinstance(moment.event, MessageSent):
                    judged = keys.judged(situation)
                    price, span = _said(situation, floor, keys.rule) if judged else (None, None)
                    if judged and not _about_a_price(situation):
                        judged, price = "unsure", None
                else:
                    price, span = _set(situation), None
                    judged = "sure" if price is not None and price < floor else ""
                if not judged or (lowest is not None and (price is None or price >= lowest)):
                    continue
                if judged == "sure":
                    lowest = floor if price is None else price
                values = {"price": f"<{yuan(floor)}" if price is None else yuan(price), "floor": yuan(floor)}
                yield Hit(talk.id, moment.event.at, span, matched(moment, span), judged == "unsure", values=values)

    return find


def _said(situation: Situation, floor: int, rule: str) -> tuple[int | None, Span]:
    """Returns the price in fen below the floor that a message comes to, None where it cannot be worked out, and the words."""
    reading, list_price = situation.reading, money(situation.facts, ("item", "list_price"))
    assert reading is not None
    grant = granted(situation)
    if grant is not None and grant[0] < floor:
        return grant
    if list_price:
        named = [(lowest_offer([amount], list_price), amount.span) for amount in priced(reading, list_price)]
        low = min(((price, span) for price, span in named if price is not None and price < floor), default=None)
        if low is not None:
            return low
    asked = proposal(situation, list_price) if list_price else None
    return asked if asked is not None and asked < floor else None, telling_words(situation, rule)


def _about_a_price(situation: Situation) -> bool:
    """Returns whether the message grants or names a price, or answers lines that name one; what was asked before may have been refused."""
    list_price = money(situation.facts, ("item", "list_price"))
    if not list_price or situation.reading is None or granted(situation) is not None:
        return True
    return any(priced(line, list_price) for line in (situation.reading, *situation.buyer))


def _set(situation: Situation) -> int | None:
    """Returns the price in fen for one piece that the action change_price sets, None for any other action."""
    if situation.action is None or situation.action.name != "change_price":
        return None
    return offered_price(situation, (), ())


def yuan(fen: int) -> str:
    """Returns an amount as people write it."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")
