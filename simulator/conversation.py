"""One buyer's talk as plain state: its mood, what it is about to say, what it has not yet heard, and when it grows restless.

Time is counted in ticks of a tenth of a second. What is due is worked out from state alone, so the journal does not depend on how often
somebody looks. Every random draw has a stream of its own, named by its purpose, so that no draw shifts another.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from random import Random
from typing import Any

from simulator.cues import ACTION, EVENT, REPLY, Doing, Situation
from simulator.events import Event, MessageSent, WorldChanged
from simulator.machine import DECIDE, SETTLE, SILENCE, BuyerMachine, Reaction, Says
from simulator.offers import lowest_offer
from simulator.order import Order, yuan
from simulator.persona import Persona
from simulator.reading import read
from simulator.reading.marks import Amount
from simulator.scenario import Scenario
from simulator.shop import Coupon, Shop
from simulator.situation import money
from simulator.templates import fill, written
from simulator.vocabulary import vocabulary

TICKS_A_SECOND = 10
_HEARING_S = (2.0, 4.0)
"""How long the buyer takes to read; what the agent sends meanwhile is heard together."""
_IN_A_BURST_S = (0.4, 1.2)
_DEED_S = (3.0, 8.0)
_LONGEST_TYPING_S = 15.0
_MOST_DECISIONS = 20
_PRICES = ("price", "off", "fold")
_OFFERING = ("grant_discount", "quote_price", "refuse_discount", "offer_bundle", "unit_price")


def ticks(seconds: float) -> int:
    """Returns whole ticks, at least one."""
    return max(1, round(seconds * TICKS_A_SECOND))


@dataclass(frozen=True, slots=True)
class Cast:
    """All that one conversation is played with. It `arrives` so many seconds into the sitting."""

    scenario: Scenario
    shop: Shop
    machine: BuyerMachine
    arrives: float = 0.0


@dataclass(frozen=True, slots=True)
class _Intent:
    """Something the buyer wants to do: `say` a line, `do` a deed, or `leave` by an ending."""

    kind: str
    what: str
    asks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Pending:
    """An intent and the ticks when it is carried out and, for a line, when the buyer starts to type it."""

    due: int
    typed: int
    intent: _Intent


@dataclass(slots=True, eq=False)
class Conversation:
    """One buyer's talk. The session feeds it with what the agent does and asks it to go on when something is due."""

    id: str
    cast: Cast
    seed: int
    tells_facts: bool = False
    """The facts of this talk go into the journal when it starts, since the header cannot hold those of several."""
    state: str = ""
    mood: dict[str, int] = field(default_factory=dict)
    open_asks: tuple[str, ...] = ()
    visits: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)
    reaction: Reaction | None = None
    confusions: int = 0
    unanswered: int = 0
    silences: int = 0
    greeted: bool = False
    ending: str = ""
    """The ending the talk is in, while its last lines are still to come and after."""
    left: bool = False
    """The buyer is gone; nothing is due any more."""
    order: Order = field(init=False)
    facts: dict[str, Any] = field(init=False)
    _outbox: deque[_Pending] = field(default_factory=deque)
    _inbox: list[str | Doing] = field(default_factory=list)
    _hear_at: int = 0
    _free_at: int = 0
    """When the last line queued so far is out."""
    _silent_from: int = 0
    _started: bool = False
    _said: dict[str, list[int]] = field(default_factory=dict)
    _draws: Counter[str] = field(default_factory=Counter)
    _buyer_lines: list[str] = field(default_factory=list)
    _agent_lines: list[str] = field(default_factory=list)
    _proposed: tuple[Amount, ...] = ()
    _offer: int | None = None

    def __post_init__(self) -> None:
        scenario = self.cast.scenario
        facts = scenario.facts_in(self.cast.shop)
        self.order = Order.of(scenario.order, facts["order"], facts["item"]["list_price"])
        self.facts = facts | {"order": self.order.as_facts()}
        self.mood = {name: round(self._draw(f"mood.{name}", low, high)) for name, (low, high) in self._persona.mood.items()}
        self._free_at = int(self.cast.arrives * TICKS_A_SECOND)

    # What the agent and the world do ------------------------------------------------------------------------------------

    def take_in(self, what: str | Doing, now: int) -> None:
        """Notes what the agent said (a text) or did, to be heard in a moment. After the buyer has ended the talk nothing is heard."""
        if self.ending or self.left:
            return
        if not self._inbox:
            self._hear_at = now + ticks(self._draw("hear", *_HEARING_S))
        self._inbox.append(what)

    def notice(self, name: str, args: Mapping[str, Any], now: int) -> list[Event]:
        """Returns what follows at once when something happened in the world that the buyer learns of."""
        if not self._started or self.ending or self.left:
            return []
        return self._fire(EVENT, now, event=Doing(name, args))

    def blocked(self, now: int) -> list[Event]:
        """Returns what follows when the agent blocks the buyer: the talk is over."""
        if self.left:
            return []
        self._outbox.clear()
        self._inbox.clear()
        self.ending, self.left = "blocked", True
        return [self._world(now, "buyer_left", {"ending": "blocked", "good": False})]

    # What is due ----------------------------------------------------------------------------------------------------------

    @property
    def due(self) -> int | None:
        """The tick of the next thing this buyer does or hears, None where nothing is to come."""
        if self.left:
            return None
        if not self._started:
            return self._free_at
        if self._outbox:
            return self._outbox[0].due
        return min((at for at in (self._hears_at, self._restless_at) if at is not None), default=None)

    @property
    def _hears_at(self) -> int | None:
        return max(self._hear_at, self._free_at) if self._inbox else None

    @property
    def _restless_at(self) -> int | None:
        """When the buyer has waited too long. Words on their way to it end the waiting, actions do not."""
        if any(isinstance(what, str) for what in self._inbox):
            return None
        after = self.cast.machine.silence_s(self.state, self.silences)
        return None if after is None else max(self._silent_from + ticks(after), self._free_at)

    def go_on(self, now: int) -> list[Event]:
        """Returns the events of the one thing that is due at tick `now`."""
        if not self._started:
            return self._start(now)
        if self._outbox:
            return self._send(self._outbox.popleft(), now)
        if self._hears_at is not None and self._hears_at <= now:
            return self._hear(now)
        return self._grow_restless(now)

    def _start(self, now: int) -> list[Event]:
        self._started = True
        self.state = self._persona.starts
        started = self._moved(now, f"{self._persona.persona}.starts", "", {})
        events, plan = self._enter(now)
        self._queue(now, plan)
        self._silent_from = self._free_at
        facts = [WorldChanged(now / TICKS_A_SECOND, "facts", {}, self.id, self.facts)] if self.tells_facts else []
        return [*facts, started, *events]

    def _send(self, pending: _Pending, now: int) -> list[Event]:
        kind, what = pending.intent.kind, pending.intent.what
        if kind == "say":
            self._buyer_lines.append(what)
            named = tuple(amount for amount in read(what, sender="buyer").amounts if amount.kind in _PRICES)
            self._proposed = named or self._proposed
            return [MessageSent(now / TICKS_A_SECOND, "buyer", what, self.id, pending.intent.asks)]
        if kind == "leave":
            self.left = True
            good = self._persona.endings[self.ending].good
            return [self._world(now, "buyer_left", {"ending": self.ending, "good": good})]
        happened = self.order.deed(what, now / TICKS_A_SECOND)
        self._renew_facts()
        return [self._world(now, name, args) for name, args in happened]

    def _hear(self, now: int) -> list[Event]:
        """Hears the next thing in the inbox: texts in a row together, or one action."""
        first = self._inbox[0]
        if isinstance(first, Doing):
            self._inbox.pop(0)
            return self._fire(ACTION, now, action=first)
        self._silent_from, self.silences = now, 0
        texts = [what for what in takewhile(lambda what: isinstance(what, str), self._inbox) if isinstance(what, str)]
        del self._inbox[: len(texts)]
        reading = read(
            "\n".join(texts),
            sender="agent",
            before=self._buyer_lines[-1] if self._buyer_lines else "",
            asks=self.open_asks,
            earlier=tuple(self._agent_lines),
            facts=self.facts,
        )
        self._agent_lines.extend(texts)
        self.heard.update(reading.act_ids)
        list_price = money(self.facts, ("item", "list_price"))
        offer = lowest_offer(reading.amounts, list_price, reading.spans_of(_OFFERING)) if reading.has(*_OFFERING) else None
        self._offer = self._offer if offer is None else offer
        events = self._fire(REPLY, now, reading=reading)
        self.greeted = self.greeted or reading.has("greet")
        return events

    def _grow_restless(self, now: int) -> list[Event]:
        entered = self.visits.total()
        events = self._fire(SILENCE, now)
        if self.visits.total() == entered:
            self.silences += 1
        return events

    # How the buyer reacts -------------------------------------------------------------------------------------------------

    def _fire(self, trigger: str, now: int, **what: Any) -> list[Event]:
        """Lets the machine react to a reading, an action or an event, and returns what follows at once; lines and deeds are queued."""
        before = self.state
        reaction = self.cast.machine.fire(trigger, self, self._situation(**what))
        if reaction is None:
            return []
        if reaction.kind == "confused":
            self.confusions += 1
        elif reaction.kind in ("move", "unanswered"):
            self.confusions = 0
        if reaction.kind == "unanswered":
            self.unanswered += 1
        events = self._follow(now, reaction, before)
        if trigger != SILENCE or reaction.to:
            self._silent_from = max(self._free_at, now) + round(reaction.waits * TICKS_A_SECOND)
        return events

    def _follow(self, now: int, reaction: Reaction, before: str) -> list[Event]:
        """Changes the mood, goes where the reaction leads, and queues what the buyer says and does about it."""
        change = self._change_mood(reaction.mood)
        events: list[Event] = [self._moved(now, reaction.id, before, change)] if change or reaction.to or reaction.kind == "move" else []
        plan = self._plan(reaction.id, reaction.says, reaction.does, None if reaction.to else self.open_asks or None)
        goes = reaction.to is not None
        reached = self.state
        overcome = None if reached in self._persona.endings else self.cast.machine.fire(SETTLE, self, self._situation())
        if overcome:
            # The mood ran out: what the buyer would have said on arriving stays unsaid.
            goes = goes or overcome.to is not None
            events.append(self._moved(now, overcome.id, reached, self._change_mood(overcome.mood)))
            plan += self._plan(overcome.id, overcome.says, overcome.does, None)
        if goes:
            more_events, more_plan = self._enter(now)
            events, plan = events + more_events, plan + more_plan
        self._queue(now, plan)
        return events

    def _enter(self, now: int) -> tuple[list[Event], list[_Intent]]:
        """Returns what follows on coming into the state, and what the buyer says and does there; follows its decisions."""
        events: list[Event] = []
        plan: list[_Intent] = []
        for _ in range(_MOST_DECISIONS):
            name = self.state
            self.visits[name] += 1
            self.silences = self.unanswered = 0
            ending = self._persona.endings.get(name)
            place = ending or self._persona.states[name]
            self.open_asks = () if ending else self._persona.states[name].asks
            plan += self._plan(name, self.cast.scenario.lines.get(name) or place.says, place.does, self.open_asks or None)
            if ending:
                self.ending = name
                return events, [*plan, _Intent("leave", name)]
            decision = self.cast.machine.fire(DECIDE, self, self._situation())
            if decision is None:
                break
            events.append(self._moved(now, decision.id, name, {}))
        return events, plan

    def _situation(self, **what: Any) -> Situation:
        return Situation(
            facts=self.facts,
            mood=dict(self.mood),
            open_asks=self.open_asks,
            proposed=self._proposed,
            heard=dict(self.heard),
            visits=self.visits[self.state],
            **what,
        )

    def _change_mood(self, change: Mapping[str, int]) -> dict[str, int]:
        """Returns what really changed: moods stay within 0..100."""
        real: dict[str, int] = {}
        for name, by in change.items():
            after = min(100, max(0, self.mood[name] + by))
            if after != self.mood[name]:
                real[name] = after - self.mood[name]
            self.mood[name] = after
        return real

    def _moved(self, now: int, move: str, before: str, change: Mapping[str, int]) -> WorldChanged:
        args = {"move": move, "from": before, "to": self.state, "mood": dict(self.mood), "change": dict(change)}
        return self._world(now, "buyer_moved", args)

    def _world(self, now: int, name: str, args: Mapping[str, Any]) -> WorldChanged:
        return WorldChanged(now / TICKS_A_SECOND, name, args, self.id)

    # What the buyer says --------------------------------------------------------------------------------------------------

    def _plan(self, key: str, says: Says, does: Sequence[str], asks: tuple[str, ...] | None) -> list[_Intent]:
        """Returns the deeds, and a burst that may tell of them, picked by the seed among those not said yet where there is one."""
        texts: list[str] = []
        if says:
            said = self._said.setdefault(key, [])
            every = range(len(says))
            fresh = [index for index in every if index not in said] or [index for index in every if index != said[-1]] or [0]
            said.append(self._stream(f"says.{key}").choice(fresh))
            own = {"asked": self._asked(), "offer": self._offered(), "nick": self.cast.scenario.buyer.nick}
            texts = [fill(text, self.facts, own) for text in says[said[-1]]]
        # The last line of a burst carries what is asked.
        lines = [_Intent("say", text, asks if asks is None or text is texts[-1] else ()) for text in texts]
        return [*(_Intent("do", deed) for deed in does), *lines]

    def _asked(self) -> str:
        state = self._persona.states.get(self.state)
        if state and state.asked:
            return state.asked.zh
        return "、".join(vocabulary().asks[ask] for ask in self.open_asks)

    def _offered(self) -> str:
        if self._offer is not None:
            return written(yuan(self._offer))
        return written(self.facts["item"]["list_price"])

    def _queue(self, now: int, plan: Sequence[_Intent]) -> None:
        """Queues lines and deeds with the time each takes: thought, typing, a hand to the button."""
        typing = self._persona.typing
        at = max(now, self._free_at)
        for number, intent in enumerate(plan):
            if intent.kind == "say":
                pause = self._draw("think", *(typing.think if number == 0 else _IN_A_BURST_S))
                speed = self._draw("speed", *typing.chars_per_second)
                typed = at + ticks(pause)
                due = typed + ticks(min(_LONGEST_TYPING_S, len(intent.what) / max(speed, 0.1)))
            else:
                due = typed = at + (ticks(self._draw("deed", *_DEED_S)) if intent.kind == "do" else 1)
            self._outbox.append(_Pending(due, typed, intent))
            at = due
        self._free_at = at

    # ----------------------------------------------------------------------------------------------------------------------

    def types_at(self, now: int) -> bool:
        """Returns whether the buyer is typing at tick `now`."""
        return bool(self._outbox) and self._outbox[0].intent.kind == "say" and self._outbox[0].typed <= now

    def refusal(self, name: str, args: Mapping[str, Any]) -> Mapping[str, str] | None:
        """Returns why an action at the desk cannot be taken as the order stands; None where it can."""
        return self.order.refusal(name, args, self._coupons)

    def act_on_order(self, name: str, args: Mapping[str, Any], now: int) -> list[Event]:
        """Returns what an action at the desk does to the order."""
        happened = self.order.action(name, args, self._coupons)
        self._renew_facts()
        return [self._world(now, event, event_args) for event, event_args in happened]

    @property
    def _coupons(self) -> Mapping[str, Coupon]:
        return {coupon.id: coupon for coupon in self.cast.shop.coupons}

    @property
    def _persona(self) -> Persona:
        return self.cast.machine.persona

    def _renew_facts(self) -> None:
        self.facts = self.facts | {"order": self.order.as_facts()}

    def _stream(self, purpose: str) -> Random:
        """Returns the random numbers of one purpose, a new stream at every call."""
        self._draws[purpose] += 1
        return Random(f"{self.seed}:{self.id}:{purpose}:{self._draws[purpose]}")

    def _draw(self, purpose: str, low: float, high: float) -> float:
        return self._stream(purpose).uniform(low, high)
