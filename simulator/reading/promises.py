"""Works out what a message binds the agent to: which gift, which price, until when; sure or hedged. Made from acts, amounts and times."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.reading.lazy import Lazy
from simulator.reading.marks import ActMark, Amount, Clause, Promise, Span
from simulator.reading.normal import Normalised

PROMISING = {
    "grant_discount": "price",
    "quote_price": "price",
    "offer_gift": "offer_gift",
    "state_ship_time": "state_ship_time",
    "estimate_arrival": "estimate_arrival",
    "promise_arrival": "promise_arrival",
    "state_courier": "state_courier",
    "grant_free_shipping": "grant_free_shipping",
    "grant_invoice": "grant_invoice",
    "offer_return": "offer_return",
    "offer_exchange": "offer_exchange",
    "offer_compensation": "offer_compensation",
    "pay_for_review": "pay_for_review",
    "follow_up": "follow_up",
    "consult_supervisor": "consult_supervisor",
    "urge_courier": "urge_courier",
    "change_order": "change_order",
    "agree_pickup": "agree_pickup",
    "confirm_remark": "confirm_remark",
}
"""act -> what it promises. `price` values are in yuan; the others' values are the words themselves."""

_HEDGED = Lazy(r"一般|大概|预计|左右|估计|正常|通常|差不多|大约|可能|尽量|争取|看看|不一定|视情况|申请一下|也许|应该|试试")
_GIFT = Lazy(
    r"(?:赠送|附赠|附送|白送|搭送|多送|送|赠|塞|搭|捎)(?:您|你|亲|给您|给你|了|一份|的|个|多)*"
    r"(?P<what>(?:[一二两三四五六七八九十几\d]{1,3}|)(?:[个双条套盒瓶包箱袋支张把台份件对只片本块副卷]|"
    r")[\u4e00-\u9fffa-z]{1,8}?)(?=[,。!?;~ \n]|$|呢|哦|哈|呀|吧|好|行|可以|给您|您|的话|就)"
)
_COURIERS = ("顺丰", "中通", "圆通", "申通", "韵达", "邮政", "ems", "极兔", "京东", "德邦", "百世", "安能", "跨越", "闪送")
_TIMED = frozenset({"state_ship_time", "estimate_arrival", "promise_arrival", "follow_up", "consult_supervisor", "urge_courier"})


def promises_in(
    normalised: Normalised,
    clauses: tuple[Clause, ...],
    acts: Iterable[ActMark],
    amounts: tuple[Amount, ...],
    times: tuple[Span, ...],
) -> tuple[Promise, ...]:
    """Returns what the acts promise, in order. `times` are spans of the normalised text. A promise is `sure` unless its clause hedges."""
    found: dict[tuple[str, str], Promise] = {}
    for act in acts:
        what = PROMISING.get(act.act)
        if what is None:
            continue
        inside = [clause for clause in clauses if clause.span[0] < act.span[1] and act.span[0] < clause.span[1]]
        words = " ".join(clause.text for clause in inside)
        value, span = _value(act, what, inside, normalised, amounts, times)
        sure = _HEDGED.search(words) is None and act.act not in ("estimate_arrival", "consult_supervisor")
        found.setdefault((what, value), Promise(what, span, value, sure))
    return tuple(sorted(found.values(), key=lambda promise: (promise.span, promise.what)))


def _value(
    act: ActMark, what: str, inside: list[Clause], normalised: Normalised, amounts: tuple[Amount, ...], times: tuple[Span, ...]
) -> tuple[str, Span]:
    """Returns the content of the promise and where it stands."""
    if act.act in _TIMED:
        for start, end in times:
            if any(clause.at <= start < clause.at + len(clause.text) for clause in inside):
                return normalised.text[start:end], normalised.span(start, end)
    if what in ("price", "offer_compensation", "pay_for_review", "offer_return"):
        for amount in amounts:
            if amount.kind in ("price", "off") and any(clause.span[0] <= amount.span[0] < clause.span[1] for clause in inside):
                return yuan(amount.value), amount.span
    for clause in inside:
        if what == "offer_gift":
            gift = _GIFT.search(clause.text)
            if gift:
                start, end = clause.at + gift.start("what"), clause.at + gift.end("what")
                return gift["what"], normalised.span(start, end)
        if what == "state_courier":
            named = [name for name in _COURIERS if name in clause.text]
            if named:
                start = clause.at + clause.text.index(named[0])
                return named[0], normalised.span(start, start + len(named[0]))
    return "", act.span


def yuan(fen: int) -> str:
    """Returns a sum in fen as yuan in plain writing: 8000 -> "80", 350 -> "3.5"."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")
