"""What a piece would cost by the amounts named in a message: the arithmetic behind `below: item.floor_price`. Prices are in fen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from simulator.reading.marks import Amount, Span

_PROMOTION_REACH = 12
"""A sum taken off this close behind a threshold (满199减20) belongs to a standing promotion, not to an offer for this buyer."""


def fen(yuan: float) -> int:
    """Returns an amount in fen."""
    return round(yuan * 100)


def lowest_offer(amounts: Sequence[Amount], list_price: int | None, within: Iterable[Span] = ()) -> int | None:
    """Returns the lowest price in fen for one piece that `amounts` come to, None where they name none.

    `within`: spans of the acts in question; amounts that overlap them count alone where there are any.
    """
    spans = tuple(within)
    personal = [amount for amount in amounts if not _promotional(amount, amounts)]
    inside = [amount for amount in personal if any(amount.span[0] < end and start < amount.span[1] for start, end in spans)]
    for chosen in (inside, personal):
        prices = [price for amount in chosen if (price := _price(amount, list_price)) is not None]
        if prices:
            return min(prices)
    return None


def _promotional(amount: Amount, amounts: Sequence[Amount]) -> bool:
    return amount.kind == "off" and any(
        other.kind == "threshold" and 0 <= amount.span[0] - other.span[1] <= _PROMOTION_REACH for other in amounts
    )


def _price(amount: Amount, list_price: int | None) -> int | None:
    """Returns the price in fen for one piece, rounded down, as the one named amount has it."""
    pieces = max(1, amount.pieces)
    if amount.kind == "price":
        return amount.value // pieces
    if list_price is None:
        return None
    if amount.kind == "fold":
        return list_price * amount.value // 1000
    if amount.kind == "off":
        return list_price - amount.value // pieces
    if amount.kind == "number":
        # A bare number is a price where it could be one; far below the price it is what comes off.
        return amount.value // pieces if amount.value // pieces * 2 >= list_price else list_price - amount.value
    return None
