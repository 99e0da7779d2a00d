"""The order of one conversation, and what deeds of the buyer and actions at the desk do to it. Money in fen; facts and events in yuan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.offers import fen
from simulator.scenario import Order as OrderDefinition
from simulator.shop import Coupon

Happened = tuple[str, Mapping[str, Any]]
"""An event to be: its name and arguments."""


_REFUSALS: Mapping[str, Mapping[str, str]] = {
    "settled": {
        "zh": "订单已付款或已关闭，这一步做不了了。",
        "en": "The order is paid or closed; this cannot be done any more.",
    },
    "shipped": {"zh": "订单已发货或已关闭，地址改不了了。", "en": "The order is shipped or closed; its address cannot change any more."},
    "nothing": {"zh": "没有可以关闭的订单。", "en": "There is no order that could be closed."},
    "no_coupon": {"zh": "店里没有这张优惠券：{coupon}。", "en": "The shop has no such coupon: {coupon}."},
    "sent": {"zh": "这张优惠券已经发过了。", "en": "This coupon was sent before."},
    "too_little": {"zh": "订单满 {over} 元才能用这张券。", "en": "This coupon takes an order of {over} yuan."},
}


def yuan(amount: int) -> float:
    """Returns an amount of fen in yuan, whole where it is whole."""
    return amount / 100 if amount % 100 else amount // 100


@dataclass(slots=True)
class Order:
    """The order as it stands. `amount` is for the goods, without `freight`."""

    id: str
    stage: str
    amount: int
    freight: int
    pieces: int
    address: str
    details: Mapping[str, Any]
    remark: str = ""
    flag: str = ""
    placed_at: float | None = None
    paid_at: float | None = None
    coupons: set[str] = field(default_factory=set)
    """Those that were sent; each takes off its sum once."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What else the scenario states (account_matches)."""

    @classmethod
    def of(cls, definition: OrderDefinition, facts: Mapping[str, Any], list_price: float) -> Order:
        """Returns the order at the start; without an amount it is the list price of its pieces."""
        amount = definition.amount if definition.amount is not None else list_price * definition.pieces
        return cls(
            id=definition.id,
            stage=definition.stage,
            amount=fen(amount),
            freight=fen(definition.freight),
            pieces=definition.pieces,
            address=definition.address or "",
            details=definition.details,
            facts=dict(facts),
        )

    def as_facts(self) -> dict[str, Any]:
        """Returns the facts of the order as they are now; money in yuan, times in seconds."""
        now = {
            "id": self.id,
            "stage": self.stage,
            "amount": yuan(self.amount),
            "freight": yuan(self.freight),
            "pieces": self.pieces,
            "address": self.address,
            "details": self.details,
            "remark": self.remark,
            "flag": self.flag,
            "placed_at": self.placed_at,
            "paid_at": self.paid_at,
        }
        return self.facts | {name: value for name, value in now.items() if value not in (None, "")}

    def deed(self, name: str, at: float) -> list[Happened]:
        """Returns what happens when the buyer does `name`; nothing where the order does not allow it."""
        if name == "place_order" and self.stage in ("none", "closed"):
            self.stage, self.placed_at = "placed", at
            return [("order_placed", self._sums())]
        if name == "pay" and self.stage in ("none", "placed"):
            placed = self.deed("place_order", at) if self.stage == "none" else []
            self.stage, self.paid_at = "paid", at
            return [*placed, ("order_paid", self._sums())]
        if name == "cancel_order" and self.stage in ("placed", "paid"):
            self.stage = "closed"
            return [("order_closed", {"id": self.id, "by": "buyer"})]
        if name == "request_refund" and self.stage in ("paid", "shipped", "received"):
            return [("refund_requested", {"id": self.id, "amount": yuan(self.amount)})]
        if name == "confirm_receipt" and self.stage in ("paid", "shipped"):
            self.stage = "received"
            return [("receipt_confirmed", {"id": self.id})]
        if name in ("review_good", "review_bad"):
            return [("review_posted", {"id": self.id, "good": name == "review_good"})]
        if name == "complain":
            return [("complaint_filed", {"id": self.id})]
        return []

    def refusal(self, name: str, args: Mapping[str, Any], coupons: Mapping[str, Coupon]) -> Mapping[str, str] | None:
        """Returns why the order does not allow an action at the desk as it stands, in both languages; None where it does."""
        key, values = self._refused(name, args, coupons)
        return {lang: text.format(**values) for lang, text in _REFUSALS[key].items()} if key else None

    def _refused(self, name: str, args: Mapping[str, Any], coupons: Mapping[str, Coupon]) -> tuple[str, dict[str, Any]]:
        if name in ("change_price", "change_freight", "send_coupon") and not self._payable:
            return "settled", {}
        if name == "change_address" and self.stage not in ("none", "placed", "paid"):
            return "shipped", {}
        if name == "close_order" and self.stage not in ("placed", "paid"):
            return "nothing", {}
        if name == "send_coupon":
            coupon = coupons.get(str(args["id"]))
            if coupon is None:
                return "no_coupon", {"coupon": args["id"]}
            if coupon.id in self.coupons:
                return "sent", {}
            if self.amount < fen(coupon.over):
                return "too_little", {"over": f"{coupon.over:g}"}
        return "", {}

    def action(self, name: str, args: Mapping[str, Any], coupons: Mapping[str, Coupon]) -> list[Happened]:
        """Returns what happens to the order when the trainee takes an action at the desk that is not refused."""
        if name == "change_price":
            self.amount = fen(args["to"])
        elif name == "change_freight":
            self.freight = fen(args["to"])
        elif name == "change_address":
            self.address = str(args["to"])
        elif name == "remark":
            self.remark, self.flag = str(args["text"]), str(args.get("flag", self.flag))
        elif name == "send_coupon":
            coupon = coupons[str(args["id"])]
            self.coupons.add(coupon.id)
            self.amount = max(1, self.amount - fen(coupon.off))
        elif name == "close_order":
            self.stage = "closed"
            return [("order_closed", {"id": self.id, "by": "agent"})]
        return []

    @property
    def _payable(self) -> bool:
        return self.stage in ("none", "placed")

    def _sums(self) -> dict[str, Any]:
        return {"id": self.id, "amount": yuan(self.amount)} | ({"freight": yuan(self.freight)} if self.freight else {})
