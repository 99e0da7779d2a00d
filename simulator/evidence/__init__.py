"""What the facts of a talk say to a message: the price against the floor, the words against the catalogue. Marks for the suspicion.

A mark only states what was compared and how it came out (`P|lowest/below`, `V|other number/said`); what it weighs is learnt.
"""

from __future__ import annotations

from simulator.evidence.claims import claims
from simulator.evidence.prices import prices
from simulator.situation import Situation

__all__ = ["evidence"]


def evidence(situation: Situation) -> set[str]:
    """Returns the marks of a message held against the facts; none where the facts hold nothing to compare."""
    reading = situation.reading
    return {*prices(situation, reading), *claims(situation, reading)} if reading is not None else set()
