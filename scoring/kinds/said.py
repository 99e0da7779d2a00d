"""Something the agent said or did that is forbidden: `when` holds at a message or an action, and `unless` does not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from scoring.kinds.base import Find, Hit, widest
from scoring.rulefile import RuleKeys
from scoring.timeline import Moment, Talk, Timeline
from simulator.cues import ACTION
from simulator.events import ActionTaken, MessageSent
from simulator.fields import When


class Keys(RuleKeys):
    """`unsure`: a cue that only asks a person to look. `once`: the first finding of a talk stands for the whole incident."""

    kind: Literal["said"]
    when: When
    unless: When | None = None
    unsure: When | None = None
    once: bool = False


def prepare(keys: Keys) -> Find:
    """Returns the finder of a rule about what is said or done."""
    conditions = [(keys.when, False)] + ([(keys.unsure, True)] if keys.unsure else [])
    actions = any(ACTION in condition.triggers for condition, _ in conditions)

    def hit(talk: Talk, moment: Moment) -> Hit | None:
        event, situation = moment.event, moment.situation
        if keys.unless and keys.unless.holds(situation):
            return None
        for condition, doubtful in conditions:
            spans = condition.spans(situation)
            if spans is None:
                continue
            span = widest(spans) if isinstance(event, MessageSent) else None
            return Hit(talk.id, event.at, span, matched(moment, span), doubtful)
        return None

    def find(sitting: Timeline) -> Iterator[Hit]:
        for talk in sitting.talks:
            hits = [found for moment in talk.moments if spoken(moment, actions) and (found := hit(talk, moment))]
            sure = [found for found in hits if not found.unsure]
            yield from (sure[:1] or hits[:1]) if keys.once else hits

    return find


def spoken(moment: Moment, actions: bool = False) -> bool:
    """Returns whether the moment is a message of the agent (or, with `actions`, an action)."""
    event = moment.event
    return event.sender == "agent" if isinstance(event, MessageSent) else actions and isinstance(event, ActionTaken)


def matched(moment: Moment, span: tuple[int, int] | None) -> str:
    """Returns the words of a hit: those in `span`, else the whole message; of an action its text or new value."""
    event = moment.event
    if isinstance(event, MessageSent):
        return event.text[slice(*span)] if span else event.text
    args = event.args if isinstance(event, ActionTaken) else {}
    return str(args.get("text", args.get("to", "")))
