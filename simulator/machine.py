"""A persona as a state machine: one shared `transitions.Machine` a definition, the only place that knows the library.

Conversations are never registered as models: `machine.events[name].trigger(conversation, situation)` moves any object with a `state`.
Guards are compiled cues and counters of the conversation; callbacks only note which reaction was taken. No text of a file ever reaches
`transitions` as a callback, since it would import dotted paths.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, cast

from transitions import EventData, Machine

from simulator.cues import ACTION, EVENT, REPLY, Cue
from simulator.persona import Fallback, Move, Persona, Silence, State
from simulator.situation import Situation

SILENCE, DECIDE, SETTLE = "silence", "decide", "settle"
"""The triggers beside reply, action and event: nothing was said for long; a state that decides by itself; the mood ran out."""

SOFT = frozenset({"greet", "acknowledge", "thank", "welcome", "offer_help", "close", "apologize", "empathize", "perfunctory"})
"""Acts that are polite and answer nothing."""
HOLDING = frozenset({"ask_to_wait", "consult_supervisor", "follow_up", "escalate"})
"""Acts that ask for time: no answer yet, but no failure to answer either."""
_HOLDS_S = 60.0

Says = tuple[tuple[str, ...], ...]
Guard = Callable[[EventData], bool]


@dataclass(frozen=True, slots=True)
class Reaction:
    """What the buyer does about something: where it goes (None: it stays), what it says and does, how its mood changes."""

    id: str
    kind: str
    """move, silence, decide, confused, unanswered, soft or waits."""
    to: str | None = None
    says: Says = ()
    mood: Mapping[str, int] = field(default_factory=dict)
    does: tuple[str, ...] = ()
    waits: float = 0.0


class Talking(Protocol):
    """What the machine needs of a conversation."""

    state: str
    reaction: Reaction | None
    confusions: int
    unanswered: int
    silences: int
    greeted: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """One transition to be: on `trigger`, if the guards hold, this reaction."""

    trigger: str
    reaction: Reaction
    guards: tuple[Guard, ...]


class BuyerMachine:
    """The machine of one persona, shared by all conversations with it."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self.machine = Machine(
            model=None,
            states=[*persona.states, *persona.endings],
            initial=persona.starts,
            auto_transitions=False,
            send_event=True,
            queued=False,
        )
        for state in persona.states:
            for way in _ways(persona, state):
                self.machine.add_transition(
                    trigger=way.trigger,
                    source=state,
                    dest=way.reaction.to,
                    conditions=list(way.guards),
                    before=_note(way.reaction),
                )

    def fire(self, trigger: str, conversation: Talking, situation: Situation) -> Reaction | None:
        """Returns the reaction that was taken, after the conversation's state was changed; None where nothing holds."""
        event = self.machine.events.get(trigger)
        conversation.reaction = None
        # The library warns of, or refuses, a trigger that a state has no transition for; here it is nothing unusual.
        if event is not None and conversation.state in event.transitions:
            event.trigger(conversation, situation)
        return conversation.reaction

    def silence_s(self, state: str, index: int) -> float | None:
        """Returns after how many seconds of silence the reaction `index` of `state` is due, None where there is none."""
        silences = self.persona.states[state].silence if state in self.persona.states else ()
        return silences[index].after if index < len(silences) else None


def _note(reaction: Reaction) -> Callable[[EventData], None]:
    def note(event: EventData) -> None:
        _talk(event).reaction = reaction

    return note


def _ways(persona: Persona, name: str) -> Iterator[_Way]:
    """Yields what can happen in a state, in the order it is tried."""
    state = persona.states[name]
    for move in persona.moves_of(name):
        always = any(move is other for other in persona.always)
        reaction = _of_move(persona, name, move)
        for trigger in _triggers(move.when, always):
            if trigger != SETTLE or move.to != name:
                yield _Way(trigger, reaction, (_holds(move.when),))
    yield from _fallbacks(persona, name, state)
    for index, silence in enumerate(state.silence):
        yield _Way(SILENCE, _of_silence(persona, name, index, silence), (_is_silence(index),))
    for index, decision in enumerate(state.decides):
        reaction = Reaction(f"{persona.persona}.{name}.decides_{index + 1}", "decide", decision.to)
        yield _Way(DECIDE, reaction, (_holds(decision.when),) if decision.when else ())


def _triggers(cue: Cue, always: bool) -> tuple[str, ...]:
    """Returns what a cue waits for. One that looks at the state of things only is tried on replies, or, in `always`, after every change."""
    if cue.triggers:
        return tuple(trigger for trigger in (REPLY, ACTION, EVENT) if trigger in cue.triggers)
    return (SETTLE,) if always else (REPLY,)


def _of_move(persona: Persona, state: str, move: Move) -> Reaction:
    return Reaction(persona.full_id(state, move), "move", move.to, move.says, move.mood, move.does, move.waits)


def _of_silence(persona: Persona, state: str, index: int, silence: Silence) -> Reaction:
    name = f"{persona.persona}.{state}.silence_{index + 1}"
    return Reaction(name, "silence", silence.to, silence.says, silence.mood, silence.does)


def _fallbacks(persona: Persona, name: str, state: State) -> Iterator[_Way]:
    """Yields what the buyer does about a reply that no move is for."""
    yield from _fallback(f"{persona.persona}.confused", "confused", persona.confused, (_nothing_understood,), "confusions")
    path = f"{persona.persona}.{name}"
    yield _Way(REPLY, Reaction(f"{path}.waits", "waits", waits=_HOLDS_S), (_asks_for_time,))
    if not state.asks:
        # Nothing was asked, so polite words need no answer.
        yield _Way(REPLY, Reaction(f"{path}.soft", "soft"), (_only_polite,))
    else:
        yield _Way(REPLY, Reaction(f"{path}.greeted", "soft"), (_first_greeting,))
        if state.unanswered:
            halved = state.unanswered.model_copy(update={"mood": {mood: int(by / 2) for mood, by in state.unanswered.mood.items()}})
            yield from _fallback(f"{path}.unanswered", "unanswered", halved, (_only_polite,), "unanswered")
    if state.unanswered:
        yield from _fallback(f"{path}.unanswered", "unanswered", state.unanswered, (), "unanswered")


def _fallback(name: str, kind: str, fallback: Fallback, guards: tuple[Guard, ...], counter: str) -> Iterator[_Way]:
    """Yields the reaction while it was not taken too often, then the way out."""
    at_most = fallback.at_most

    def not_yet(event: EventData) -> bool:
        return bool(getattr(_talk(event), counter) < at_most)

    yield _Way(REPLY, Reaction(name, kind, None, fallback.says, fallback.mood), (*guards, not_yet))
    if fallback.then:
        yield _Way(REPLY, Reaction(f"{name}_too_often", kind, fallback.then, (), fallback.mood), guards)


# Guards ---------------------------------------------------------------------------------------------------------------


def _talk(event: EventData) -> Talking:
    return cast(Talking, event.model)


def _situation(event: EventData) -> Situation:
    return cast(tuple[Situation], event.args)[0]


def _holds(cue: Cue) -> Guard:
    def guard(event: EventData) -> bool:
        return cue.holds(_situation(event))

    return guard


def _is_silence(index: int) -> Guard:
    def guard(event: EventData) -> bool:
        return bool(_talk(event).silences == index)

    return guard


def _acts(event: EventData) -> frozenset[str]:
    reading = _situation(event).reading
    return reading.act_ids if reading else frozenset()


def _nothing_understood(event: EventData) -> bool:
    return not _acts(event)


def _only_polite(event: EventData) -> bool:
    return _acts(event) <= SOFT


def _asks_for_time(event: EventData) -> bool:
    return not _acts(event).isdisjoint(HOLDING)


def _first_greeting(event: EventData) -> bool:
    return not _talk(event).greeted and "greet" in _acts(event) and _only_polite(event)
