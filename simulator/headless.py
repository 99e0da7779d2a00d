"""Sittings without a screen or a home: one scenario, one seed, virtual time, a journal in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from simulator.journal import MemoryJournal
from simulator.playing import OnRefusal, play
from simulator.replies import Reply
from simulator.session import Session, header_of

if TYPE_CHECKING:
    from simulator.library import Library


def day_of_rules(library: Library) -> date:
    """Returns the day on which every rule of the library is in force: headless talks are held on it, so that they never depend on today."""
    return max((rule.keys.since for rule in library.rulebook.rules), default=date(2026, 1, 1))


def played(library: Library, scenario: str, replies: Sequence[Reply], seed: int, on_refusal: OnRefusal) -> MemoryJournal:
    """Returns the journal of `scenario` played to its end with `replies`. The same arguments give the same journal. Raises KeyError."""
    cast = library.cast(scenario)
    header = header_of(
        [cast],
        id=f"{scenario}-{seed}",
        seed=seed,
        started=f"{day_of_rules(library).isoformat()}T{cast.scenario.time.starts}:00+08:00",
        content=library.content_hash(scenario),
        mode="headless",
    )
    journal = MemoryJournal(header)
    play(Session([cast], seed, journal), replies, on_refusal)
    return journal
