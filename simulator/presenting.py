"""A sitting as the workbench shows it: from a session's events and state to frozen views. Knows no screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from scoring.timeline import Wait, waits_of
from simulator.conversation import TICKS_A_SECOND, Conversation
from simulator.events import ActionTaken, Event, MessageSent, WorldChanged
from simulator.scenario import Scenario
from simulator.session import Session
from simulator.shop import Shop
from simulator.templates import fill, written
from simulator.views import Bubble, ConversationView, Goal, Mode, OrderView, PhraseView, Row, SittingView
from simulator.words import Words

LATE_S = 120.0
"""A wait longer than this is late, as scoring counts it."""
PROMPT_S = 180.0
"""The three-minute rate counts answers within this."""

_TABLE = {
    "order_placed": ("买家拍下了订单,{amount} 元", "The buyer placed the order, {amount} yuan"),
    "order_paid": ("买家已付款,{amount} 元", "The buyer paid {amount} yuan"),
    "order_closed": ("订单已关闭", "The order is closed"),
    "refund_requested": ("买家申请退款", "The buyer asks for a refund"),
    "receipt_confirmed": ("买家确认收货", "The buyer confirmed receipt"),
    "review_good": ("买家给了好评", "The buyer left a good review"),
    "review_bad": ("买家给了差评", "The buyer left a bad review"),
    "complaint_filed": ("买家向平台投诉", "The buyer complained to the platform"),
    "supervisor_replied": ("主管答复:{says}", "The supervisor: {says}"),
    "parcel_status": ("物流:{text}", "Parcel: {text}"),
    "buyer_left": ("对话结束:{ending}", "The talk is over: {ending}"),
    "blocked": ("已拉黑买家", "the buyer was blocked"),
    "closed.time": ("时间到", "Time is up"),
    "closed.finished": ("你结束了这次接待", "You closed the sitting"),
    "remark": ("备注:{text}", "Remark: {text}"),
    "change_price": ("改价为 {to} 元", "Price changed to {to} yuan"),
    "change_freight": ("运费改为 {to} 元", "Freight changed to {to} yuan"),
    "change_address": ("地址改为 {to}", "Address changed to {to}"),
    "close_order": ("关闭交易", "Order closed by you"),
    "send_coupon": ("发送优惠券 {id}", "Coupon {id} sent"),
    "escalate": ("请示主管 {note}", "Asked the supervisor {note}"),
    "block": ("拉黑买家", "Buyer blocked"),
    "report": ("举报买家 {reason}", "Buyer reported {reason}"),
    "note_invoice": ("登记发票抬头:{title}", "Invoice title noted: {title}"),
    "handover": ("交接:{text}", "Handover: {text}"),
    "lookup_parcel": ("查询物流", "Looked up the parcel"),
    "policy.yes": ("支持", "yes"),
    "policy.no": ("不支持", "no"),
    "item.title": ("商品", "Item"),
    "item.list_price": ("标价", "List price"),
    "item.floor_price": ("底价", "Floor price"),
    "item.free_shipping": ("包邮", "Free shipping"),
    "item.stock": ("库存", "Stock"),
    "item.selling_points": ("卖点", "Selling points"),
    "shop.name": ("店铺", "Shop"),
    "shop.invoice": ("发票", "Invoice"),
    "shop.credit_card": ("信用卡", "Credit card"),
    "shop.cod": ("货到付款", "Cash on delivery"),
    "shop.self_pickup": ("自提", "Pick-up"),
    "shop.ship_cutoff": ("当天发货截止", "Ships today until"),
    "shop.couriers": ("快递", "Couriers"),
    "shop.return_days": ("无理由退货(天)", "Return days"),
    "shop.remote_regions": ("偏远地区", "Remote regions"),
}


def words(lang: str) -> Words:
    """Returns the texts of the desk in `lang`."""
    return Words(_TABLE, lang)


def yuan(fen: int) -> str:
    """Returns an amount of fen as people write yuan: 129, 124.5."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")


def clock_at(started: str, at: float) -> str:
    """Returns the time of day `at` seconds after `started` (ISO 8601)."""
    return (datetime.fromisoformat(started) + timedelta(seconds=at)).strftime("%H:%M")


def item_rows(scenario: Scenario, shop: Shop, lang: str) -> tuple[Row, ...]:
    """Returns what the desk knows of the item."""
    say = words(lang)
    facts = scenario.facts_in(shop)["item"]
    rows = []
    for name in ("title", "list_price", "floor_price", "free_shipping", "stock"):
        if facts.get(name) is not None:
            money = name.endswith("price")
            tone = "accent" if name == "list_price" else "warn" if name == "floor_price" else "plain"
            rows.append(Row(say(f"item.{name}"), f"¥{written(facts[name])}" if money else _value(facts[name], say), tone))
    rows += [Row(str(name), _value(value, say)) for name, value in facts.get("attributes", {}).items()]
    if facts.get("selling_points"):
        rows.append(Row(say("item.selling_points"), written(facts["selling_points"]), "muted"))
    return tuple(rows)


def shop_rows(scenario: Scenario, shop: Shop, lang: str) -> tuple[Row, ...]:
    """Returns the shop's policies."""
    say = words(lang)
    facts = scenario.facts_in(shop)["shop"]
    names = ("name", "invoice", "credit_card", "cod", "self_pickup", "ship_cutoff", "couriers", "return_days", "remote_regions")
    return tuple(Row(say(f"shop.{name}"), _value(facts[name], say)) for name in names if facts.get(name) is not None)


def goals_of(scenario: Scenario, lang: str) -> tuple[Goal, ...]:
    """Returns the scenario's objectives that have words of their own, undecided."""
    return tuple(
        Goal(kind, objective.text.say(lang))
        for kind in ("must", "more", "delight")
        for objective in getattr(scenario.objectives, kind)
        if objective.text
    )


def phrases_of(talk: Conversation, query: str, lang: str) -> tuple[PhraseView, ...]:
    """Returns the shop's quick phrases that `query` (pinyin initials, Chinese, or a number) finds, best first, placeholders filled."""
    found: list[tuple[int, int, PhraseView]] = []
    wanted = query.strip().lower()
    for number, phrase in enumerate(talk.cast.shop.phrases, start=1):
        text = fill(phrase.text, talk.facts, {"nick": talk.cast.scenario.buyer.nick})
        view = PhraseView(phrase.id, phrase.keys, phrase.name.say(lang), text)
        rank = _rank(wanted, number, view)
        if rank is not None:
            found.append((rank, number, view))
    return tuple(view for _, _, view in sorted(found, key=lambda one: one[:2]))


def _rank(wanted: str, number: int, phrase: PhraseView) -> int | None:
    if not wanted or wanted == str(number):
        return 0
    if phrase.keys.lower().startswith(wanted):
        return 1
    if wanted in phrase.keys.lower() or wanted in phrase.name.lower():
        return 2
    return 3 if wanted in phrase.text.lower() else None


def present(
    session: Session,
    *,
    id: str,
    title: str,
    mode: Mode,
    lang: str,
    started: str,
    hints: Mapping[str, Sequence[tuple[float, str]]] | None = None,
    number: int = 1,
    of: int = 1,
) -> SittingView:
    """Returns the whole workbench now. `hints` are those given so far, by conversation, with the time each was asked for."""
    by_talk: dict[str, list[Event]] = {talk.id: [] for talk in session.conversations}
    for event in session.events:
        if event.conversation in by_talk:
            by_talk[event.conversation].append(event)
    waits = {name: waits_of(events, session.now) for name, events in by_talk.items()}
    answered = [wait for some in waits.values() for wait in some if wait.answer]
    late = sum(wait.ms > LATE_S * 1000 for some in waits.values() for wait in some)
    return SittingView(
        id=id,
        title=title,
        mode=mode,
        now=session.now,
        clock=clock_at(started, session.now),
        left_s=None if session.limit_s is None else max(0.0, session.limit_s - session.now),
        conversations=tuple(
            _conversation(talk, by_talk[talk.id], waits[talk.id], session, mode, lang, started, (hints or {}).get(talk.id, ()))
            for talk in session.conversations
            if by_talk[talk.id] or talk.cast.arrives <= session.now
        ),
        ended=session.ended,
        average_response_s=round(sum(wait.ms for wait in answered) / len(answered) / 1000, 1) if answered else None,
        three_minute_rate=sum(wait.ms <= PROMPT_S * 1000 for wait in answered) / len(answered) if answered else None,
        late=late,
        number=number,
        of=of,
    )


def _conversation(
    talk: Conversation,
    events: Sequence[Event],
    waits: Sequence[Wait],
    session: Session,
    mode: Mode,
    lang: str,
    started: str,
    hints: Sequence[tuple[float, str]],
) -> ConversationView:
    scenario, shop = talk.cast.scenario, talk.cast.shop
    waiting = waits[-1] if waits and waits[-1].answer is None and not talk.left else None
    unread = 0
    for event in reversed(events):
        if isinstance(event, MessageSent):
            if event.sender == "agent":
                break
            unread += event.sender == "buyer"
    bubbles = [bubble for event in events if (bubble := _bubble(event, talk, lang, started)) is not None]
    bubbles += [Bubble(at, clock_at(started, at), "coach", text) for at, text in hints]
    bubbles.sort(key=lambda bubble: bubble.at)
    return ConversationView(
        id=talk.id,
        nick=scenario.buyer.nick,
        tags=scenario.buyer.tags,
        shop_name=shop.name.say(lang),
        bubbles=tuple(bubbles),
        waiting_s=None if waiting is None else round(session.now - waiting.opened.at, 1),
        unread=0 if talk.left else unread,
        typing=talk.types_at(round(session.now * TICKS_A_SECOND)),
        mood=_mood(talk) if mode == "practice" else None,
        ended=_ending(talk, lang) if talk.left else "",
        order=_order(talk, session.now),
        item=item_rows(scenario, shop, lang),
        shop=shop_rows(scenario, shop, lang),
        goals=goals_of(scenario, lang),
    )


def _mood(talk: Conversation) -> int | None:
    return round(sum(talk.mood.values()) / len(talk.mood)) if talk.mood else None


def _ending(talk: Conversation, lang: str) -> str:
    ending = talk.cast.machine.persona.endings.get(talk.ending)
    return ending.name.say(lang) if ending else words(lang)("blocked")


def _order(talk: Conversation, now: float) -> OrderView:
    order = talk.order
    return OrderView(
        stage=order.stage,
        id=order.id,
        amount=order.amount,
        freight=order.freight,
        address=order.address,
        remark=order.remark,
        flag=order.flag,
        paid_s_ago=None if order.paid_at is None else now - order.paid_at,
        details=tuple(Row(str(name), written(value)) for name, value in order.details.items()),
    )


def _bubble(event: Event, talk: Conversation, lang: str, started: str) -> Bubble | None:
    clock = clock_at(started, event.at)
    if isinstance(event, MessageSent):
        return Bubble(event.at, clock, event.sender, event.text)
    if isinstance(event, ActionTaken):
        return Bubble(event.at, clock, "action", told(event, lang))
    if event.name == "buyer_left":
        return Bubble(event.at, clock, "notice", words(lang)("buyer_left", ending=_ending(talk, lang)))
    text = told(event, lang)
    return Bubble(event.at, clock, "notice", text) if text else None


def told(event: ActionTaken | WorldChanged, lang: str) -> str:
    """Returns an action or a change of the world in words; empty for what the desk does not speak of (the buyer's inner moves)."""
    say = words(lang)
    args: dict[str, Any] = {"note": "", "reason": "", "ending": "", **{key: written(value) for key, value in event.args.items()}}
    key = event.name
    if key == "review_posted":
        key = "review_good" if event.args.get("good") else "review_bad"
    elif key == "session_closed":
        key = f"closed.{event.args.get('reason', 'finished')}"
    if key not in _TABLE:
        return ""
    try:
        return say(key, **args).strip()
    except (KeyError, IndexError):
        return key


def _value(value: Any, say: Words) -> str:
    if isinstance(value, bool):
        return say("policy.yes" if value else "policy.no")
    return written(value)
