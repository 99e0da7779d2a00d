"""A seat that is online and does nothing: no reply, no action, no typing for so long while a buyer waits or the shift runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from scoring.kinds.base import Find, Hit
from scoring.kinds.wait import in_words
from scoring.metrics import LONG_WAIT_MS
from scoring.rulefile import RuleKeys
from scoring.timeline import Timeline, ms
from simulator.events import ActionTaken, Event, MessageSent, WorldChanged
from simulator.fields import Seconds


class Keys(RuleKeys):
    """`at_least`: so long, or longer."""

    kind: Literal["idle"]
    at_least: Seconds


def prepare(keys: Keys) -> Find:
    """Returns the finder of idle stretches; each hangs on the deed that ended it, else on the buyer's line that waited, else on its end."""

    def find(sitting: Timeline) -> Iterator[Hit]:
        deeds = sorted((m.event for talk in sitting.talks for m in talk.moments if _busy(m.event)), key=lambda event: ms(event.at))
        for start, end in online(sitting):
            inside = [event for event in deeds if start < ms(event.at) < end]
            for since, until in pairwise([start, *(ms(event.at) for event in inside), end]):
                if until - since >= keys.at_least * 1000 and _due(sitting, since, until):
                    conversation, at = _hung(sitting, deeds, since, until)
                    values = {"idle": in_words(until - since, "zh"), "idle_en": in_words(until - since, "en")}
                    yield Hit(conversation, at, values=values)

    return find


def online(sitting: Timeline) -> tuple[tuple[int, int], ...]:
    """Returns the stretches, in milliseconds, in which the seat was online; without such events the whole sitting until the shift ended."""
    last = ms(sitting.shift_end.at) if sitting.shift_end else ms(sitting.end)
    turns = [event for event in sitting.session if event.name in ("online", "offline")]
    if not turns:
        return ((0, last),)
    stretches: list[tuple[int, int]] = []
    since: int | None = None if turns[0].name == "online" else 0
    for event in turns:
        if event.name == "online":
            since = ms(event.at) if since is None else since
        elif since is not None:
            stretches.append((since, ms(event.at)))
            since = None
    return (*stretches, *([(since, last)] if since is not None else []))


def _busy(event: Event) -> bool:
    if isinstance(event, WorldChanged):
        return event.name == "typing"
    return isinstance(event, ActionTaken) or (isinstance(event, MessageSent) and event.sender == "agent")


def _due(sitting: Timeline, since: int, until: int) -> bool:
    if any(event.name in ("shift_started", "shift_ended", "online") for event in sitting.session):
        return True
    return any(min(until, ms(wait.ended)) - max(since, ms(wait.opened.at)) > LONG_WAIT_MS for wait in sitting.waits)


def _hung(sitting: Timeline, deeds: Sequence[Event], since: int, until: int) -> tuple[str, float]:
    ending = next((event for event in deeds if ms(event.at) == until), None)
    waiting = next((wait.opened for wait in sitting.waits if ms(wait.opened.at) < until and ms(wait.ended) > since), None)
    hung = ending or waiting
    return (hung.conversation, hung.at) if hung else (sitting.talks[0].id if sitting.talks else "c1", until / 1000)
