"""What happened in a talk, in words: the buyer's deeds, the agent's actions, the supervisor's answer."""

from __future__ import annotations

from typing import Any

from simulator.events import ActionTaken, WorldChanged
from simulator.shop import Shop
from simulator.templates import written
from simulator.words import Words

_TABLE = {
    "order_placed": ("买家拍下了订单，{amount} 元", "The buyer placed the order, {amount} yuan"),
    "order_paid": ("买家已付款，{amount} 元", "The buyer paid {amount} yuan"),
    "order_closed": ("订单已关闭", "The order is closed"),
    "refund_requested": ("买家申请退款", "The buyer asks for a refund"),
    "receipt_confirmed": ("买家确认收货", "The buyer confirmed receipt"),
    "review_good": ("买家给了好评", "The buyer left a good review"),
    "review_bad": ("买家给了差评", "The buyer left a bad review"),
    "complaint_filed": ("买家向平台投诉", "The buyer complained to the platform"),
    "supervisor_replied": ("主管答复：{says}", "The supervisor: {says}"),
    "parcel_status": ("物流：{text}", "Parcel: {text}"),
    "closed.time": ("时间到", "Time is up"),
    "closed.finished": ("接待结束", "The sitting was closed"),
    "remark": ("备注：{text}{flag}", "Remark: {text}{flag}"),
    "change_price": ("改价为 {to} 元", "Price changed to {to} yuan"),
    "change_freight": ("运费改为 {to} 元", "Freight changed to {to} yuan"),
    "change_address": ("地址改为：{to}", "Address changed to {to}"),
    "close_order": ("关闭了订单", "You closed the order"),
    "send_coupon": ("发了优惠券：{id}", "Sent a coupon: {id}"),
    "escalate": ("请示{to}：{note}", "Asked {to}: {note}"),
    "block": ("拉黑了买家", "Blocked the buyer"),
    "report": ("举报买家（{reason}）：{evidence}", "Reported the buyer ({reason}): {evidence}"),
    "note_invoice": ("登记发票抬头：{title}", "Invoice title noted: {title}"),
    "handover": ("交接：{text}", "Handover: {text}"),
    "lookup_parcel": ("查物流", "Looked up the parcel"),
}
_VALUES = {
    "flag.red": ("（红旗）", " (red flag)"),
    "flag.yellow": ("（黄旗）", " (yellow flag)"),
    "flag.green": ("（绿旗）", " (green flag)"),
    "flag.blue": ("（蓝旗）", " (blue flag)"),
    "flag.purple": ("（紫旗）", " (purple flag)"),
    "to.supervisor": ("主管", "the supervisor"),
    "to.after_sales": ("售后", "after-sales"),
    "to.warehouse": ("仓库", "the warehouse"),
    "reason.blackmail": ("敲诈勒索", "blackmail"),
    "reason.off_platform": ("引导站外", "off the platform"),
    "reason.abuse": ("辱骂骚扰", "abuse"),
    "reason.fraud": ("诈骗", "fraud"),
    "reason.other": ("其他", "other"),
}


def told(event: ActionTaken | WorldChanged, lang: str, shop: Shop | None = None) -> str:
    """Returns an action or a change of the world in words; empty for what the desk does not speak of (the buyer's inner moves).

    `shop` has the names of its coupons.
    """
    key = event.name
    if key == "review_posted":
        key = "review_good" if event.args.get("good") else "review_bad"
    elif key == "session_closed":
        key = f"closed.{event.args.get('reason', 'finished')}"
    if key not in _TABLE:
        return ""
    args = {name: _named(name, value, lang) for name, value in event.args.items()}
    if key == "send_coupon" and shop is not None:
        args["id"] = next((coupon.name.say(lang) for coupon in shop.coupons if coupon.id == args.get("id")), args.get("id", ""))
    usual = Words(_VALUES, lang)
    known = {"to": usual("to.supervisor"), "reason": usual("reason.other"), "note": "", "evidence": "", "flag": "", **args}
    try:
        return Words(_TABLE, lang)(key, **known).rstrip("：: ")
    except (KeyError, IndexError):
        return key


def _named(name: str, value: Any, lang: str) -> str:
    """Returns an argument as people write it; a choice of a form by its name."""
    text = written(value)
    return Words(_VALUES, lang)(f"{name}.{text}") if f"{name}.{text}" in _VALUES else text
