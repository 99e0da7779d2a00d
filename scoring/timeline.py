"""Events -> talks: the waits of each buyer as docs/transcript.md counts them, and what was known when each thing happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from scoring.facts import Groups, grouped, overridden
from simulator.events import ActionTaken, Event, MessageSent, SessionStarted, WorldChanged
from simulator.reading import read
from simulator.reading.marks import Amount, Reading
from simulator.situation import Doing, Past, Situation

SESSION_EVENTS = frozenset({"shift_started", "shift_ended", "online", "offline", "session_closed"})
"""World events that concern the whole sitting, whatever conversation their line names."""
STAGES = {
    "order_placed": "placed",
    "order_paid": "paid",
    "parcel_shipped": "shipped",
    "parcel_received": "received",
    "receipt_confirmed": "received",
    "order_closed": "closed",
    "refunded": "refunded",
}
"""The stage an order is in after a world event."""
HOLDS = frozenset({"ask_to_wait", "consult_supervisor", "greet", "urge_courier", "apologize", "acknowledge", "thank", "empathize"})
"""A reply of these acts alone leaves the buyer's question open; one that was not understood is taken for an answer."""

MEMORY = 8
"""How many of the agent's earlier messages a contact or promise may be spread over."""


class Transcript(Protocol):
    """What scoring needs of a transcript: its first line, and its events in order."""

    @property
    def header(self) -> SessionStarted: ...
    @property
    def events(self) -> Sequence[Event]: ...


def ms(at: float) -> int:
    """Returns a time in whole milliseconds, so that 120 s is 120 s wherever it stands."""
    return round(at * 1000)


@dataclass(frozen=True, slots=True)
class Wait:
    """A burst: from the buyer's first unanswered message to the agent's answer, or to where the waiting ended without one."""

    opened: MessageSent
    last: MessageSent
    """The buyer's last line of the burst."""
    ended: float
    answer: MessageSent | None = None

    @property
    def ms(self) -> int:
        return ms(self.ended) - ms(self.opened.at)


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a talk and the situation it happened in."""

    event: Event
    situation: Situation

    @property
    def reading(self) -> Reading | None:
        return self.situation.reading


@dataclass(frozen=True, slots=True)
class Talk:
    """One buyer's conversation. `end` is when it was over: the buyer left for good, was blocked, the shift or the transcript ended."""

    id: str
    moments: tuple[Moment, ...]
    waits: tuple[Wait, ...]
    end: float
    over: WorldChanged | ActionTaken | None = None
    """What ended it, None where the transcript simply stops."""

    @property
    def opened(self) -> float:
        """When the buyer's first message came; where it sent none, the first event."""
        return self.waits[0].opened.at if self.waits else self.moments[0].event.at

    def messages(self, sender: str) -> tuple[Moment, ...]:
        """Returns the moments of the messages of `sender`."""
        return tuple(m for m in self.moments if isinstance(m.event, MessageSent) and m.event.sender == sender)

    @property
    def acted(self) -> bool:
        """Whether the agent wrote or did anything."""
        return bool(self.messages("agent")) or any(isinstance(m.event, ActionTaken) for m in self.moments)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A whole sitting: its talks in the order in which they opened, and what concerns all of them."""

    header: SessionStarted
    talks: tuple[Talk, ...]
    session: tuple[WorldChanged, ...]
    end: float

    @property
    def shift_end(self) -> WorldChanged | None:
        return next((event for event in self.session if event.name == "shift_ended"), None)

    @property
    def waits(self) -> tuple[Wait, ...]:
        return tuple(wait for talk in self.talks for wait in talk.waits)


def timeline(transcript: Transcript) -> Timeline:
    """Returns the talks of a transcript. Events at one time keep the order of the file."""
    events = sorted(transcript.events, key=lambda event: ms(event.at))
    session = tuple(e for e in events if isinstance(e, WorldChanged) and e.name in SESSION_EVENTS)
    end = events[-1].at if events else 0.0
    by_talk: dict[str, list[Event]] = {}
    for event in events:
        if not (isinstance(event, WorldChanged) and event.name in SESSION_EVENTS):
            by_talk.setdefault(event.conversation, []).append(event)
    facts = grouped(transcript.header.facts)
    alone = len(by_talk) == 1
    talks = (_talk(name, lines, facts if alone else _shared(facts), session, end) for name, lines in by_talk.items())
    return Timeline(transcript.header, tuple(sorted(talks, key=lambda talk: (ms(talk.opened), talk.id))), session, end)


def _shared(facts: Groups) -> Groups:
    """Returns the facts of the first line for one of several talks: whose payment its order tells of is unknown, the events say it."""
    order = facts.get("order")
    if not isinstance(order, Mapping):
        return facts
    return {**facts, "order": {key: value for key, value in order.items() if key not in ("placed_at", "paid_at")}}


def _talk(name: str, events: Sequence[Event], facts: Groups, session: Sequence[WorldChanged], end: float) -> Talk:
    over = next((event for event in reversed(events) if _leaves(event) and not _comes_back(events, event)), None)
    shift = next((event for event in session if event.name == "shift_ended"), None)
    if over is None and shift is not None and ms(shift.at) >= ms(events[0].at):
        over = shift
    until = min(end, over.at) if over else end
    told = over if isinstance(over, WorldChanged | ActionTaken) else None
    return Talk(name, _moments(_with_order_times(name, events, facts, end), facts), waits_of(events, end), until, told)


def _with_order_times(name: str, events: Sequence[Event], facts: Groups, end: float) -> Sequence[Event]:
    """Returns the events with those of the order that only its times in the facts tell of (an imported chat has no events)."""
    for event in events:
        if isinstance(event, WorldChanged) and event.facts is not None:
            facts = overridden(facts, event.facts)
    order = facts.get("order")
    if not isinstance(order, Mapping):
        return events
    told = {event.name for event in events if isinstance(event, WorldChanged)}
    missing = [
        WorldChanged(order[key], event, {}, name)
        for event, key in (("order_placed", "placed_at"), ("order_paid", "paid_at"))
        if event not in told and _number(order.get(key)) and 0 < order[key] <= end
    ]
    return sorted((*events, *missing), key=lambda event: ms(event.at)) if missing else events


def _leaves(event: Event) -> bool:
    return (isinstance(event, WorldChanged) and event.name in ("buyer_left", "buyer_blocked")) or (
        isinstance(event, ActionTaken) and event.name == "block"
    )


def _comes_back(events: Sequence[Event], left: Event) -> bool:
    later = events[[id(event) for event in events].index(id(left)) + 1 :]
    return any(isinstance(event, MessageSent) and event.sender == "buyer" for event in later)


def waits_of(events: Iterable[Event], end: float) -> tuple[Wait, ...]:
    """Returns the bursts of one talk in order. Automatic replies and actions are no answer."""
    waits: list[Wait] = []
    burst: list[MessageSent] = []
    for event in events:
        if isinstance(event, MessageSent) and event.sender == "buyer":
            burst.append(event)
        elif burst and isinstance(event, MessageSent) and event.sender == "agent":
            waits.append(Wait(burst[0], burst[-1], event.at, event))
            burst = []
        elif burst and _leaves(event):
            waits.append(Wait(burst[0], burst[-1], event.at))
            burst = []
    if burst:
        waits.append(Wait(burst[0], burst[-1], end))
    return tuple(waits)


@dataclass(slots=True)
class _Listener:
    """Follows one talk: the facts that hold, the buyer's lines not yet answered, the agent's own lines."""

    facts: Groups
    lines: list[Reading] = field(default_factory=list)
    """The buyer's lines that a reply now would answer."""
    asks: list[str] = field(default_factory=list)
    agent: list[str] = field(default_factory=list)
    answered: bool = False
    """The agent has answered `lines`."""
    heard: Counter[str] = field(default_factory=Counter)
    past: Past = field(default_factory=Past)

    def moment(self, event: Event) -> Moment:
        if isinstance(event, MessageSent):
            hear = {"buyer": self._buyer, "agent": self._agent}.get(event.sender, self._now)
            situation = hear(event)
        elif isinstance(event, ActionTaken):
            situation = self._now(event, action=Doing(event.name, event.args))
            self._acts(event)
        else:
            self._world(event)
            situation = self._now(event, event=Doing(event.name, event.args))
        self.past.add(situation)
        return Moment(event, situation)

    def _now(self, at: Event, **more: Any) -> Situation:
        """Returns the situation when `at` happens, with the buyer's lines still open."""
        lines, asks = ((), ()) if self.answered else (tuple(self.lines), tuple(self.asks))
        values: dict[str, Any] = {"open_asks": asks, "buyer": lines, "proposed": _proposed(lines), **more}
        return Situation(facts=self._at(at.at), heard=dict(self.heard), earlier=self.past.now(), **values)

    def _buyer(self, event: MessageSent) -> Situation:
        reading = read(event.text, sender="buyer", before=self.agent[-1] if self.agent else "", facts=self.facts)
        asks = event.asks if event.asks is not None else tuple(mark.ask for mark in reading.asks)
        if self.answered:
            self.lines, self.asks, self.answered = [], [], False
        self.lines.append(reading)
        self.asks += [ask for ask in asks if ask not in self.asks]
        return self._now(event, reading=reading, sender="buyer", buyer=())

    def _agent(self, event: MessageSent) -> Situation:
        now = self._now(event, sender="agent")
        before = "\n".join(line.text for line in now.buyer)
        reading = read(event.text, sender="agent", before=before, asks=now.open_asks, earlier=tuple(self.agent[-MEMORY:]), facts=now.facts)
        self.agent.append(event.text)
        self.heard.update(reading.act_ids)
        self.answered = self.answered or not reading.act_ids or not reading.act_ids <= HOLDS
        return replace(now, reading=reading, heard=dict(self.heard))

    def _world(self, event: WorldChanged) -> None:
        if event.facts is not None:
            self.facts = overridden(self.facts, event.facts)
        if event.name == "supervisor_replied":
            self._authority(event.args)
        stage = STAGES.get(event.name)
        if stage:
            amount = event.args.get("amount")
            self._order(stage=stage, **({} if amount is None else {"amount": amount}))

    def _authority(self, reply: Mapping[str, Any]) -> None:
        """Lowers the floor to the price the supervisor named; a yes without a price leaves the price to the agent."""
        item, price = self.facts.get("item"), reply.get("price", 0 if reply.get("approves", reply.get("approved")) else None)
        floor = item.get("floor_price") if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and _number(floor) and _number(price):
            self.facts = {**self.facts, "item": {**item, "floor_price": min(floor, price)}}

    def _acts(self, event: ActionTaken) -> None:
        if event.name == "change_price" and event.args.get("to") is not None:
            self._order(amount=event.args["to"])

    def _order(self, **keys: Any) -> None:
        order = self.facts.get("order")
        self.facts = {**self.facts, "order": {**(order if isinstance(order, Mapping) else {}), **keys}}

    def _at(self, at: float) -> Groups:
        """Returns the facts that hold at `at`; where no event has told the stage of the order, its times tell it."""
        order = self.facts.get("order")
        if not isinstance(order, Mapping) or order.get("stage"):
            return self.facts
        reached = [stage for stage, key in (("placed", "placed_at"), ("paid", "paid_at")) if _reached(order.get(key), at)]
        return {**self.facts, "order": {**order, "stage": reached[-1]}} if reached else self.facts


def _proposed(lines: Sequence[Reading]) -> tuple[Amount, ...]:
    """Returns the amounts the buyer named last."""
    return next((line.amounts for line in reversed(lines) if line.amounts), ())


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _reached(when: Any, at: float) -> bool:
    return _number(when) and bool(when <= at)


def _moments(events: Iterable[Event], facts: Groups) -> tuple[Moment, ...]:
    listener = _Listener(facts)
    return tuple(listener.moment(event) for event in events)
