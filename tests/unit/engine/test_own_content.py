"""The program's own scenarios, played with replies drawn from what its personas say they understand."""

from __future__ import annotations

import random

import pytest

from simulator.journal import MemoryJournal
from simulator.library import Library
from simulator.reading import read
from simulator.session import Session, header_of, replayed

LIBRARY = Library.load()
REPLIES = sorted(
    {
        text
        for persona in LIBRARY.personas.values()
        for moves in (persona.always, *(state.moves for state in persona.states.values()))
        for move in moves
        for text in move.heard.moves
    }
)


def talk(scenario: str, seed: int, every: float) -> Session:
    """Returns a talk in which the agent answers every half minute with something, looked at `every` so many seconds."""
    cast = LIBRARY.cast(scenario)
    session = Session([cast], seed, MemoryJournal(header_of([cast], id="s1", seed=seed, started="2026-03-02T10:00:00+08:00")))
    chance = random.Random(seed)
    for turn in range(1, 13):
        while session.now + every < turn * 30:
            session.advance(session.now + every)
        session.advance(turn * 30)
        if not session.closed:
            session.reply("c1", chance.choice(REPLIES))
    session.advance(1e5)
    return session


@pytest.mark.parametrize("scenario", sorted(LIBRARY.scenarios))
@pytest.mark.parametrize("seed", [1, 2])
def test_every_scenario_comes_to_an_end_the_same_way_each_time(monkeypatch: pytest.MonkeyPatch, scenario: str, seed: int) -> None:
    monkeypatch.setattr("simulator.conversation.read", read)
    session = talk(scenario, seed, 1000.0)
    assert session.closed
    assert talk(scenario, seed, 2.3).events == session.events
    assert replayed(session.journal.header, session.events, session.casts).events == session.events  # type: ignore[attr-defined]
