"""What politeness takes from a reading: an insult that only the model guessed wants the rule's suspicion beside it."""

from __future__ import annotations

import pytest

from scoring.courtesy import courtesy
from scoring.timeline import timeline
from simulator.reading.marks import ActMark, Marker, Reading

from .conftest import write

TEXT = "行吧那110给你"


def insults(monkeypatch: pytest.MonkeyPatch, how: str, suspected: float) -> list[str]:
    """Returns what politeness takes marks for, where the reading finds an insult in this way and the rule suspects it so much."""
    span = (0, len(TEXT))
    reading = Reading(TEXT, TEXT, (ActMark("insult", span, 0.7, how, how),), markers=(Marker("insult", span, -40),), politeness=10)
    monkeypatch.setattr("scoring.timeline.read", lambda *_args, **_named: reading)
    monkeypatch.setattr("scoring.courtesy.suspicions", lambda _situation: {"insulted": suspected})
    talk = timeline(write((0, "buyer", "再少点"), (9, "agent", TEXT)))
    return [finding.rule for finding in courtesy(talk).findings if finding.rule == "politeness.insult"]


@pytest.mark.parametrize(("how", "suspected", "taken"), [("model", 0.2, 0), ("model", 0.4, 1), ("pattern", 0.2, 1), ("pattern", 0.05, 0)])
def test_an_insult_wants_a_second_voice(monkeypatch: pytest.MonkeyPatch, how: str, suspected: float, taken: int) -> None:
    assert len(insults(monkeypatch, how, suspected)) == taken
