"""A price granted below one's authority, in words or by changing the price. One grant is one finding; a lower price is another grant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scoring.kinds.base import Find, Hit, widest
from scoring.kinds.said import matched, spoken
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline
from simulator.events import MessageSent
from simulator.fields import When
from simulator.situation import money, offered_price
from simulator.vocabulary import vocabulary


class Keys(RuleKeys):
    """`when` compares the offered price; a supervisor's yes has lowered the floor in the facts by then. `unless` cancels."""

    kind: Literal["price"]
    when: When
    unless: When | None = None


def prepare(keys: Keys) -> Find:
    """Returns the finder of prices granted too low."""
    granting = frozenset(name for name, act in vocabulary().acts.items() if act.grants == "discount")

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            lowest: int | None = None
            for moment in talk.moments:
                situation = moment.situation
                spans = keys.when.spans(situation) if spoken(moment, actions=True) else None
                if spans is None or (keys.unless and keys.unless.holds(situation)):
                    continue
                price = offered_price(situation, keys.when.acts, granting)
                if price is None or (lowest is not None and price >= lowest):
                    continue
                lowest = price
                span = widest(spans) if isinstance(moment.event, MessageSent) else None
                floor = money(situation.facts, ("item", "floor_price"))
                values = {"price": yuan(price), "floor": yuan(floor) if floor is not None else "—"}
                yield Hit(talk.id, moment.event.at, span, matched(moment, span), values=values)

    return find


def yuan(fen: int) -> str:
    """Returns an amount as people write it."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")
