"""The prices of a message held against the floor price: those it names, what it takes off, and the buyer's own that it may accept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from simulator.grants import clause_of, granted, pieces_asked, priced, proposal, quoted
from simulator.offers import lowest_offer
from simulator.reading.bare import bare_answer
from simulator.reading.marks import Amount, Reading
from simulator.situation import Situation, money

_SCOPES: Mapping[str, str] = {"n": "negated", "q": "question", "Q": "quoted", "c": "conditional", "r": "reported"}


@dataclass(frozen=True, slots=True)
class Range:
    """What the shop wants for a piece and the least it may be sold for, in fen."""

    list_price: int
    floor: int

    def place(self, price: int) -> str:
        """Returns where a price in fen lies: below the floor, at it, between floor and list price, at the list price, above it."""
        if price <= self.floor:
            return "below" if price < self.floor else "floor"
        return "between" if price < self.list_price else "list" if price == self.list_price else "above"


def prices(situation: Situation, reading: Reading) -> Iterator[str]:
    """Yields where the prices in question lie; nothing where the facts name no floor price."""
    list_price, floor = money(situation.facts, ("item", "list_price")), money(situation.facts, ("item", "floor_price"))
    if not list_price or not floor:
        return
    allowed, answer = Range(list_price, floor), bare_answer(reading.text) or "more"
    amounts = priced(reading, list_price, pieces_asked(situation))
    offers = [(amount, price) for amount in amounts if (price := lowest_offer([amount], list_price)) is not None]
    named, off = [price for _, price in offers], _taken_off(amounts)
    for amount, price in offers:
        yield from _of_offer(amount, allowed.place(price), reading)
    if named:
        yield f"P|lowest/{allowed.place(min(named))}"
    whole = lowest_offer([amount for amount in amounts if amount.kind == "price"], list_price)
    if off and whole is not None:
        yield f"P|less/{allowed.place(whole - off)}"
    yield from _of_earlier_price(situation, allowed, off, answer)
    grant = granted(situation)
    if grant is not None:
        yield f"P|granted/{allowed.place(grant[0])}"
    yield from _of_buyers_price(situation, allowed, named, answer)


def _of_offer(amount: Amount, place: str, reading: Reading) -> Iterator[str]:
    clause = clause_of(amount, reading)
    scopes = "".join(sign for sign in _SCOPES if clause is not None and getattr(clause, _SCOPES[sign]))
    yield from (f"P|{amount.kind}/{place}", f"P|named/{place}", f"P|named/{place}/{scopes}")


def _of_earlier_price(situation: Situation, allowed: Range, off: int, answer: str) -> Iterator[str]:
    """Yields where the price lies that the agent named before, as it stands and less what is taken off it now or asked to be."""
    before = quoted(situation, allowed.list_price)
    if before is None:
        return
    yield f"P|quoted/{allowed.place(before)}"
    if off:
        yield f"P|quoted less/{allowed.place(before - off)}"
    for line in situation.buyer:
        wanted = _taken_off(priced(line, allowed.list_price))
        if wanted:
            yield f"P|quoted less asked/{allowed.place(before - wanted)}/{answer}"


def _of_buyers_price(situation: Situation, allowed: Range, named: Sequence[int], answer: str) -> Iterator[str]:
    """Yields where the buyer's own price lies, how it is answered, and how the prices `named` in the answer stand to it."""
    asked = proposal(situation, allowed.list_price)
    if asked is None:
        return
    stands = f"P|asked/{allowed.place(asked)}"
    yield from (stands, f"{stands}/{answer}")
    if named:
        yield from (f"{stands}/{'same' if asked in named else 'other'}", f"{stands}/lowest/{allowed.place(min(named))}")
    else:
        yield f"{stands}/none named"


def _taken_off(amounts: Iterable[Amount]) -> int:
    """Returns the most that is taken off one piece, in fen; 0 where nothing is."""
    return max((amount.value // max(1, amount.pieces) for amount in amounts if amount.kind == "off"), default=0)
