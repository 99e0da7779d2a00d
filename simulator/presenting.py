"""A sitting as the workbench shows it: from a session's events and state to frozen views. Knows no screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from scoring.timeline import Wait, waits_of
from simulator.conversation import TICKS_A_SECOND, Conversation
from simulator.events import ActionTaken, Event, MessageSent
from simulator.knowledge import item_rows, order_rows, shop_rows
from simulator.scenario import Scenario
from simulator.session import Session
from simulator.templates import fill
from simulator.told import told
from simulator.views import Bubble, ConversationView, Goal, Mode, OrderView, PhraseView, SittingView
from simulator.words import Words

LATE_S = 120.0
"""A wait longer than this is late, as scoring counts it."""
PROMPT_S = 180.0
"""The three-minute rate counts answers within this."""

_TABLE = {
    "buyer_left": ("对话结束：{ending}", "The talk is over: {ending}"),
    "blocked": ("已拉黑买家", "the buyer was blocked"),
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
        order=_order(talk, session.now, lang),
        item=item_rows(scenario, shop, lang),
        shop=shop_rows(scenario, shop, lang),
        goals=goals_of(scenario, lang),
        task=scenario.briefing.say(lang),
    )


def _mood(talk: Conversation) -> int | None:
    return round(sum(talk.mood.values()) / len(talk.mood)) if talk.mood else None


def _ending(talk: Conversation, lang: str) -> str:
    ending = talk.cast.machine.persona.endings.get(talk.ending)
    return ending.name.say(lang) if ending else words(lang)("blocked")


def _order(talk: Conversation, now: float, lang: str) -> OrderView:
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
        details=order_rows(order.details, lang),
    )


def _bubble(event: Event, talk: Conversation, lang: str, started: str) -> Bubble | None:
    clock = clock_at(started, event.at)
    if isinstance(event, MessageSent):
        return Bubble(event.at, clock, event.sender, event.text)
    if isinstance(event, ActionTaken):
        return Bubble(event.at, clock, "action", told(event, lang, talk.cast.shop))
    if event.name == "buyer_left":
        return Bubble(event.at, clock, "notice", words(lang)("buyer_left", ending=_ending(talk, lang)))
    text = told(event, lang)
    return Bubble(event.at, clock, "notice", text) if text else None
