"""Talks written as short rows, and the rulebook that ships with the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scoring.rulebook import Rulebook, load_rulebook
from simulator.events import ActionTaken, Event, MessageSent, SessionStarted, WorldChanged

RULES = Path(__file__).parents[3] / "scoring" / "rules"
TODAY = "2026-03-02T10:00:00+08:00"


@dataclass(frozen=True)
class Sitting:
    header: SessionStarted
    events: tuple[Event, ...]


Row = tuple[Any, ...]
"""(at, "buyer" | "agent" | "auto", text[, talk]) or (at, "action" | "event", name[, args[, talk]])."""
Write = Callable[..., Sitting]


def _event(row: Row) -> Event:
    at, who, what, *more = row
    if who in ("buyer", "agent", "auto"):
        return MessageSent(at, who, what, more[0] if more else "c1")
    args: Mapping[str, Any] = more[0] if more else {}
    talk = more[1] if len(more) > 1 else "c1"
    if who == "action":
        return ActionTaken(at, what, args, talk)
    if what == "facts":
        return WorldChanged(at, what, {}, talk, args)
    return WorldChanged(at, what, args, talk)


def write(*rows: Row, facts: Mapping[str, Any] | None = None, started: str | None = TODAY) -> Sitting:
    return Sitting(SessionStarted("s1", started=started, facts=facts or {}), tuple(_event(row) for row in rows))


@pytest.fixture
def sitting() -> Write:
    """Returns a function from rows to a transcript."""
    return write


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    found, problems = load_rulebook({path.name: path.read_bytes() for path in sorted(RULES.glob("*/*.yaml"))})
    assert not problems.errors, "\n".join(map(str, problems.errors))
    return found
